"""One language: texts, and the labels of the field's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.evidence.words import MEANINGS, SENTENCES, WORDS
from graph.model import SAME, SAME_SUBJECT, Label, Vocabulary, iso
from graph.model.vocabulary import AREAS, CERTAINTIES, EFFECTS, KINDS, OUTCOMES, REQUIREMENTS, SCOPES
from graph.policy import Policy

LANGUAGES: Mapping[str, str] = {"zh": "中文", "en": "English"}


@dataclass(frozen=True, slots=True)
class Speech:
    """Texts and labels in one language; the law's documents may add words of their own."""

    language: str
    vocabulary: Vocabulary
    texts: Mapping[str, Label] = field(default_factory=lambda: WORDS, repr=False, compare=False)

    @property
    def tag(self) -> str:
        """The language as HTML names it."""
        return "zh-CN" if self.language == "zh" else "en"

    def __call__(self, key: str, **values: object) -> str:
        """The text called ``key`` with its places filled."""
        return self.of(self.texts[key]).format(**values)

    def of(self, label: Label) -> str:
        """A label in this language."""
        return label.zh if self.language == "zh" else label.en

    def sentence(self, key: str, **values: object) -> str:
        """A part of a reason with its places filled."""
        return self.of(SENTENCES[key]).format(**values)

    def word(self, labels: Mapping[str, Label], word: str) -> str:
        """The label of a word of the field, or the word itself where it has none."""
        return self.of(labels[word]) if word in labels else word

    def told(self, reason: str) -> str:
        """A reason given by the public functions; one that is not known here is shown as it stands."""
        return self.word(self.texts, reason)

    def role(self, role: str) -> str:
        """The label of a role."""
        return self.of(SAME_SUBJECT) if role == SAME else self.word(self.vocabulary.roles, role)

    def category(self, category: str) -> str:
        """The label of a category of organizations."""
        return self.word(self.vocabulary.categories, category)

    def area(self, area: str) -> str:
        """The label of an area."""
        return self.word(AREAS, area)

    def effect(self, effect: str) -> str:
        """The label of an effect."""
        return self.word(EFFECTS, effect)

    def outcome(self, outcome: str) -> str:
        """The label of an outcome."""
        return self.word(OUTCOMES, outcome)

    def meaning(self, outcome: str) -> str:
        """What an outcome means."""
        return self.word(MEANINGS, outcome)

    def title(self, policy: Policy) -> str:
        """A document by its title and number; the Chinese title is the document's own."""
        own = f"《{policy.title}》{f'（{policy.number}）' if policy.number else ''}"
        return own if self.language == "zh" else f"{policy.title_en} {own}"

    def short_title(self, policy: Policy) -> str:
        """A document by its number, or by its title where it has none."""
        return policy.number or f"《{policy.title}》"

    def kind(self, kind: str | None) -> str:
        """The label of a kind of party; a dash where it is unknown."""
        return self.word(KINDS, kind) if kind else "–"

    def scope(self, scope: str) -> str:
        """The label of the way in which a measure reaches a party."""
        return self.word(SCOPES, scope)

    def certainty(self, certainty: str) -> str:
        """The label of a certainty."""
        return self.word(CERTAINTIES, certainty)

    def requirement(self, requirement: str) -> str:
        """The label of what a measure needs beside the listing."""
        return self.word(REQUIREMENTS, requirement)

    def pair(self, name: str, value: str) -> str:
        """A name and its value: 职务：董事, or Office: director."""
        return f"{name}：{value}" if self.language == "zh" else f"{name}: {value}"

    def aside(self, words: str, more: str) -> str:
        """Words with more in brackets."""
        return f"{words}（{more}）" if self.language == "zh" else f"{words} ({more})"

    def listing(self, parts: list[str]) -> str:
        """Several words in a row."""
        return ("、" if self.language == "zh" else ", ").join(parts)

    def since(self, day: int) -> str:
        """From which day; said in words where it is unknown."""
        when = iso(day)
        return self("since", day=when) if when else self("since_unknown")

    def days(self, since: int, until: int) -> str:
        """From when to when."""
        end = iso(until)
        return f"{self.since(since)} {self('until', day=end)}" if end else self.since(since)
