"""The cases: each a record, the parties that could be meant by it, and the truth.

``same`` names the party that the record is about, None where it is none of them. ``provable``: do the identifiers
suffice to know it? A record that is about the party and cannot be proven to be so is counted apart: whoever binds it
by the name alone will bind namesakes too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.identity import fiction
from graph.model import organization_code_of

DAY = "2023-06-01"
Row = dict[str, str]


@dataclass
class Case:
    """One record with its parties and roles, of one kind of difficulty."""

    id: str
    kind: str
    record: Row
    parties: list[Row]
    same: str | None
    provable: bool
    roles: list[Row] = field(default_factory=list)
    held_out: bool = False


Made = tuple[Row, list[Row], int | None, bool] | tuple[Row, list[Row], int | None, bool, list[Row]]
Maker = Callable[[Random], Made]
MAKERS: dict[str, Maker] = {}


def kind(name: str) -> Callable[[Maker], Maker]:
    def keep(maker: Maker) -> Maker:
        MAKERS[name] = maker
        return maker

    return keep


def cases(seed: int, each: int) -> Iterator[Case]:
    """``each`` cases of every kind; a third is held out."""
    for name, maker in MAKERS.items():
        random = Random(f"{seed} {name}")
        for number in range(each):
            record, parties, same, provable, *roles = maker(random)
            id_ = f"{name.replace(' ', '-')}-{number}"
            for place, party in enumerate(parties):
                party["id"] = f"{id_}-{place}"
            links = [
                {**role, **{end: f"{id_}-{role[end]}" for end in ("holder", "organization")}}
                for role in (roles[0] if roles else [])
            ]
            meant = None if same is None else f"{id_}-{same}"
            held_out = random.random() < 1 / 3
            yield Case(id_, name, {"day": DAY, **record}, parties, meant, provable, links, held_out)


def person(name: str, number: str = "", **more: str) -> Row:
    return {"kind": "person", "name": name, "id_number": number, **more}


def company(name: str, code: str = "", **more: str) -> Row:
    return {"kind": "organization", "name": name, "uscc": code, **more}


def asked(name: str, number: str = "", **more: str) -> Row:
    return {"name": name, "identifier": number, **more}


def mistyped(random: Random, name: str) -> str:
    """One character wrong, missing, or two changed about."""
    at = random.randrange(1, len(name))
    wrong = name[:at] + random.choice(fiction.GIVEN) + name[at + 1 :]
    missing = name[:at] + name[at + 1 :]
    turned = name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]
    return random.choice((wrong, missing, turned))


# -- identifiers ----------------------------------------------------------------------------------------------


@kind("full numbers")
def _(random: Random) -> Made:
    name, number = fiction.person_name(random), fiction.id_number(random)
    namesake = person(name, fiction.id_number(random))
    if random.random() < 0.35:
        return asked(name, fiction.id_number(random)), [person(name, number), namesake], None, True
    return asked(name, random.choice((number, number.lower()))), [person(name, number), namesake], 0, True


@kind("masked numbers")
def _(random: Random) -> Made:
    name, number = fiction.person_name(random), fiction.id_number(random)
    shown = fiction.published(number, random)
    party = person(name, random.choice((number, number, fiction.published(number, random))))
    born = f"{random.randint(1, 12):02d}{random.randint(1, 28):02d}"
    sequence = f"{(int(number[14:17]) + random.randint(1, 99)) % 1000:03d}"
    neighbour = fiction.with_check(number[:10] + born + sequence)  # of the same county and year
    other = random.choice(
        (neighbour, fiction.id_number(random, region=number[:6]), fiction.id_number(random, year=int(number[6:10])))
    )
    if random.random() < 0.35:
        return asked(name, fiction.published(other, random)), [party], None, True
    return asked(name, shown), [party, person(name, other)], 0, True


@kind("old numbers of fifteen digits")
def _(random: Random) -> Made:
    name, number = fiction.person_name(random), fiction.id_number(random, year=random.randint(1945, 1999))
    other = fiction.id_number(random, region=number[:6], year=random.randint(1945, 1999))
    old = other if random.random() < 0.3 else number
    return asked(name, old[:6] + old[8:17]), [person(name, number)], 0 if old == number else None, True


@kind("credit codes")
def _(random: Random) -> Made:
    name, code = fiction.company_name(random), fiction.uscc(random)
    if random.random() < 0.3:
        return asked(name, fiction.uscc(random)), [company(name, code)], None, True
    return asked(name, code), [company(name, code), company(name, fiction.uscc(random))], 0, True


@kind("organization codes")
def _(random: Random) -> Made:
    name, code = fiction.company_name(random), fiction.uscc(random)
    inside = organization_code_of(code)
    if random.random() < 0.3:
        return asked(name, fiction.organization_code(random)), [company(name, code)], None, True
    printed = random.choice((inside, f"{inside[:8]}-{inside[8]}"))
    party = random.choice((company(name, code), company(name, organization_code=inside)))
    return asked(name, printed), [party], 0, True


@kind("registration numbers")
def _(random: Random) -> Made:
    name, number = fiction.company_name(random), fiction.registration_number(random)
    if random.random() < 0.3:
        return asked(name, fiction.registration_number(random)), [company(name, registration_number=number)], None, True
    return asked(name, number), [company(name, registration_number=number)], 0, True


# -- names ----------------------------------------------------------------------------------------------------


@kind("namesakes")
def _(random: Random) -> Made:
    name = fiction.person_name(random)
    party = person(name, random.choice(("", fiction.id_number(random))))
    # Of two who bear a name one may be meant; the name cannot tell.
    return asked(name), [party, person(name)], random.choice((0, None, None)), False


@kind("traditional characters")
def _(random: Random) -> Made:
    name, number = _with_traditional(random, fiction.person_name), fiction.id_number(random)
    written = traditional(name)
    if random.random() < 0.3:
        return asked(written, fiction.published(fiction.id_number(random), random)), [person(name, number)], None, True
    return asked(written, fiction.published(number, random)), [person(name, number)], 0, True


@kind("minority names")
def _(random: Random) -> Made:
    parts, number = random.choices(fiction.MINORITY, k=2), fiction.id_number(random)
    name, written = "·".join(parts), random.choice(("•", "・", "．", "‧", " · ", "", ".")).join(parts)
    if random.random() < 0.3:
        other = fiction.published(fiction.id_number(random), random)
        return asked(random.choice((written, "·".join(reversed(parts)))), other), [person(name, number)], None, True
    return asked(written, fiction.published(number, random)), [person(name, number)], 0, True


@kind("compound surnames")
def _(random: Random) -> Made:
    surname, given = random.choice(fiction.COMPOUND), random.choice(fiction.GIVEN)
    name, number = surname + given, fiction.id_number(random)
    if random.random() < 0.3:  # 欧阳强 is not 欧强, nor 欧阳 with another given name
        other = random.choice((surname[0] + given, surname + random.choice(fiction.GIVEN.replace(given, ""))))
        return asked(other, fiction.published(fiction.id_number(random), random)), [person(name, number)], None, True
    return asked(f"{surname} {given}", fiction.published(number, random)), [person(name, number)], 0, True


@kind("former names")
def _(random: Random) -> Made:
    old, new = fiction.company_name(random), fiction.company_name(random)
    code, until = fiction.uscc(random), random.choice(("2018-03-01", "2024-01-01"))
    renamed = company(new, code, former_names=f"{old}@2010-01-01/{until}")
    if random.random() < 0.4:  # the name went to another company, and the record is the other's
        successor = company(old, fiction.uscc(random))
        known = random.choice(([renamed], [renamed, successor]))
        return asked(old, successor["uscc"]), known, 1 if len(known) > 1 else None, True
    return asked(old, random.choice((code, organization_code_of(code)))), [renamed], 0, True


@kind("former names of people")
def _(random: Random) -> Made:
    old, new, number = fiction.person_name(random), fiction.person_name(random), fiction.id_number(random)
    party = person(new, number, former_names=f"{old}@1990-01-01/{random.choice(('2024-01-01', '2023-06-02'))}")
    if random.random() < 0.3:
        return asked(old, fiction.published(fiction.id_number(random), random)), [party], None, True
    return asked(old, fiction.published(number, random)), [party], 0, True


@kind("branches")
def _(random: Random) -> Made:
    head, place = fiction.company_name(random), random.choice(fiction.PLACES)
    branch = company(f"{head}{place}分公司", fiction.uscc(random))
    main = company(head, fiction.uscc(random))
    wanted, known = random.choice(((0, [branch, main]), (1, [branch, main]), (None, [main]), (None, [branch])))
    record = branch if wanted == 0 or known == [main] else main
    number = record["uscc"] if random.random() < 0.8 else ""
    return asked(record["name"], number), known, wanted, bool(number) or wanted is None


@kind("bracketed regions")
def _(random: Random) -> Made:
    brand, trade = "".join(random.choices(fiction.BRANDS, k=2)), random.choice(fiction.TRADES)
    here, there = random.sample(fiction.PLACES, 2)
    code = fiction.uscc(random)
    name = f"{brand}（{here}）{trade}有限公司"
    left, right = random.choice(("()", ("(", " )"), ("（", "） "), "〔〕", "【】"))
    written = f"{brand}{left}{here}{right}{trade}有限公司"
    if random.random() < 0.35:
        number = fiction.uscc(random) if random.random() < 0.5 else ""
        return asked(f"{brand}（{there}）{trade}有限公司", number), [company(name, code)], None, True
    return asked(written, random.choice((code, organization_code_of(code)))), [company(name, code)], 0, True


@kind("legal forms")
def _(random: Random) -> Made:
    name, code = fiction.company_name(random), fiction.uscc(random)
    other = name.replace("有限公司", random.choice(("有限责任公司", "股份有限公司", "商行", "合伙企业（有限合伙）")))
    if random.random() < 0.4:
        number = fiction.uscc(random) if random.random() < 0.5 else ""
        return asked(other, number), [company(name, code)], None, True
    return asked(name.replace("有限公司", "有限责任公司"), code), [company(name, code)], 0, True


@kind("typing errors")
def _(random: Random) -> Made:
    whole = random.random() < 0.5
    if whole:
        name, number = fiction.person_name(random), fiction.id_number(random)
        party = person(name, number)
    else:
        name, number = fiction.company_name(random), fiction.uscc(random)
        party = company(name, number)
    written = mistyped(random, name)
    if random.random() < 0.4:  # somebody else's name, one character away
        other = fiction.id_number(random) if whole else fiction.uscc(random)
        return asked(written, random.choice((other, ""))), [party], None, True
    return asked(written, number), [party], 0, True


# -- what contradicts, and what else agrees ---------------------------------------------------------------------


@kind("contradictions")
def _(random: Random) -> Made:
    if random.random() < 0.5:
        name = fiction.person_name(random)
        shown = random.choice((str, lambda number: fiction.published(number, random)))
        return (
            asked(name, shown(fiction.id_number(random))),
            [person(name, shown(fiction.id_number(random)))],
            None,
            True,
        )
    name = fiction.company_name(random)
    number = random.choice((fiction.uscc, fiction.organization_code))(random)
    party = company(name, fiction.uscc(random))
    return asked(name, random.choice((number, fiction.id_number(random)))), [party], None, True


@kind("name and organization")
def _(random: Random) -> Made:
    name, employer = fiction.person_name(random), fiction.company_name(random)
    parties = [person(name), person(name), company(employer, fiction.uscc(random))]
    word = random.choice(("director", "supervisor", "senior_manager"))
    role: Row = {"holder": "0", "organization": "2", "role": word, "since": "2015-01-01"}
    if random.random() < 0.3:
        return asked(name, organization=fiction.company_name(random)), parties, None, True, [role]
    return asked(name, organization=employer), parties, 0, True, [role]


def _with_traditional(random: Random, make: Callable[[Random], str]) -> str:
    """A name that is written otherwise in traditional characters."""
    while True:
        name = make(random)
        if traditional(name) != name:
            return name


def traditional(name: str) -> str:
    """A name as it is written in traditional characters."""
    global _converter
    if _converter is None:
        import opencc

        _converter = opencc.OpenCC("s2t")
    return str(_converter.convert(name))


_converter: Any = None
