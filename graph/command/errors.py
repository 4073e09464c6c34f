"""Errors as people read them: one sentence, and the exit status that goes with it."""

from __future__ import annotations

import argparse
import os
import sys
import traceback

from graph.command.printing import print_candidates, print_json


def told(error: Exception, arguments: argparse.Namespace) -> int:
    """Tell the user what is wrong and return the exit status."""
    from graph.exposure import NotResolved
    from graph.model.tables import FormatError
    from graph.policy import PolicyError
    from graph.server import ServerError
    from graph.stores import StoreError

    if os.environ.get("GUANLIAN_DEBUG"):
        traceback.print_exc()
    as_json = getattr(arguments, "json", False)
    if isinstance(error, NotResolved):
        if as_json:
            print_json({"error": str(error), "candidates": [found.as_json() for found in error.candidates]})
        print(f"guanlian: {error}", file=sys.stderr)
        print_candidates(error.candidates, sys.stderr)
        return 3
    if isinstance(error, StoreError | ServerError):
        sentence, status = str(error), 4
    elif isinstance(error, FormatError | PolicyError | ValueError):
        sentence, status = str(error), 2
    elif isinstance(error, OSError):
        place = f" {error.filename}" if error.filename else ""
        sentence, status = f"the system refused{place}: {error.strerror or error}", 2
    else:
        sentence = f"something unexpected happened ({type(error).__name__}); GUANLIAN_DEBUG=1 shows where"
        status = 1
    if as_json:
        print_json({"error": sentence})
    print(f"guanlian: {sentence}", file=sys.stderr)
    return status
