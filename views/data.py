"""数据: what is loaded, from where and how fresh; and a file to load, with a dry run first."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b

import streamlit as st

from graph.command.loading import reject_groups, reject_rows
from graph.evidence import Speech
from graph.model.progress import Progress
from graph.model.tables import Context
from graph.stores import Register, Store, read_key
from graph.stores.interface import NothingLoaded
from loaders import Loaded, load_sources
from views.decisions import decisions
from views.markup import facts, fold, show, table, text
from views.store import current_speech, current_store, law, opened_view, told_in_words
from views.told_reasons import in_language
from views.upload import uploaded
from views.work import begin, outcome_of, under_way

SLOT = "data"
_LOADS_SHOWN = 10
_REASONS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Carried:
    """What a load of some files did, or would do."""

    files: str  # stands for their names and content
    dry: bool
    report: Loaded


@told_in_words("data")
def page() -> None:
    """The page of whoever keeps the register; here there may be none yet."""
    speech = current_speech()
    register: Register | None = None
    with suppress(NothingLoaded), opened_view() as (view, _):
        register = view.register()
    left, right = st.columns(2, gap="large")
    with left:
        _loaded(speech, register)
    with right:
        show(speech, f"<h2>{text(speech('data_load'))}</h2>", f'<p class="g-muted">{text(speech("data_load_why"))}</p>')
        _load(speech)
    if register is not None:
        decisions(speech, register)


def _loaded(speech: Speech, register: Register | None) -> None:
    """Row counts, digest, the last loads, and the law."""
    if register is None:
        st.info(speech("no_register"), icon=":material/database_upload:")
    else:
        rows = [(speech(f"table_{name}"), f"{count:,}") for name, count in register.rows.items()]
        show(
            speech, f"<h2>{text(speech('data_loaded'))}</h2>",
            facts([*rows, (speech("data_digest"), f"<code>{text(register.digest)}</code>")]),
            f"<h2>{text(speech('data_loads'))}</h2>", _loads(speech, register),
        )  # fmt: skip
    documents = [
        [text(speech.short_title(policy)), str(len(policy.measures)), f"<code>{text(policy.digest[:8])}</code>"]
        for policy in law().policies.values()
    ]
    heads = [speech(key) for key in ("policy", "measures", "data_digest")]
    show(speech, f"<h2>{text(speech('policies'))}</h2>", table(heads, documents))


def _loads(speech: Speech, register: Register) -> str:
    heads = [speech(key) for key in ("data_at", "data_files", "data_taken")]
    rows = []
    for load in reversed(register.loads[-_LOADS_SHOWN:]):
        files, taken = load.get("files"), load.get("taken")
        names = speech.listing([str(file) for file in files]) if isinstance(files, list) else ""
        counted = {name: count for name, count in taken.items() if count} if isinstance(taken, dict) else {}
        told = [f"{speech(f'table_{name}')} {count:,}" for name, count in counted.items()]
        rows.append(
            [
                text(str(load.get("at", load.get("id", "")))[:16].replace("T", " ")),
                text(names),
                text(speech.listing(told)),
            ]
        )
    return table(heads, rows)


def _load(speech: Speech) -> None:
    """Files to try, then to load; what a load did, and what would become of each row."""
    uploaded = st.file_uploader(speech("data_file"), accept_multiple_files=True, key=f"{SLOT}.files")
    files = [(one.name, one.getvalue()) for one in uploaded]
    mark = blake2b(repr(files).encode(), digest_size=8).hexdigest() if files else ""
    carried: Carried | None = outcome_of(SLOT)
    tried = carried is not None and carried.dry and carried.files == mark
    columns = st.columns(2)
    for column, dry in zip(columns, (True, False), strict=True):
        pressed = column.button(
            speech("data_try" if dry else "data_take"), key=f"{SLOT}.{'try' if dry else 'take'}", width="stretch",
            type="secondary" if dry else "primary", disabled=not files or under_way(SLOT) or (not dry and not tried),
        )  # fmt: skip
        if pressed:
            context = Context(law().vocabulary, read_key(), law().measure_names.__contains__)
            begin(SLOT, partial(_carried, current_store(), context, files, mark, dry))
    if carried is not None:
        _tell(speech, carried)


def _carried(
    store: Store, context: Context, files: Sequence[tuple[str, bytes]], mark: str, dry: bool, progress: Progress
) -> Carried:
    """The same public function as ``guanlian load``, with or without ``--dry-run``."""
    with uploaded(files) as places:
        return Carried(mark, dry, load_sources(places, store, context, dry_run=dry, progress=progress))


def _tell(speech: Speech, carried: Carried) -> None:
    report = carried.report
    (st.info if carried.dry else st.success)(speech("data_tried" if carried.dry else "data_done"))
    heads = [speech(key) for key in ("data_table", "data_read", "data_taken", "data_rejected")]
    rows = [
        [text(speech(f"table_{name}")), f"{read:,}", f"{report.taken.get(name, 0):,}", f"{report.rejected_of(name):,}"]
        for name, read in report.read.items()
    ]
    show(speech, table(heads, rows))
    for file in report.files:
        columns = [
            (heading, text(in_language(speech, meaning) if meaning else speech("data_not_read")))
            for heading, meaning in file.columns.items()
        ]
        head = speech(
            "data_file_is",
            file=file.file,
            source=in_language(speech, file.source),
            rows=file.rows,
            rejected=file.rejected,
        )
        show(speech, fold(text(head), facts(columns)))
    for warning in report.warnings[:_REASONS_SHOWN]:
        show(speech, f'<p class="g-note">{text(in_language(speech, warning))}</p>')
    if report.rejected:
        heads = [speech(key) for key in ("data_table", "data_column", "reason", "data_rows_of", "data_first")]
        wrong = [
            [text(speech(f"table_{part['table']}")), text(part["column"] or ""),
             text(in_language(speech, part["reason"])), f"{part['count']:,}",
             text(f"{part['file']}: " + ", ".join(map(str, part["rows"])))]
            for part in reject_groups(report)[:_REASONS_SHOWN]
        ]  # fmt: skip
        show(speech, f"<h2>{text(speech('data_rejects', count=report.rejected))}</h2>", table(heads, wrong))
        st.download_button(
            speech("download"), partial(_rejects_csv, report), "rejects.csv", "text/csv", key=f"{SLOT}.rejects",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip


def _rejects_csv(report: Loaded) -> bytes:
    """The rejected rows as the command writes them."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("table", "row", "column", "value", "reason", "file"))
    writer.writerows(reject_rows(report.rejects))
    return out.getvalue().encode("utf-8-sig")
