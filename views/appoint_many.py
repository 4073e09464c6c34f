"""任职核查, many at once: a table of appointees, each row with its answer, and a result to take home."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import streamlit as st

from graph.command.sheets import (
    EMPLOYER,
    ORGANIZATION_NAME,
    ORGANIZATION_NUMBER,
    PERSON_NAME,
    PERSON_NUMBER,
    cells_of,
    columns_of,
    read_sheet,
)
from graph.evidence import Speech, as_shown
from graph.exposure import NotResolved, Question, Sought, appoint, match, resolve
from graph.model import Grade, Kind, Label, Party, identifier_kind, iso, normalized
from graph.model.progress import Progress
from graph.model.sheets import hidden
from graph.model.tables import FormatError
from graph.policy import Law, Measure
from graph.stores import Store, View, answer_from
from views.asking import date_field, number_of
from views.markup import show, text
from views.store import Desk, current_store
from views.tables import draw_table
from views.told_reasons import in_language
from views.upload import uploaded
from views.who import identifier_of
from views.work import begin, outcome_of, under_way

SLOT = "appointments"
_COLUMNS = ("person", "role", "organization", "category")
_HEADINGS = {  # of tables as registrars keep them
    "person": ("person", *PERSON_NAME), "person_number": PERSON_NUMBER,
    "role": ("role", "职务", "拟任职务", "职位"),
    "organization": ("organization", *EMPLOYER, "单位", *ORGANIZATION_NAME), "organization_number": ORGANIZATION_NUMBER,
    "category": ("category", "单位类别", "类别"),
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
    with uploaded([(name, content)]) as [path]:
        sheet, _ = read_sheet(path)
    columns = {what: columns_of(sheet.rows, headings) for what, headings in _HEADINGS.items()}
    person, place = (
        columns["person"] + columns["person_number"],
        columns["organization"] + columns["organization_number"],
    )
    if not person or not columns["role"] or not (place or columns["category"]):
        has = ", ".join(sheet.rows.column_names)
        raise FormatError(f"{name}: the columns are person, role, and organization or category; it has {has}")
    cells = {what: cells_of(sheet.rows, some) for what, some in columns.items()}
    return [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]


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
            given = {speech(f"many_{column}"): _given(row, column) for column in _COLUMNS}
            found.append({**given, speech("many_meant"): "", **told})
        return found

    return answer_from(store, ask)


def _given(row: Row, column: str) -> str:
    """What the table says, ID numbers masked."""
    words = [row[name] for name in (column, f"{column}_number") if row.get(name)]
    return hidden(" ".join(words)) or ""


def _meant(view: View, row: Row, what: str, day: int, key: bytes, speech: Speech) -> Party:
    """Whom the row names as its ``what``. A number decides; a name alone tells no person."""
    word, number = row[what], row[f"{what}_number"]
    if not (word and number):
        party = resolve(view, word or number, key)
        if party.kind is Kind.PERSON and word not in ("", party.id) and identifier_kind(normalized(word)) is None:
            raise ValueError(speech("many_name_alone", name=word, who=f"{party.id} {identifier_of(party)}".strip()))
        return party
    [found] = match(view, [Sought(word, number, day)], key)
    if found.party is None or found.grade is Grade.D:
        raise ValueError(speech("many_nobody_meant", name=word))
    return view.parties([found.party])[found.party]


def _document(speech: Speech, law: Law, measure: Measure) -> str:
    return speech.short_title(law.policies[measure.policy])


def _answer(view: View, law: Law, key: bytes, row: Row, day: int, speech: Speech) -> dict[str, str]:
    role = _word(law.vocabulary.roles, row["role"])
    if role not in law.vocabulary.roles:
        roles = speech.listing([speech.role(one) for one in law.vocabulary.roles])
        raise ValueError(speech("many_role_unknown", role=row["role"], roles=roles))
    given = re.split("[;；、]", row["category"])
    categories = [_word(law.vocabulary.categories, word.strip()) for word in given if word.strip()]
    unknown = [word for word in categories if word not in law.vocabulary.categories]
    if unknown:
        raise ValueError(speech("many_category_unknown", category=unknown[0]))
    if not row["person"] and not row["person_number"]:
        raise ValueError(speech("need_person"))
    placed = row["organization"] or row["organization_number"]
    if not placed and not categories:
        raise ValueError(speech("need_place"))
    person = _meant(view, row, "person", day, key, speech)
    organization = _meant(view, row, "organization", day, key, speech) if placed else None
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
    return {
        speech("many_meant"): f"{person.name} {identifier_of(person)}".strip(),
        speech("outcome"): speech.outcome(found.outcome),
        speech("reason"): "；".join(clauses),
    }
