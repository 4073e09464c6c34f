"""What exists: parties, roles, listings and the words for them. This room knows no other."""

from graph.model.facts import (
    Binding,
    Debts,
    Listing,
    Notice,
    Order,
    Party,
    Post,
    Retention,
    Suspension,
)
from graph.model.identifiers import (
    IdentifierKind,
    identifier_kind,
    is_masked,
    keyed_hash,
    mask,
    masks_agree,
    normalized,
    organization_code_of,
)
from graph.model.interval import ALWAYS, EARLIEST, LATEST, Interval, calendar, coalesce, day, iso, today, without
from graph.model.vocabulary import (
    ANY_ROLE,
    OFFICERS,
    Area,
    At,
    Certainty,
    Effect,
    Grade,
    Kind,
    Label,
    Outcome,
    Requirement,
    Scope,
    Trigger,
    Vocabulary,
)

__all__ = [
    "ALWAYS", "ANY_ROLE", "EARLIEST", "LATEST", "OFFICERS", "Area", "At", "Binding", "Certainty", "Debts",
    "Effect", "Grade", "IdentifierKind", "identifier_kind", "Interval", "Kind", "Label", "Listing", "Notice", "Order", "Outcome", "Party", "Post",
    "Requirement", "Retention", "Scope", "Suspension", "Trigger", "Vocabulary", "calendar", "coalesce", "day", "is_masked",
    "iso", "keyed_hash", "mask", "masks_agree", "normalized", "organization_code_of", "today", "without",
]  # fmt: skip
