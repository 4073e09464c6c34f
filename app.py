"""The front end: ``streamlit run app.py``, or ``guanlian app``. Every page asks the public functions."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware
from streamlit.starlette import App

from graph.evidence import LANGUAGES, Speech
from graph.policy import PolicyError
from graph.stores import StoreError
from views import appoint, credit, data, network, policies, screening
from views.address import address_of, come_to, language_of_address, write_address
from views.asking import keep
from views.markup import ICON, STYLE, facts, show, text
from views.served import FirstPageElsewhere, opened_by
from views.store import current_speech, law, opened_view
from views.widget_words import speak

PAGES = {  # by their addresses: what draws each, and its sign; the first opens where none is named
    "credit": (credit.page, "account_balance"),
    "appointment": (appoint.page, "badge"),
    "network": (network.page, "hub"),
    "screening": (screening.page, "checklist"),
    "policies": (policies.page, "gavel"),
    "data": (data.page, "database"),
}


def main() -> None:
    """The frame around the pages: navigation, language, and which register is asked."""
    st.set_page_config(page_title="关联 Guanlian", page_icon=str(ICON), layout="wide")
    st.html(STYLE)
    language_of_address()
    speech = current_speech()
    pages = [
        st.Page(page, title=speech(slot), icon=f":material/{icon}:", url_path=slot, default=slot == "credit")
        for slot, (page, icon) in PAGES.items()
    ]
    chosen = st.navigation(pages, position="hidden")
    with st.sidebar:
        for slot, page in zip(PAGES, pages, strict=True):  # each leads back to what was asked there
            st.page_link(page, query_params=address_of(slot) or None)
        st.divider()
        keep("language", "zh")
        st.segmented_control(
            speech("language"), list(LANGUAGES), format_func=lambda code: LANGUAGES[code], key="language",
            on_change=_say_again,
        )  # fmt: skip
        _register(speech)
        speak(speech)
    slot = list(PAGES)[pages.index(chosen)]
    come_to(slot)
    chosen.run()
    write_address(slot)


def _say_again() -> None:
    """What is chosen is given once more: a field goes on showing the words in which it was chosen otherwise."""
    for key, value in st.session_state.items():
        some = value if isinstance(value, list) else [value]
        if all(isinstance(one, str | int | tuple) and not isinstance(one, bool) for one in some):
            st.session_state[key] = value


def _register(speech: Speech) -> None:
    """Which data is asked, in small print."""
    try:
        with opened_view() as (view, _):
            register = view.register()
        rows = {name: f"{register.rows.get(name, 0):,}" for name in ("parties", "roles", "listings")}
        rows |= {"policies": str(len(law().policies)), "digest": register.digest[:8]}
        if register.loads:
            rows["loaded_at"] = str(register.loads[-1].get("at", ""))[:16].replace("T", " ")
    except (StoreError, PolicyError):
        rows = {}  # the page says what is wrong
    pairs = [(speech(f"data_{name}"), text(value)) for name, value in rows.items()]
    show(speech, f'<div class="g-side">{facts(pairs)}<p>{text(speech("not_advice"))}</p></div>')


if __name__ == "__main__":  # Streamlit runs this file as a script, for every answer
    main()
else:  # and imports it once, as the server
    _BELOW = list(PAGES)[1:]
    app = App(__file__, routes=opened_by(_BELOW), middleware=[Middleware(FirstPageElsewhere, addresses=_BELOW)])
