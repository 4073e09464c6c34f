"""What would change an answer about an office, smallest changes first."""

from __future__ import annotations

from graph.evidence import Background, Speech, as_shown
from graph.exposure.explain import Change, Explanation
from graph.model import iso
from graph.stores import View
from views.markup import badge, show, table, text


def tell_explanation(speech: Speech, view: View, known: Background, found: Explanation) -> None:
    """The smallest sets of changes with the outcome that each gives, the days that matter, and what is lacking."""
    names = {id_: f"{one.name} {one.case_number}" for id_, one in known.listings.items()}
    ids = {part for changes, _ in found.sets for change in changes for part in change.of}
    names |= {id_: party.name for id_, party in view.parties(ids - names.keys()).items()}

    def sentence(change: Change) -> str:
        return speech.of(change._replace(of=tuple(names.get(part, part) for part in change.of)).sentence)

    told = [("；".join(map(sentence, changes)), outcome) for changes, outcome in found.sets]
    told += [(speech("explain_day", day=iso(day)), outcome) for day, outcome in found.days]
    rows = [[text(words), badge(speech, as_shown(outcome, appointing=True))] for words, outcome in told]
    heads = [speech("explain_change"), speech("explain_gives")]
    show(speech, table(heads, rows) if rows else f"<p>{text(speech('explain_nothing'))}</p>")
    if found.needs:
        words = speech.listing([speech.requirement(str(need)) for need in found.needs])
        show(speech, f'<p class="g-note g-info">{text(speech("explain_needs", words=words))}</p>')
    if found.cut:
        show(speech, f'<p class="g-muted">{text(speech("explain_cut"))}</p>')
