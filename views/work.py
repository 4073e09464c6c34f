"""Work that takes its time: done beside the page, with what is done, how much there is, and the time left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import streamlit as st

from graph.evidence import Speech
from graph.model.progress import Progress
from views.store import current_speech, tell_failure
from views.told_reasons import in_language

_GLANCE = 0.4  # seconds between two looks at the work


class Work:
    """One piece of work in a thread of its own; ``result`` or ``error`` is there once it is ``over``."""

    def __init__(self, do: Callable[[Progress], Any]) -> None:
        self.started = time.monotonic()
        self.what, self.done, self.total = "", 0, 0
        self.result: Any = None
        self.error: Exception | None = None
        self._thread = threading.Thread(target=self._run, args=(do,), daemon=True)
        self._thread.start()

    @property
    def over(self) -> bool:
        """Has it come to an end?"""
        return not self._thread.is_alive()

    def wait(self) -> None:
        """Wait until it has come to an end."""
        self._thread.join()

    def seconds_left(self) -> int | None:
        """How long it will still take, if it goes on as it went; None where nothing can be said."""
        if not 0 < self.done < self.total:
            return None
        return round((time.monotonic() - self.started) / self.done * (self.total - self.done))

    def _run(self, do: Callable[[Progress], Any]) -> None:
        try:
            self.result = do(self._tell)
        except Exception as error:  # told on the page, and in the log
            self.error = error

    def _tell(self, what: str, done: int, total: int) -> None:
        self.what, self.done, self.total = what, done, total


def begin(slot: str, do: Callable[[Progress], Any]) -> None:
    """Begin the work of ``slot``, unless some is under way already, and draw the page as it is meanwhile."""
    work: Work | None = st.session_state.get(f"{slot}.work")
    if work is None or work.over:
        st.session_state[f"{slot}.work"] = Work(do)
        st.rerun()


def under_way(slot: str) -> bool:
    """Is the work of ``slot`` not over yet?"""
    work: Work | None = st.session_state.get(f"{slot}.work")
    return work is not None and not work.over


def outcome_of(slot: str) -> Any:
    """What the work came to: None while it is under way, which is shown, and where it failed, which is told."""
    work: Work | None = st.session_state.get(f"{slot}.work")
    if work is None:
        return None
    if not work.over:
        st.fragment(_progress, run_every=_GLANCE)(work)
        return None
    if work.error is not None:
        tell_failure(current_speech(), work.error, slot)
    return work.result


def _progress(work: Work) -> None:
    if work.over:
        st.rerun()
    speech = current_speech()
    st.progress(min(work.done / work.total, 1.0) if work.total else 0.0, text=_words(speech, work))


def _words(speech: Speech, work: Work) -> str:
    left = work.seconds_left()
    parts = [in_language(speech, work.what) if work.what else speech("work_begins")]
    parts.append(speech("work_left", seconds=left) if left is not None else "")
    return " · ".join(part for part in parts if part)
