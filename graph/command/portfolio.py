"""``--portfolio FILE``: a lender's own table of customers, read by the headings that people give."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph.command.sheets import NAME, NUMBER, cells_of, columns_of, read_sheet

if TYPE_CHECKING:
    from graph.exposure.portfolio import Customer, Portfolio


def read_portfolio(name: str | None) -> list[Customer] | None:
    """The rows of a table: ``party`` (an id, a number or a name), or a name and a number in columns of their own.

    None where no portfolio is asked about. Raises ``FormatError`` where the table has none of these columns.
    """
    if name is None:
        return None
    from graph.exposure.portfolio import Customer
    from graph.model.tables import FormatError

    path = Path(name)
    rows = read_sheet(path)[0].rows
    columns = [columns_of(rows, headings) for headings in (("party",), NAME, NUMBER)]
    if not any(columns):
        has = ", ".join(rows.column_names)
        raise FormatError(
            f"{path} has no column 'party', and none of names or numbers (名称, 统一社会信用代码); it has {has}"
        )
    cells = zip(*(cells_of(rows, some) for some in columns), strict=True)
    return [row for row in map(Customer._make, cells) if any(row)]


def warned(asked: Portfolio | None, *, empty: bool) -> int:
    """Say who of a portfolio was not looked at, and who was taken for whom by a name; the exit status of that."""
    if empty:
        print("guanlian: no list is loaded; that nobody is reached says nothing", file=sys.stderr)
    if asked is None:
        return 0
    if asked.by_name:
        print(
            f"guanlian: {len(asked.by_name)} organizations of the portfolio are told by their names alone, "
            f"'{asked.by_name[0]}' among them",
            file=sys.stderr,
        )
    if not asked.unknown:
        return 0
    print(
        f"guanlian: {len(asked.unknown)} of the portfolio were not looked at, '{asked.unknown[0]}' among them: the "
        "register holds no such party, several bear the name, or a person is given by a name alone",
        file=sys.stderr,
    )
    return 3
