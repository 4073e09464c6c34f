"""What hangs together beyond the law: ties, paths, neighbourhoods. A hint for people, never a restriction."""

from graph.connections.neighbourhood import Neighbourhood, neighbourhood

__all__ = ["Neighbourhood", "neighbourhood"]
