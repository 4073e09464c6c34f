"""The command line: reads words, asks the public functions, prints. No rule is decided here."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from graph.command.arguments import parser

_BROKEN_PIPE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``guanlian`` and return its exit status.

    0 answered · 2 the request or the input is wrong · 3 the party is unknown or several bear the name · 4 the
    store cannot be reached or is damaged · 5 some rows of a load were rejected. An error is one sentence on
    standard error.
    """
    arguments = parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except KeyboardInterrupt:
        print("guanlian: stopped", file=sys.stderr)
        return 130
    except Exception as error:
        from graph.command.errors import told

        return told(error, arguments)
    return status


__all__ = ["main"]
