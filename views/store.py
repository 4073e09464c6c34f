"""The register and the law that the pages ask, kept between reruns, and what is said where they fail."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps

import streamlit as st

from graph.evidence import Speech
from graph.model import Vocabulary
from graph.model.tables import FormatError
from graph.policy import Law, PolicyError, read_law
from graph.stores import DEFAULT_STORE, Store, StoreError, View, WholeView, open_store, read_key
from graph.stores.interface import RegisterMoved
from views.text import TEXTS
from views.told_reasons import in_language

TYPED = "typed."  # and the key of a field: what stood in it when the store failed
_TYPED = (".words", ".when", ".who", ".place", ".role")  # the fields of a question, by their keys
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


def current_store() -> Store:
    """The register of ``GUANLIAN_STORE``. Raises ``StoreError``."""
    return _store(os.environ.get("GUANLIAN_STORE") or DEFAULT_STORE, read_key())


@contextmanager
def opened_view() -> Iterator[tuple[WholeView, bytes]]:
    """A consistent view of the register of ``GUANLIAN_STORE``, and the key. Raises ``StoreError``."""
    with current_store().view() as view:
        yield view, read_key()


def current_speech() -> Speech:
    """The language of this session; the words that documents add are known once the law is read."""
    language = st.session_state.get("language") or "zh"
    try:
        vocabulary = _law().vocabulary
    except PolicyError:
        vocabulary = Vocabulary()
    return Speech(language, vocabulary, TEXTS)


def told_in_words(heading: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """A page with a heading that says in a sentence what is wrong, where something is."""

    def with_heading(page: Callable[[], None]) -> Callable[[], None]:
        @wraps(page)
        def drawn() -> None:
            speech = current_speech()
            st.title(speech(heading), anchor=False)
            place = st.empty()
            try:
                with place.container():
                    page()
            except Exception as error:  # nothing of an answer that broke off may be left standing
                place.empty()
                tell_failure(speech, error, page.__module__)

        return drawn

    return with_heading


def at_desk(heading: str) -> Callable[[Callable[[Desk], None]], Callable[[], None]]:
    """A page that is given a ``Desk``: one state of the register, and the law."""

    def with_desk(page: Callable[[Desk], None]) -> Callable[[], None]:
        @told_in_words(heading)
        @wraps(page)
        def at_it() -> None:
            statutes = law()
            with opened_view() as (view, key):
                page(Desk(view, statutes, key, current_speech()))

        return at_it

    return with_desk


def tell_failure(speech: Speech, error: Exception, where: str) -> None:
    """Say in a sentence what is wrong; a page never shows a traceback, the log has it."""
    if isinstance(error, RegisterMoved):
        st.warning(speech("register_moved"), icon=":material/sync:")
    elif isinstance(error, StoreError) and str(error).startswith("no register is loaded"):
        words = f"**{speech('no_register')}** {speech('no_register_next')}"
        st.info(words, icon=":material/database_upload:")
    elif isinstance(error, StoreError):
        st.error(speech("store_failed"), icon=":material/database_off:")
    elif isinstance(error, FormatError):
        st.error(speech("data_wrong", what=in_language(speech, str(error))), icon=":material/error:")
        return
    elif isinstance(error, PolicyError):
        st.error(speech("law_failed"), icon=":material/error:")
    else:
        _log.error("the page %s failed", where, exc_info=error)
        full = isinstance(error, OSError) and error.errno == errno.ENOSPC
        st.error(speech("disk_full" if full else "failed"), icon=":material/error:")
        return
    with st.expander(speech("detail")):
        st.code(str(error), language=None, wrap_lines=True)
    st.button(speech("try_again"), key=f"{where}.again", icon=":material/refresh:")
    for key, value in st.session_state.items():  # a field that is not drawn forgets what was typed
        if str(key).endswith(_TYPED) and not str(key).startswith(TYPED):
            st.session_state[f"{TYPED}{key}"] = value
