"""Files that were uploaded, as files that the readers can open."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.model.tables import FormatError


@contextmanager
def uploaded(files: Iterable[tuple[str, bytes]]) -> Iterator[list[Path]]:
    """Where these files, each a name and its content, stand meanwhile; a ``FormatError`` names them as people do."""
    with tempfile.TemporaryDirectory() as folder:
        places = []
        for name, content in files:
            place = Path(folder) / Path(name).name
            place.write_bytes(content)
            places.append(place)
        try:
            yield places
        except FormatError as error:
            raise FormatError(str(error).replace(f"{folder}/", "")) from None
