"""The embedded store: nothing to install, opened at once, shared by any number of readers."""

from graph.stores.snapshot.store import SnapshotStore
from graph.stores.snapshot.view import SnapshotView

__all__ = ["SnapshotStore", "SnapshotView"]
