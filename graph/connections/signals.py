"""What an investigator would look at around a listing. Each signal is a hint with its evidence, never a restriction.

The register knows the day of a listing, not that of the filing before it: changes are told within a window of days
on both sides of it, which the answer states.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from graph.connections.paths import post_json
from graph.connections.sentences import post_sentence
from graph.model import Binding, Certainty, Kind, Label, Listing, Party, Post, iso
from graph.stores.interface import View


class SignalKind(StrEnum):
    """What a signal tells, in the order in which signals are told."""

    FORMER_REPRESENTATIVE = "former_representative"
    REPRESENTATIVE_REPLACED = "representative_replaced"
    SHARES_MOVED = "shares_moved"
    REPRESENTATIVE_AND_SHARES_LEFT = "representative_and_shares_left"
    REPLACED_IN_SEVERAL = "replaced_in_several"
    BUSINESS_CARRIED_ON = "business_carried_on"
    CIRCULAR_HOLDINGS = "circular_holdings"


SIGNALS: Mapping[SignalKind, Label] = {
    SignalKind.FORMER_REPRESENTATIVE: Label(
        "曾任失信被执行人的法定代表人或主要负责人", "once represented or led the debtor"
    ),
    SignalKind.REPRESENTATIVE_REPLACED: Label(
        "列入名单前后更换法定代表人或主要负责人", "the representative or principal was replaced around the listing"
    ),
    SignalKind.SHARES_MOVED: Label("列入名单前后股权变动", "shares moved around the listing"),
    SignalKind.REPRESENTATIVE_AND_SHARES_LEFT: Label(
        "列入名单后既卸任又退出股权", "gave up both the post and the shares after the listing"
    ),
    SignalKind.REPLACED_IN_SEVERAL: Label(
        "在多家失信企业中被更换", "the same person was replaced in several listed companies"
    ),
    SignalKind.BUSINESS_CARRIED_ON: Label(
        "同一批人员在另一企业任职或持股", "the same people run or own another company since about the listing"
    ),
    SignalKind.CIRCULAR_HOLDINGS: Label("循环持股", "shares are held in a circle"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Window:
    """The days before and after a listing within which a change is a signal."""

    before: int = 365
    after: int = 365

    def __post_init__(self) -> None:
        if min(self.before, self.after) < 0:
            raise ValueError("the days before and after a listing are 0 or more")

    def holds(self, number: int, listing: Listing) -> bool:
        """Does this day lie within the window around the listing?"""
        return listing.listed_on - self.before <= number <= listing.listed_on + self.after


class Signal(NamedTuple):
    """One signal: about whom, around which listing (None: around none), on which day, resting on which roles.

    ``rule`` is the case of the rule on replaced legal representatives (法发〔2019〕35号 art. 17; see
    ``national`` in ``policies/``) that tells what the former post means in law, where there is one.
    """

    kind: SignalKind
    parties: tuple[str, ...]
    evidence: tuple[Post, ...]
    binding: Binding | None = None
    on: int | None = None
    rule: str | None = None

    @property
    def debtor(self) -> str | None:
        """Whose listing it is."""
        return self.binding and self.binding.party

    @property
    def listing(self) -> Listing | None:
        """The listing around which it was found."""
        return self.binding and self.binding.listing

    @property
    def certainty(self) -> Certainty:
        """How sure it is that the listing names the debtor."""
        return self.binding.certainty if self.binding else Certainty.RECORDED

    @property
    def order(self) -> tuple[Any, ...]:
        """By kind, debtor, listing, day, how many parties, which."""
        listing = self.listing.id if self.listing else ""
        return [*SignalKind].index(self.kind), self.debtor or "", listing, self.on or 0, len(self.parties), self.parties


RULES: Mapping[str, Label] = {
    "held_at_listing": Label(
        "列入名单时在任、其后卸任：是否解除须由法院确认",
        "in post on the day of listing and replaced later: the court's word decides",
    ),
    "left_before_listing": Label(
        "列入名单前已卸任：规则不适用，仅供参考", "had left before the listing: the rule does not apply; a hint only"
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals about one party on a day, with everybody who is named in them."""

    party: Party
    day: int
    window: Window
    signals: Sequence[Signal]
    parties: Mapping[str, Party]
    cut: bool
    snapshot: str

    def as_json(self) -> dict[str, Any]:
        """The signals with their evidence, its source, and a sentence on each."""
        return {
            "party": {"id": self.party.id, "kind": self.party.kind and str(self.party.kind), "name": self.party.name},
            "as_of": iso(self.day),
            "window": {"counted_from": "listed_on", "days_before": self.window.before, "days_after": self.window.after},
            "signals": [self._signal(signal) for signal in self.signals],
            "incomplete": self.cut,
            "sources": {"snapshot": self.snapshot},
        }

    def sentence(self, signal: Signal) -> Label:
        """What the signal tells, and what it rests on."""
        said = [post_sentence(post, self.parties, self.day) for post in signal.evidence]
        zh, en = (list(dict.fromkeys(getattr(one, language) for one in said)) for language in ("zh", "en"))
        head, law = SIGNALS[signal.kind], RULES.get(signal.rule or "")
        heads = Label(head.zh + (f"（{law.zh}）" if law else ""), head.en + (f" ({law.en})" if law else ""))
        return Label(f"{heads.zh}：{'；'.join(zh)}。", f"{heads.en}: {'; '.join(en)}.")

    def _signal(self, signal: Signal) -> dict[str, Any]:
        listing, said = signal.listing, self.sentence(signal)
        return {
            "signal": str(signal.kind), "parties": list(signal.parties), "debtor": signal.debtor,
            "listing": listing and listing.id, "listed_on": listing and iso(listing.listed_on),
            "on": None if signal.on is None else iso(signal.on),
            "days_from_listing": None if signal.on is None or listing is None else signal.on - listing.listed_on,
            "rule": signal.rule, "certainty": str(signal.certainty), "restriction": False,
            "evidence": [post_json(post, self.day) for post in signal.evidence],
            "sentence": {"zh": said.zh, "en": said.en},
        }  # fmt: skip


def signals(view: View, party: Party, day: int, window: Window | None = None) -> Signals:
    """What around ``party`` would an investigator look at on ``day``?

    Listings in force on the day count, and changes up to it. A signal is told where the party is the debtor or one
    of those whom it is about.
    """
    from graph.connections.circles import circles
    from graph.connections.listed import Around

    window = window or Window()
    around = Around(view, day, window)
    debtors = around.debtors_near(party)
    found = [signal for debtor in debtors for signal in around.signals(debtor)]
    people = {party.id} if party.kind is Kind.PERSON else set()
    people |= {signal.parties[0] for signal in found if signal.kind is SignalKind.REPRESENTATIVE_REPLACED}
    found += [signal for person in sorted(people) for signal in around.replaced_in_several(person)]
    cut = around.cut
    if party.kind is Kind.ORGANIZATION:
        rounds, more = circles(view, party.id, day)
        found += [Signal(SignalKind.CIRCULAR_HOLDINGS, _along(posts), posts) for posts in rounds]
        cut |= more
    kept = sorted(
        {signal for signal in found if party.id in (signal.debtor, *signal.parties)}, key=lambda signal: signal.order
    )
    named = {id_ for signal in kept for post in signal.evidence for id_ in (post.holder, post.organization)}
    return Signals(party, day, window, kept, view.parties(sorted(named)), cut, view.register().digest)


def _along(posts: Iterable[Post]) -> tuple[str, ...]:
    return tuple(post.holder for post in posts)
