"""Sources: real files in, the package's tables out. One file a source, each with the same two functions."""

from loaders.source import FileRead, Loaded, Place, Source, load_sources, read_source

__all__ = ["FileRead", "Loaded", "Place", "Source", "load_sources", "read_source"]
