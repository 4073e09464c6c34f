"""Two documents measure by measure: where they differ, and what only one of them says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from graph.evidence import Speech
from graph.policy import Law, Measure
from graph.policy.comparison import Alone, Pair, compare
from views.asking import keep
from views.markup import fold, show, table, text


def comparison(speech: Speech, law: Law) -> tuple[str, str]:
    """The choice of two documents, and where they differ; the documents that are chosen."""
    ids = list(law.policies)
    left, right = st.columns(2)
    keep("policies.second", ids[-1])
    first = left.selectbox(speech("compare_first"), ids, format_func=lambda id_: speech.title(law.policies[id_]),
                           key="policies.first")  # fmt: skip
    second = right.selectbox(speech("compare_second"), ids, key="policies.second",
                             format_func=lambda id_: speech.title(law.policies[id_]))  # fmt: skip
    if first == second:
        st.info(speech("compare_same"), icon=":material/edit:")
        return first, second
    found = compare(law.policies[first], law.policies[second])
    pairs = [pair for pair in found.pairs if pair.differing]
    counts = speech(
        "compare_counts", pairs=len(found.pairs), differing=len(pairs), first=len(found.only_first),
        second=len(found.only_second),
    )  # fmt: skip
    show(
        speech, f"<p>{text(counts)}</p>", "".join(_pair(speech, pair) for pair in pairs),
        _alone(speech, "compare_only_first", found.only_first),
        _alone(speech, "compare_only_second", found.only_second),
    )  # fmt: skip
    return first, second


def _pair(speech: Speech, pair: Pair) -> str:
    head = f"{text(pair.first.clause)} ↔ {text(pair.second.clause)} {text(pair.first.title)}"
    fields = speech.listing([speech(f"field_{name}") for name in pair.differing])
    rows = [[f"<blockquote>{text(one.quote)}</blockquote>" for one in (pair.first, pair.second)]]
    heads = [f"{one.policy} {one.clause}" for one in (pair.first, pair.second)]
    for name in pair.differing:
        told = [speech.pair(speech(f"field_{name}"), _value(speech, one, name)) for one in (pair.first, pair.second)]
        rows.append([text(words) for words in told])
    return fold(f'{head} <span class="g-muted">{text(fields)}</span>', table(heads, rows))


def _value(speech: Speech, measure: Measure, name: str) -> str:
    """A field of a measure as people read it."""
    labels: Mapping[str, Callable[[str], str]] = {
        "roles": speech.role, "offices": speech.role, "effect": speech.effect, "scope": speech.scope,
        "area": speech.area, "requires": speech.requirement, "categories": speech.category,
        "applies_to": speech.category, "subject": speech.kind, "reaches": speech.kind,
    }  # fmt: skip
    label = labels.get(name, str)
    value = getattr(measure, name)
    if isinstance(value, bool):
        return speech("yes_is" if value else "no_is")
    if isinstance(value, frozenset | tuple | list | set):
        return speech.listing([label(str(one)) for one in sorted(value, key=str)]) or "–"
    return "–" if value is None else label(str(value))


def _alone(speech: Speech, key: str, some: tuple[Alone, ...]) -> str:
    body = "".join(
        f"<p>{text(one.measure.clause)} {text(one.measure.title)}</p><blockquote>{text(one.measure.quote)}</blockquote>"
        for one in some
    )
    return fold(text(speech(key, count=len(some))), body, kind="g-group") if some else ""
