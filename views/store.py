"""The register and the law that the pages ask, kept between reruns, and what is said where they fail."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps

import streamlit as st

from graph.model import Vocabulary
from graph.policy import Law, PolicyError, read_law
from graph.stores import DEFAULT_STORE, Store, StoreError, View, open_store, read_key
from views.speech import Speech

_log = logging.getLogger("guanlian.app")


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page needs: one state of the register, the law, the key for ID numbers, the language."""

    view: View
    law: Law
    key: bytes
    speech: Speech


@st.cache_resource(show_spinner=False)
def _law() -> Law:
    return read_law()


@st.cache_resource(show_spinner=False)
def _store(address: str, key: bytes) -> Store:
    return open_store(address, key)


def law() -> Law:
    """Every policy. Raises ``PolicyError``."""
    return _law()


@contextmanager
def opened_view() -> Iterator[tuple[View, bytes]]:
    """A consistent view of the register of ``GUANLIAN_STORE``, and the key. Raises ``StoreError``."""
    key = read_key()
    with _store(os.environ.get("GUANLIAN_STORE") or DEFAULT_STORE, key).view() as view:
        yield view, key


def current_speech() -> Speech:
    """The language of this session; the words that documents add are known once the law is read."""
    language = st.session_state.get("language") or "zh"
    try:
        vocabulary = _law().vocabulary
    except PolicyError:
        vocabulary = Vocabulary()
    return Speech(language, vocabulary)


def at_desk(heading: str) -> Callable[[Callable[[Desk], None]], Callable[[], None]]:
    """A page with a heading that is given a ``Desk``, and says in a sentence what is wrong where there is none."""

    def with_desk(page: Callable[[Desk], None]) -> Callable[[], None]:
        @wraps(page)
        def drawn() -> None:
            speech = current_speech()
            st.title(speech(heading), anchor=False)
            try:
                statutes = law()
                with opened_view() as (view, key):
                    page(Desk(view, statutes, key, speech))
            except StoreError as error:
                _tell_store_error(speech, error)
            except PolicyError as error:
                st.error(speech("law_failed"), icon=":material/error:")
                _tell_detail(speech, error)
            except Exception:  # a page never shows a traceback; the log has it
                _log.exception("the page %s failed", page.__module__)
                st.error(speech("failed"), icon=":material/error:")

        return drawn

    return with_desk


def _tell_store_error(speech: Speech, error: StoreError) -> None:
    if str(error).startswith("no register is loaded"):
        words = f"**{speech('no_register')}** {speech('no_register_next')}"
        st.info(words, icon=":material/database_upload:")
    else:
        st.error(speech("store_failed"), icon=":material/database_off:")
    _tell_detail(speech, error)


def _tell_detail(speech: Speech, error: Exception) -> None:
    with st.expander(speech("detail")):
        st.code(str(error), language=None, wrap_lines=True)
