"""``docs/schemas`` says of each answer which keys it has and what may stand there; no answer says otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from graph.command import main
from graph.simulate import demo_register
from graph.stores import open_store

SCHEMAS = Path(__file__).resolve().parents[2] / "docs" / "schemas"
WRITTEN = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(SCHEMAS.glob("*.json"))}
ANSWERS = [name for name in WRITTEN if name != "common"]
Asked = Callable[..., dict[str, Any]]


def validator(name: str) -> Draft202012Validator:
    known = Registry().with_resources(
        (f"{name}.json", Resource.from_contents(schema)) for name, schema in WRITTEN.items()
    )
    return Draft202012Validator(WRITTEN[name], registry=known, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("schemas") / "store"
    assert main(["load", str(demo_register()), "--store", str(folder)]) == 0
    return folder


@pytest.fixture
def asked(store: Path, capsys: pytest.CaptureFixture[str]) -> Asked:
    """What a command prints with ``--json``, whatever its exit status."""

    def asked(*words: str) -> dict[str, Any]:
        capsys.readouterr()
        main([*words, "--store", str(store), "--json"])
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return asked


@pytest.mark.parametrize("name", WRITTEN)
def test_each_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(WRITTEN[name])
    assert WRITTEN[name]["$id"] == f"{name}.json"


@pytest.mark.parametrize("day", ["2015-01-01", "2021-06-01", "2026-01-01"])
def test_every_answer_about_every_party_is_as_its_schema_says(asked: Asked, store: Path, day: str) -> None:
    with open_store(str(store)).view() as view:
        people = {id_: view.parties([id_])[id_].kind for id_ in view.ids}
    seen = set()
    for id_, kind in people.items():
        questions = [["check", id_], ["credit", id_], ["connections", id_], ["control", id_]]
        if kind == "person":
            questions.append(["appoint", id_, "--role", "director", "--category", "bank"])
        for words in questions:
            answer = asked(*words, "--as-of", day)
            validator(words[0]).validate(answer)
            seen |= {word for finding in answer.get("findings", ()) for word in (finding["scope"], finding["outcome"])}
    assert seen >= {"debtor", "officer", "organization", "restricted", "review"} or day != "2026-01-01"


def test_paths_signals_and_explanations_are_as_their_schemas_say(asked: Asked, store: Path) -> None:
    day = ("--as-of", "2026-01-01")
    around = ("--hops", "3", "--all", "--former", "--facts")
    with open_store(str(store)).view() as view:
        ids = list(view.ids)
        people = [id_ for id_, party in view.parties(ids).items() if party.kind == "person"]
    signalled = 0
    for id_ in ids:
        found = asked("signals", id_, *day)
        validator("signals").validate(found)
        signalled += len(found["signals"])
        validator("connections").validate(asked("connections", id_, *around, *day))
    assert signalled
    some = [
        asked("paths", "yunzhu-warehousing", other, *around, *day) for other in ids if other != "yunzhu-warehousing"
    ]
    for found in some:
        validator("paths").validate(found)
    assert any(found["paths"] for found in some)
    explained = [
        asked("appoint", id_, "--role", "director", "--organization", "heyun-water", "--explain", *day)
        for id_ in people
    ]
    for found in explained:
        validator("appoint").validate(found)
    assert any(found["explanation"]["sets"] for found in explained)


def test_candidates_and_errors_are_as_their_schemas_say(asked: Asked) -> None:
    some = asked("find", "公司")
    assert some["candidates"]
    validator("find").validate(some)
    error = asked("check", "无此人")
    assert error["error"]
    validator("error").validate(error)
    validator("error").validate(asked("check", "公司", "--as-of", "2024-02-30"))


@pytest.mark.parametrize("name", ANSWERS)
def test_a_key_that_is_missing_or_unknown_is_refused(name: str) -> None:
    required = WRITTEN[name]["required"]
    assert required
    assert not validator(name).is_valid({})
    assert not validator(name).is_valid({"unknown": 1})
