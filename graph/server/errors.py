"""The one error of this room."""


class ServerError(Exception):
    """A server could not be fetched, started, reached or stopped; the message is one sentence."""
