"""``--evidence``: an answer kept as a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from graph.exposure import Question
from graph.stores import View

if TYPE_CHECKING:
    from graph.evidence import Found


def evidence_file(arguments: argparse.Namespace) -> Path | None:
    """The file that ``--evidence`` names, seen to be one that can be written before anything is asked."""
    if getattr(arguments, "evidence", None) is None:
        return None
    path = Path(arguments.evidence)
    if path.suffix not in (".pdf", ".html"):
        raise ValueError(f"--evidence: '{path}' is neither .pdf nor .html")
    if arguments.whatif:
        raise ValueError("--evidence: what is supposed is no evidence; ask without whatif")
    if not path.absolute().parent.is_dir():
        raise ValueError(f"--evidence: there is no folder '{path.absolute().parent}'")
    return path


def write_evidence(path: Path, view: View, found: Found, question: Question, language: str) -> None:
    """Written beside and renamed, so that nobody reads half a file."""
    from graph.evidence import Speech, as_file, evidence_pack

    pack = evidence_pack(view, found, question, Speech(language, question.law.vocabulary))
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_bytes(as_file(pack, path.suffix))
    fresh.replace(path)
