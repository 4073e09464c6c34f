"""A Neo4j for this folder: a real Community server, without Docker, on this machine's loopback address only.

`start` fetches the server's Java archives once (see `artifacts`), `stop` lets it write its store and end,
`status` says what there is; `import_full` makes a whole database from files, and `adopt` serves it.
The folder is the working folder's `.guanlian/neo4j`; everything of the server
but its archives is inside it.
"""

from graph.model.progress import Progress
from graph.server.artifacts import VERSION
from graph.server.credentials import ServerAddress
from graph.server.errors import ServerError
from graph.server.imports import Files, import_full, workroom
from graph.server.instance import Ending, ServerStatus, adopt, serves, start, status, stop

__all__ = [
    "VERSION",
    "Ending",
    "Files",
    "Progress",
    "ServerAddress",
    "ServerError",
    "ServerStatus",
    "adopt",
    "import_full",
    "serves",
    "start",
    "status",
    "stop",
    "workroom",
]
