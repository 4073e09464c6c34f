"""任职核查, many at once: a table of appointees, each row with its answer, and a result to take home."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from graph.command.sheets import read_sheet
from graph.evidence import Speech, as_shown
from graph.exposure import NotResolved, Question, appoint, resolve
from graph.model import Kind, Label, iso
from graph.model.progress import Progress
from graph.model.tables import FormatError
from graph.policy import Law, Measure
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
_HEADINGS = {  # of tables as registrars keep them
    "person": ("姓名", "拟任人员", "人员", "身份证号", "身份证号码"), "role": ("职务", "拟任职务", "职位"),
    "organization": ("单位", "任职单位", "企业名称", "单位名称", "统一社会信用代码"), "category": ("单位类别", "类别"),
}  # fmt: skip

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
    heads = {heading: _meant(heading) for heading in sheet.rows.column_names}
    there = list(heads.values())
    lacking = [column for column in _NEEDED if column not in there]
    if lacking or not {"organization", "category"} & set(there):
        has = ", ".join(heads)
        raise FormatError(f"{name}: the columns are person, role, and organization or category; it has {has}")
    if len({*there}) < len(there):
        twice = next(column for column in there if there.count(column) > 1)
        raise FormatError(f"{name} has the column '{twice}' twice; keep one of the two")
    columns = [heading for heading, column in heads.items() if column in _COLUMNS]
    rows = sheet.rows.select(columns).to_pylist()
    return [{heads[heading]: (row[heading] or "").strip() for heading in columns} for row in rows]


def _meant(heading: str) -> str:
    """The column that a heading names, in either language."""
    plain = heading.strip()
    return next((column for column, words in _HEADINGS.items() if plain in words), plain)


def _word(labels: Mapping[str, Label], given: str) -> str:
    """The word of a role or a category; its label in either language stands for it."""
    return next((word for word, label in labels.items() if given in (label.zh, label.en)), given)


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


def _document(speech: Speech, law: Law, measure: Measure) -> str:
    return speech.short_title(law.policies[measure.policy])


def _answer(view: View, law: Law, key: bytes, row: Row, day: int, speech: Speech) -> dict[str, str]:
    role = _word(law.vocabulary.roles, row["role"])
    if role not in law.vocabulary.roles:
        roles = speech.listing([speech.role(one) for one in law.vocabulary.roles])
        raise ValueError(speech("many_role_unknown", role=row["role"], roles=roles))
    given = re.split("[;；、]", row.get("category", ""))
    categories = [_word(law.vocabulary.categories, word.strip()) for word in given if word.strip()]
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
    found = appoint(view, person, role, organization, categories, Question(law, day))
    clauses = dict.fromkeys(
        f"{speech.outcome(as_shown(finding.outcome, appointing=True))} {_document(speech, law, finding.measure)} "
        f"{finding.measure.clause} {finding.measure.title}"
        for finding in found.answer.findings
    )
    return {speech("outcome"): speech.outcome(found.outcome), speech("reason"): "；".join(clauses)}
