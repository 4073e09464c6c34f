"""The front end: ``streamlit run app.py``, or ``guanlian app``. Every page asks the public functions."""

from __future__ import annotations

import streamlit as st

from graph.policy import PolicyError
from graph.stores import StoreError
from views import appoint, credit, network, policies
from views.coverage import counts
from views.markup import ICON, STYLE, show, text
from views.speech import LANGUAGES, Speech
from views.store import current_speech, law, opened_view


def main() -> None:
    """The frame around the pages: navigation, language, and which register is asked."""
    st.set_page_config(page_title="关联 Guanlian", page_icon=str(ICON), layout="wide")
    st.html(STYLE)
    speech = current_speech()
    pages = [
        st.Page(credit.page, title=speech("credit"), icon=":material/account_balance:", default=True),
        st.Page(appoint.page, title=speech("appointment"), icon=":material/badge:", url_path="appointment"),
        st.Page(network.page, title=speech("network"), icon=":material/hub:", url_path="network"),
        st.Page(policies.page, title=speech("policies"), icon=":material/gavel:", url_path="policies"),
    ]
    chosen = st.navigation(pages)
    with st.sidebar:
        st.segmented_control(
            speech("language"), list(LANGUAGES), default="zh", format_func=lambda code: LANGUAGES[code], key="language"
        )
        _register(speech)
    chosen.run()


def _register(speech: Speech) -> None:
    """Which data is asked, in small print."""
    lines = [speech("not_advice")]
    try:
        with opened_view() as (view, _):
            register = view.register()
        lines = [
            counts(speech, register),
            speech("data_digest", digest=register.digest[:8]),
            speech("data_policies", count=len(law().policies)),
            *lines,
        ]
    except (StoreError, PolicyError):
        pass  # the page says what is wrong
    show(speech, '<div class="g-side">', *(f"<p>{text(line)}</p>" for line in lines), "</div>")


main()
