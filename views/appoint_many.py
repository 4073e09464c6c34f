"""任职核查, many at once: a table of appointees, each row with its answer, and a result to take home."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from graph.command.sheets import read_sheet
from graph.evidence import Speech, as_shown
from graph.exposure import NotResolved, Question, appoint, resolve
from graph.model import Kind, iso
from graph.model.progress import Progress
from graph.model.tables import FormatError
from graph.policy import Law
from graph.stores import Store, View, answer_from
from views.asking import date_field, number_of
from views.markup import show, text
from views.store import Desk, current_store
from views.tables import draw_table
from views.told_reasons import in_language
from views.work import begin, outcome_of, under_way

SLOT = "appointments"
_NEEDED = ("person", "role")
_COLUMNS = (*_NEEDED, "organization", "category")

Row = Mapping[str, str]


def many(desk: Desk) -> None:
    """A spreadsheet of appointees in, the same rows with outcome and clauses out."""
    speech = desk.speech
    show(speech, f'<p class="g-muted">{text(speech("many_why"))}</p>')
    with st.form(f"{SLOT}.form", border=False):
        columns = st.columns([6, 2, 1.6], vertical_alignment="bottom")
        file = columns[0].file_uploader(speech("many_file"), ["csv", "xlsx", "parquet"], key=f"{SLOT}.file")
        with columns[1]:
            day = number_of(date_field(desk.speech, key=f"{SLOT}.day"))
        sent = columns[2].form_submit_button(speech("run"), type="primary", width="stretch", disabled=under_way(SLOT))
    if sent and file is None:
        st.warning(speech("many_none"), icon=":material/edit:")
    if sent and file is not None:
        try:
            rows = _rows(file.name, file.getvalue())
        except FormatError as error:
            st.error(speech("portfolio_wrong", what=in_language(speech, str(error))), icon=":material/error:")
            return
        store, law, key = current_store(), desk.law, desk.key
        begin(SLOT, lambda progress: (day, answers(store, law, key, rows, day, speech, progress)))
    found: tuple[int, list[dict[str, str]]] | None = outcome_of(SLOT)
    if found is not None:
        draw_table(speech, found[1], SLOT, f"appointments-{iso(found[0])}")


def _rows(name: str, content: bytes) -> list[Row]:
    """The rows of an uploaded table. Raises ``FormatError``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        try:
            sheet, _ = read_sheet(path)
        except FormatError as error:
            raise FormatError(str(error).replace(f"{folder}/", "")) from None
    there = sheet.rows.column_names
    lacking = [column for column in _NEEDED if column not in there]
    if lacking or not {"organization", "category"} & set(there):
        has = ", ".join(there)
        raise FormatError(f"{name}: the columns are person, role, and organization or category; it has {has}")
    columns = [column for column in _COLUMNS if column in there]
    return [
        {column: (row[column] or "").strip() for column in columns} for row in sheet.rows.select(columns).to_pylist()
    ]


def answers(
    store: Store, law: Law, key: bytes, rows: Sequence[Row], day: int, speech: Speech, progress: Progress
) -> list[dict[str, str]]:
    """Each row with its outcome and the clauses behind it, or with what is wrong with it; from one state."""

    def ask(view: View) -> list[dict[str, str]]:
        found = []
        for number, row in enumerate(rows):
            progress(f"{number} / {len(rows)}", number, len(rows))
            try:
                told = _answer(view, law, key, row, day, speech)
            except (NotResolved, ValueError) as error:
                told = {speech("outcome"): "", speech("reason"): in_language(speech, str(error))}
            found.append({**{speech(f"many_{column}"): row.get(column, "") for column in _COLUMNS}, **told})
        return found

    return answer_from(store, ask)


def _answer(view: View, law: Law, key: bytes, row: Row, day: int, speech: Speech) -> dict[str, str]:
    if row["role"] not in law.vocabulary.roles:
        raise ValueError(speech("many_role_unknown", role=row["role"], roles=", ".join(law.vocabulary.roles)))
    categories = [word for word in row.get("category", "").split(";") if word]
    unknown = [word for word in categories if word not in law.vocabulary.categories]
    if unknown:
        raise ValueError(speech("many_category_unknown", category=unknown[0]))
    if not row.get("organization") and not categories:
        raise ValueError(speech("need_place"))
    person = resolve(view, row["person"], key)
    organization = resolve(view, row["organization"], key) if row.get("organization") else None
    if person.kind is not Kind.PERSON:
        raise ValueError(speech("not_person", name=person.name))
    if organization is not None and organization.kind is Kind.PERSON:
        raise ValueError(speech("not_organization", name=organization.name))
    found = appoint(view, person, row["role"], organization, categories, Question(law, day))
    clauses = dict.fromkeys(
        f"{speech.outcome(as_shown(finding.outcome, appointing=True))} {finding.measure.id} {finding.measure.title}"
        for finding in found.answer.findings
    )
    return {speech("outcome"): speech.outcome(found.outcome), speech("reason"): "；".join(clauses)}
