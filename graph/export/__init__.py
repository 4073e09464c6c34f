"""The network to take home: an extract of the register around some parties, in other people's formats."""

from graph.export.csv_package import read_package
from graph.export.extract import Extract
from graph.export.gathering import extract
from graph.export.json_document import read_json
from graph.export.network import network
from graph.export.picture import picture
from graph.export.writing import FORMATS, write

__all__ = ["FORMATS", "Extract", "extract", "network", "picture", "read_json", "read_package", "write"]
