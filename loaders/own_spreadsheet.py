"""Somebody's own spreadsheet, .csv or .xlsx: organizations, who holds which office in them, and who owns them.

Each row is about one organization. Its people stand in columns of an office (法定代表人) or in a column of names with
the office beside it (姓名, 职务) or a share (股东, 持股比例). A person with a whole ID number is one person wherever it
stands; anybody else is a person of that organization alone, for a name ties nobody to anybody.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from graph.model.tables import Context, FormatError
from loaders.bearers import Bearers, numbers_of
from loaders.cells import has_percent_sign, kind_told, number_in, status_of
from loaders.dates import first_day, last_day
from loaders.gathering import Gathering
from loaders.grid import SUFFIXES, head_of, read_grid
from loaders.headings import DESCRIBING, NUMBER_OF, Headings, Told, find_headings, plain, read_mapping
from loaders.source import Source
from loaders.titles import role_in_a_company, titles_in

_NOTHING = {"", "无", "暂无", "-", "--", "—", "/", "不详", "未知", "null", "none"}
_STILL = {"至今", "现任", "在任", "长期", "在职"}
_BETWEEN_NAMES = re.compile(r"[、,，;；/\n]")
_UNKNOWN_TITLE = "the title is none that is known; a mapping beside the file can tell its role"
_REMARKS = {
    "nameless": "posts are of people without a whole ID number; each is a person of that organization alone",
    "by name": "rows tell an organization by its name alone; it is one organization within this file",
    "apart": "organizations that hold bear no number; each is one of that organization alone",
    "partial": "dates tell no day, and the widest days were taken",
    "status": "values of the status are none of 存续, 注销, 吊销 and were left open",
    "region": "values of the region are no GB/T 2260 code and were left open",
}


def recognises(path: Path) -> bool:
    """A .csv or .xlsx whose first rows hold headings that are understood, or with a mapping beside it."""
    if not path.is_file() or path.suffix.lower() not in SUFFIXES:
        return False
    if path.with_suffix(".yaml").is_file():
        return True
    try:
        return find_headings(head_of(path), {}, Told()) is not None
    except FormatError:
        return True  # to say which columns contradict each other


def read(path: Path, context: Context) -> Source:
    """Organizations and people as parties, offices and shares as roles.

    Raises ``FormatError`` where no row of headings is understood, or no column tells an office.
    """
    roles = context.vocabulary.roles
    told = read_mapping(path, roles)
    grid = read_grid(path)
    try:
        headings = find_headings(grid.rows, roles, told)
    except FormatError as error:
        raise FormatError(f"{path.name}: {error}") from None
    if headings is None:
        seen = "、".join(cell for cell in (grid.rows[0][1] if grid.rows else []) if cell)[:200]
        raise FormatError(
            f"{path.name}: no row of headings is understood (the first holds {seen}); 企业名称 or 统一社会信用代码 "
            f"and one more are needed, or a mapping in {path.with_suffix('.yaml').name}"
        )
    sheet = _Sheet(path.name, headings, told, context)
    body = grid.rows[headings.at + 1 :]
    sheet.take(body)
    source = Source()
    sheet.gathering.into(source, grid.form, len(body), sheet.meanings())
    source.warnings += sheet.warnings()
    return source


Post = dict[str, str | None]


class _Sheet:
    """The rows of one spreadsheet on their way into tables."""

    def __init__(self, file: str, headings: Headings, told: Told, context: Context) -> None:
        self.gathering = Gathering(file)
        self._headings = headings
        self._told = told
        self._roles = context.vocabulary.roles
        self._labels = {label.zh: word for word, label in context.vocabulary.categories.items()}
        self._notes: Counter[str] = Counter()
        self._bearers = Bearers(self.gathering, context.key, self._notes)
        self._percent: bool | None = None
        self._offices = {place: word for place, word in headings.meanings.items() if word in self._roles}
        self._usual = self._usual_role(file)

    def _usual_role(self, file: str) -> str | None:
        """The role of a holder beside whom no office stands."""
        place = self._headings.place("holder")
        if place is None or self._headings.place("role") is not None:
            return None
        heading = plain(self._headings.cells[place])
        usual = role_in_a_company(re.sub(r"(?:姓名|名称)(?:/.*)?$", "", heading), self._roles)
        if usual is None and self._headings.place("share") is not None:
            usual = "shareholder"
        if usual is None:
            raise FormatError(f"{file}: '{self._headings.cells[place]}' names people and no column tells their office")
        return usual

    def meanings(self) -> dict[str, str]:
        """Each heading with what it was read as."""
        found = {}
        for place, heading in enumerate(self._headings.cells):
            meaning = self._headings.meanings.get(place, "")
            if meaning == "share" and self._percent is not None:
                meaning = f"share, in {'percent' if self._percent else 'fractions of one'}"
            elif meaning == "holder" and self._usual:
                meaning = f"holder of the role {self._usual}"
            elif place in self._offices:
                meaning = f"holder of the role {meaning}"
            if heading:
                found[heading] = meaning
        return found

    def warnings(self) -> list[str]:
        """What the user should know of the rows that were taken."""
        file = self.gathering.file
        return [f"{file}: {self._notes[note]} {text}" for note, text in _REMARKS.items() if self._notes[note]]

    def take(self, body: Sequence[tuple[int, list[str]]]) -> None:
        """Read every row."""
        width = len(self._headings.cells)
        rows: list[tuple[int, dict[str, str]]] = []
        for row, cells in body:
            if any(cells[width:]):
                reason = f"the row does not have the {width} columns of the headings"
                self.gathering.reject("parties", row, None, ",".join(cells), reason)
                continue
            values = {
                meaning: cells[place].strip()
                for place, meaning in self._headings.meanings.items()
                if place < len(cells) and cells[place].strip().lower() not in _NOTHING
            }
            self._bearers.learn(values)
            rows.append((row, values))
        self._percent = self._in_percent([values["share"] for _, values in rows if "share" in values])
        for row, values in rows:
            self._row(row, values)

    # -- one row ----------------------------------------------------------------------------------------------

    def _row(self, row: int, values: Mapping[str, str]) -> None:
        id_ = self._bearers.organization(row, values)
        if id_ is None:
            return
        name, numbers = values["organization"], numbers_of(values)
        posts, refused = self._offices_of(row, values, id_)
        if "holder" in values:
            more, also = self._posts_of_holder(row, values, id_)
            posts, refused = posts + more, refused or also
        described = {column: self._describing(column, values[column]) for column in DESCRIBING if column in values}
        if any(described.values()) or not (posts or refused):
            self.gathering.party(row, id_, "organization", name, **numbers, **described)
        else:
            self.gathering.mention(row, id_, "organization", name, **numbers)
        for post in posts:
            self.gathering.add("roles", row, organization=id_, source=self.gathering.file, **post)

    def _offices_of(self, row: int, values: Mapping[str, str], organization: str) -> tuple[list[Post], bool]:
        """The roles in columns of an office, and whether any was refused."""
        posts: list[Post] = []
        refused = False
        # Days stand for the names beside them; with several columns of offices nothing tells for which.
        dated = self._headings.place("holder") is None and len(self._offices) == 1
        days = self._days(values) if dated else {}
        for role in self._offices.values():
            names = [part.strip() for part in _BETWEEN_NAMES.split(values.get(role, "")) if part.strip()]
            number = values.get(NUMBER_OF + role) if len(names) == 1 else None
            usual = None if role == "shareholder" else "person"
            for name in names:
                holder = self._bearers.holder(row, name, number, None, usual, organization)
                refused |= holder is None
                if holder is not None:
                    posts.append({"holder": holder, "role": role, **days})
        return posts, refused

    def _posts_of_holder(self, row: int, values: Mapping[str, str], organization: str) -> tuple[list[Post], bool]:
        """The roles of the holder whom a row names, and whether any was refused."""
        roles, unknown = self._roles_of(values)
        share = self._ratio(values["share"]) if "share" in values else None
        for title in unknown:
            self.gathering.reject("roles", row, "role", title, _UNKNOWN_TITLE)
        if not roles and share is None:
            if not unknown:
                self.gathering.reject("roles", row, "role", None, "it is empty, and it must not be")
            return [], True
        usual = "person" if set(roles) - {"shareholder"} else None  # a company may own; as a rule people run
        number, told = values.get("holder_number"), kind_told(values.get("holder_kind"))
        holder = self._bearers.holder(row, values["holder"], number, told, usual, organization)
        if holder is None:
            return [], True
        days = self._days(values)
        posts: list[Post] = [
            {"holder": holder, "role": role, "share": share if role == "shareholder" else None, **days}
            for role in roles
        ]
        if share is not None and "shareholder" not in roles:
            posts.append({"holder": holder, "role": "shareholder", "share": share})  # the days are the office's
        return posts, bool(unknown)

    def _roles_of(self, values: Mapping[str, str]) -> tuple[list[str], list[str]]:
        """The roles of a holder, and the titles that are none."""
        if self._usual:
            return [self._usual], []
        roles: list[str] = []
        unknown: list[str] = []
        for title in titles_in(values.get("role", "")):
            role = self._told.roles.get(title) or role_in_a_company(title, self._roles)
            (roles if role else unknown).append(role or title)
        return list(dict.fromkeys(roles)), unknown

    # -- values -----------------------------------------------------------------------------------------------

    def _describing(self, column: str, value: str) -> str | None:
        found: str | None
        if column == "status":
            found = status_of(value)
        elif column == "region":
            found = value if re.fullmatch(r"\d{6}", value) else None
        elif column == "categories":
            found = ";".join(self._labels.get(word.strip(), word.strip()) for word in re.split("[;；、,，]", value))
        else:
            found = ";".join(part.strip() for part in re.split("[;；、]", value) if part.strip())
        self._notes[column] += found is None
        return found

    def _days(self, values: Mapping[str, str]) -> Post:
        """The days of a post; what is no date stays as it is written, and the table refuses it."""
        days: Post = {}
        for column, reading in (("since", first_day), ("until", last_day)):
            text = values.get(column)
            if text is None or text in _STILL:
                continue
            try:
                days[column], exact = reading(text)
            except ValueError:
                days[column], exact = text, True
            self._notes["partial"] += not exact
        return days

    def _in_percent(self, shares: Sequence[str]) -> bool | None:
        """Are the shares without a sign percent? By the mapping, the heading, or the greatest of them."""
        place = self._headings.place("share")
        if not shares or place is None:
            return None
        if self._told.share:
            return self._told.share == "percent"
        if "%" in unicodedata.normalize("NFKC", self._headings.cells[place]):
            return True
        bare = [number for text in shares if (number := number_in(text)) is not None and not has_percent_sign(text)]
        return max(bare, default=Decimal(0)) > 1

    def _ratio(self, text: str) -> str:
        """A share as a ratio; what is no number stays as it is written, and the table refuses it."""
        number = number_in(text)
        if number is None:
            return text
        return format(number / 100 if has_percent_sign(text) or self._percent else number, "f")
