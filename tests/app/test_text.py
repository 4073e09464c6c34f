"""Texts, colours and links of the front end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.evidence import Speech
from graph.evidence.words import MEANINGS, SENTENCES
from graph.model import Area
from graph.model.vocabulary import OUTCOMES
from graph.policy import Law
from views.markup import STYLE
from views.text import TEXTS

VIEWS = STYLE.parent


@pytest.mark.parametrize("texts", [TEXTS, MEANINGS, SENTENCES], ids=["texts", "meanings", "sentences"])
def test_every_text_stands_in_both_languages_with_the_same_places(texts: dict[str, object]) -> None:
    for key, label in texts.items():
        chinese, english = label.zh, label.en
        assert all((chinese, english)), key
        optional = {"verb", "organization"}  # Chinese has a verb where English has none
        places = [set(re.findall(r"{(\w+)}", words)) - optional for words in (chinese, english)]
        assert places[0] == places[1], key


def test_every_text_that_a_page_asks_for_is_there_and_none_is_left_over() -> None:
    evidence = VIEWS.parent / "graph" / "evidence"
    paths = {*VIEWS.glob("*.py"), *evidence.glob("*.py"), VIEWS.parent / "app.py"}
    code = "".join(path.read_text() for path in paths - {VIEWS / "text.py", evidence / "words.py"})
    asked = set(re.findall(r"speech\(\s*[\"']([a-z_]+)[\"']", code))
    assert asked <= set(TEXTS)
    families = (
        "canvas_", "change_", "data_", "duty_", "event_", "field_", "listed_", "looked_", "many_", "not_listed_",
        "odd_", "place_", "policies_", "screening_", "silent_", "table_", "verdict_", "whatif_",
    )  # fmt: skip
    told = {key for key in TEXTS if " " in key}  # reasons that the public functions give
    left = {key for key in TEXTS if not re.search(rf"[\"']{key}[\"']", code) and not key.startswith(families)} - told
    assert not left


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_choices_have_one_label(law: Law, language: str) -> None:
    # Streamlit tells options apart by their labels: of two that are equal it takes the last.
    speech = Speech(language, law.vocabulary)
    for labels in (
        [speech.role(role) for role in law.vocabulary.roles],
        [speech.category(category) for category in law.vocabulary.categories],
        [speech.area(area) for area in Area],
        [speech.title(policy) for policy in law.policies.values()],
    ):
        assert len(set(labels)) == len(labels)


def test_every_outcome_has_a_meaning_and_a_shape() -> None:
    style = STYLE.read_text()
    for outcome in OUTCOMES:
        assert outcome in MEANINGS
        assert f".g-icon.g-{outcome} " in style


def test_white_words_on_every_outcome_colour_meet_wcag_aa() -> None:
    colours = dict(re.findall(r"--g-([a-z-]+): (#[0-9a-f]{6});", STYLE.read_text()))
    for name in ("restricted", "review", "connected", "clear", "not-covered", "incomplete", "muted"):
        assert contrast(colours[name], "#ffffff") >= 4.5, name


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_no_page_is_longer_than_200_lines() -> None:
    for path in [*VIEWS.glob("*.py"), VIEWS.parent / "app.py"]:
        if path.name != "text.py":
            assert len(path.read_text().splitlines()) <= 200, path.name


def test_nothing_links_to_another_host() -> None:
    for path in Path(VIEWS).iterdir():
        if path.suffix in (".py", ".css", ".svg"):
            hosts = re.findall(r"https?://([\w.-]+)", path.read_text())
            assert set(hosts) <= {"www.w3.org"}, path.name
