"""The changes that ``whatif`` supposes, from the words of the command line."""

from __future__ import annotations

import argparse
import re
from decimal import Decimal

from graph import exposure
from graph.exposure import NotResolved
from graph.policy import Law
from graph.stores import Changes, Transfer, View


def changes_of(view: View, arguments: argparse.Namespace, law: Law, number: int, key: bytes) -> Changes:
    """The changes that the options of ``whatif`` suppose. Raises ``ValueError`` and ``NotResolved``."""
    for id_ in arguments.release:
        if not view.records([f"i:{id_}"]):
            raise NotResolved(f"--release: the register holds no listing '{id_}'", [])
    return Changes(
        number,
        listed=tuple(exposure.resolve(view, text, key).id for text in arguments.list),
        released=tuple(arguments.release),
        started=tuple(_role(view, text, law, key, "--start") for text in arguments.start),
        ended=tuple(_held(view, _role(view, text, law, key, "--end"), number) for text in arguments.end),
        transferred=tuple(_transfer(view, text, key) for text in arguments.transfer),
    )


def _role(view: View, text: str, law: Law, key: bytes, option: str) -> tuple[str, str, str]:
    # Ids may hold colons: the role is the word between two of them.
    roles = "|".join(map(re.escape, law.vocabulary.roles))
    parts = re.fullmatch(rf"(.+):({roles}):(.+)", text)
    if parts is None:
        raise ValueError(f"{option}: '{text}' is not HOLDER:ROLE:ORG with a role of {', '.join(law.vocabulary.roles)}")
    holder, organization = (exposure.resolve(view, part, key) for part in (parts[1], parts[3]))
    if organization.kind == "person":
        raise ValueError(f"{option}: '{organization.id}' is a person; a role is held in an organization")
    return holder.id, parts[2], organization.id


def _held(view: View, role: tuple[str, str, str], number: int) -> tuple[str, str, str]:
    holder, word, organization = role
    if not any(
        post.organization == organization and post.role == word and post.held.holds_on(number)
        for post in view.posts(holder)
    ):
        raise ValueError(f"--end: {holder} does not hold {word} in {organization} on that day")
    return role


_SHARE = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(%?)")


def _transfer(view: View, text: str, key: bytes) -> Transfer:
    owner, place, share, taker = _parted(view, text)
    holder, organization = (exposure.resolve(view, part, key) for part in (owner, place))
    if organization.kind == "person":
        raise ValueError(f"--transfer: '{organization.id}' is a person; shares are held in an organization")
    to = exposure.resolve(view, taker, key).id if taker else None
    return Transfer(holder.id, organization.id, _units(share), to)


def _units(text: str) -> int:
    number, percent = text.rstrip("%"), text.endswith("%")
    share = Decimal(number) / (100 if percent else 1)
    if not 0 < share <= 1 or share * 10**10 % 1:
        raise ValueError(f"--transfer: '{text}' is no share; it lies above 0 and up to 1, to ten places")
    return int(share * 10**10)


def _parted(view: View, text: str) -> tuple[str, str, str, str]:
    """HOLDER, ORG, SHARE and TO. Ids may hold colons: of several ways to part them that of known ids is meant."""
    words = text.split(":")
    ways = [
        (":".join(words[:end]), ":".join(words[end:at]), words[at], ":".join(words[at + 1 :]))
        for at in range(2, len(words))
        if _SHARE.fullmatch(words[at])
        for end in range(1, at)
    ]
    if not ways:
        raise ValueError(f"--transfer: '{text}' is not HOLDER:ORG:SHARE[:TO] with a share such as 0.3 or 30%")
    if len(ways) > 1:
        known = {"", *view.parties({part for way in ways for part in (way[0], way[1], way[3])})}
        ways = [way for way in ways if {way[0], way[1], way[3]} <= known]
    if len(ways) != 1:
        raise ValueError(f"--transfer: it cannot be told in '{text}' where one id ends and the next begins")
    return ways[0]
