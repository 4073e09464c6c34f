"""The words of the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, NoReturn

from graph.model.vocabulary import AREAS

# The regimes of ``graph.control``, which is imported when it is asked.
REGIMES = ("company-law", "bank-related-party", "listed-company", "tax", "beneficial-owner")

Run = Callable[[argparse.Namespace], int]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One sentence, not the whole usage."""
        print(f"{self.prog}: {message}; '{self.prog} --help' tells what is understood", file=sys.stderr)
        sys.exit(2)


def _later(module: str, function: str) -> Run:
    """The function that does the work, imported when it is called: no command waits for another's libraries."""

    def run(arguments: argparse.Namespace) -> int:
        status: int = getattr(import_module(f"graph.command.{module}"), function)(arguments)
        return status

    return run


def _common(default: str | None) -> _Parser:
    """The options that stand before or after the command; after it, what is not given is left as it was."""
    common = _Parser(add_help=False)
    common.add_argument(
        "--store", default=default, metavar="WHERE",
        help="a folder (default .guanlian), neo4j://host:port or bolt://host:port; also GUANLIAN_STORE",
    )  # fmt: skip
    common.add_argument("--json", action="store_true", default=default or False, help="one JSON document")
    common.add_argument("--lang", choices=("zh", "en"), default=default, help="language of what people read")
    return common


def parser() -> argparse.ArgumentParser:
    """The parser of ``guanlian``; the chosen command is in ``run``."""
    common = _common(argparse.SUPPRESS)
    asked = _Parser(add_help=False)
    asked.add_argument(
        "--policy", action="append", default=[], metavar="ID",
        help="apply this policy, whatever the region (repeatable; default: those that apply to the party)",
    )  # fmt: skip
    asked.add_argument("--as-of", metavar="DATE", help="the day asked about, YYYY-MM-DD (default: today in Shanghai)")
    root = _Parser(
        prog="guanlian",
        description="Who is restricted because of somebody else's default: by which clause, which path, on which date.",
        parents=[_common(None)],
    )
    commands = root.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)

    def command(name: str, help_: str, run: Run, *parents: _Parser) -> _Parser:
        made: _Parser = commands.add_parser(name, help=help_, description=help_, parents=[common, *parents])
        made.set_defaults(run=run)
        return made

    load = command("load", "add sources to the register", _later("loading", "load"))
    load.add_argument(
        "paths", nargs="+", metavar="PATH", help="a folder, a .zip, a file of a known source, or neo4j://host:port"
    )
    load.add_argument("--format", metavar="NAME", help="the format, where it cannot be told from the path")
    load.add_argument("--replace", action="store_true", help="start anew instead of adding")
    load.add_argument(
        "--bulk", action=argparse.BooleanOptionalAction,
        help="into this folder's own Neo4j: by its import tool, or not; unless said, for 200,000 rows and more",
    )  # fmt: skip
    load.add_argument(
        "--dry-run", action="store_true", help="tell what is understood and would be taken; write nothing"
    )

    find = command("find", "parties by name, former name, part of a name, or identifier", _later("asking", "find"))
    find.add_argument("text", metavar="TEXT")
    find.add_argument("--limit", type=int, default=10, metavar="N")

    resolve = command("resolve", "a person's decision about who is meant", _later("resolving", "resolve"))
    resolve.add_argument(
        "subject", nargs="?", metavar="LISTING|PARTY", help="the id of the published record, or another party"
    )
    resolve.add_argument("party", nargs="?", metavar="PARTY", help="an id, a USCC, a full ID number, or a name")
    resolve.add_argument(
        "verdict", nargs="?", choices=("same", "different", "undecided"), help="is it the same as the party?"
    )
    resolve.add_argument(
        "--about", choices=("listing", "party"), help="which of the two the first word is, where an id may be either"
    )
    resolve.add_argument("--by", metavar="WHO", help="who decides (default: the user of this machine)")
    resolve.add_argument("--why", metavar="TEXT", help="what the decision rests on")
    resolve.add_argument("--list", action="store_true", help="every decision on file, undone ones too")
    resolve.add_argument("--undo", type=int, metavar="N", help="undo the decision of this number")

    match = command(
        "match", "rows of people or organizations, each with the party it means", _later("matching", "match")
    )
    match.add_argument("file", metavar="FILE", help="a .csv, .xlsx or .parquet with the columns name, identifier, …")
    match.add_argument("--out", required=True, metavar="FILE", help=".csv, .xlsx or .parquet by the name")
    match.add_argument(
        "--as-of", metavar="DATE", help="the day on which names and facts are compared (default: today in Shanghai)"
    )

    _questions(commands, [common, asked])

    _paths(commands, [common, asked])
    _control(commands, [common])

    whatif = commands.add_parser(
        "whatif", help="the same answer on a changed graph; nothing is written", parents=[common]
    )
    whatif.add_argument("--list", action="append", default=[], metavar="PARTY", help="this party is listed")
    whatif.add_argument("--release", action="append", default=[], metavar="LISTING", help="this listing is released")
    for option in ("start", "end"):
        whatif.add_argument(
            f"--{option}", action="append", default=[], metavar="HOLDER:ROLE:ORG", help=f"this role {option}s"
        )
    whatif.add_argument(
        "--transfer", action="append", default=[], metavar="HOLDER:ORG:SHARE[:TO]",
        help="HOLDER gives this SHARE of ORG (0.3 or 30%%) to TO, or to somebody unknown",
    )  # fmt: skip
    supposed = whatif.add_subparsers(required=True, metavar="QUESTION", parser_class=_Parser)
    _questions(supposed, [common, asked], whatif=True)
    _paths(supposed, [common, asked], whatif=True)
    _control(supposed, [common], whatif=True)
    supposing = _screen(supposed, [common, asked], whatif=True)
    supposing.add_argument(
        "--difference", metavar="FILE", help="where the rows that differ from today go, .csv or .parquet by the name"
    )

    screen = _screen(commands, [common, asked])
    changes = command(
        "changes", "who became reached and who was released between two days", _later("screening", "changes"), asked
    )
    begun = changes.add_mutually_exclusive_group(required=True)
    begun.add_argument("--since", metavar="DATE", help="what happened after this day")
    begun.add_argument("--since-load", metavar="ID", help="what is otherwise on one day for what came after this load")
    changes.add_argument("--until", metavar="DATE", help="up to and including this day")
    for many in (supposing, screen, changes):
        many.add_argument(
            "--portfolio", metavar="FILE", help="a table of customers (party, or name and number): only these"
        )
        many.add_argument("--out", required=True, metavar="FILE", help=".csv or .parquet by the name")

    export = command(
        "export", "the network around some parties, in a format of your choice", _later("exporting", "export"), asked
    )
    export.add_argument("parties", nargs="+", metavar="PARTY", help="an id, a USCC, a full ID number, or a name")
    export.add_argument("--hops", type=int, default=2, metavar="N", help="ties to follow (default 2)")
    export.add_argument(
        "--limit", type=int, default=500, metavar="N", help="parties at most, nearer first (default 500)"
    )
    export.add_argument(
        "--format", required=True, metavar="F", help="csv, xlsx, json, graphml, gexf, cypher, ftm, bods or html"
    )
    export.add_argument("--out", required=True, metavar="FILE", help="where to (csv: a .zip, or a new folder)")

    loads = command("loads", "the loads that the register remembers", _later("screening", "loads"))
    loads.add_argument("--purge", metavar="ID", help="forget what this load and those before it replaced")

    deadlines = command(
        "deadlines", "every clock that runs for a listing, by which clause, due when", _later("deadlines", "deadlines"),
        asked,
    )  # fmt: skip
    deadlines.add_argument("--listing", metavar="ID", help="this listing alone, with what became of its clocks")
    deadlines.add_argument("--since", metavar="DATE", help="clocks started from this day on (default: a year before)")
    deadlines.add_argument(
        "--limit", type=int, default=100, metavar="N", help="clocks to show, soonest first (default 100; --json: all)"
    )

    policies = command("policies", "the law as data", _later("law", "policies"))
    policies.add_argument("what", nargs="?", choices=("list", "show", "check", "compare"), default="list")
    policies.add_argument("id", nargs="?", metavar="ID", help="the policy to show, or the first to compare")
    policies.add_argument("other", nargs="?", metavar="ID", help="the second to compare")
    policies.add_argument("--folder", metavar="DIR", help="policy files other than those that come with the program")
    policies.add_argument(
        "--documents", metavar="DIR", help="the documents' texts, to compare every quotation with (check)"
    )

    simulate = command("simulate", "a fictional register of the shape of a real one", _later("registers", "simulate"))
    simulate.add_argument("--companies", type=int, required=True, metavar="N")
    simulate.add_argument("--seed", type=int, default=0, metavar="S")
    simulate.add_argument("--out", required=True, metavar="DIR")
    simulate.add_argument("--format", choices=("csv", "parquet"), default="csv")

    neo4j = command("neo4j", "a Neo4j server for this working folder", _later("services", "neo4j"))
    neo4j.add_argument("what", choices=("start", "stop", "status"))
    neo4j.add_argument("--port", type=int, metavar="N", help="the port of Bolt (default: a free one)")
    neo4j.add_argument("--heap", default="1g", metavar="SIZE", help="memory for queries (default 1g)")
    neo4j.add_argument("--page-cache", default="512m", metavar="SIZE", help="memory for the graph (default 512m)")

    app = command("app", "the front end in the browser", _later("services", "app"))
    app.add_argument("--port", type=int, default=8501, metavar="N")

    command("demo", "a fictional register, and one question for each kind of user", _later("services", "demo"))
    return root


def _questions(commands: Any, parents: list[_Parser], *, whatif: bool = False) -> None:
    """The questions about one party."""
    party = _Parser(add_help=False)
    party.add_argument("party", nargs="?", metavar="PARTY", help="an id, a USCC, a full ID number, or a name")
    party.add_argument("--name", metavar="NAME", help="somebody whom the register does not hold, in place of PARTY")
    party.add_argument(
        "--identifier", metavar="NUMBER", help="his or its number beside --name ('-' reads it from standard input)"
    )
    for name, help_ in (
        ("check", "everything that reaches this party: measure, clause, role, path"),
        ("credit", "the lender's look: the applicant, then everybody who runs it"),
        ("appoint", "may this person take this office"),
        ("connections", "association beyond the law: paths to listed parties, never a restriction"),
    ):
        made = commands.add_parser(name, help=help_, description=help_, parents=[*parents, party])
        made.set_defaults(run=_later("asking", name), whatif=whatif)
        if name != "connections":
            made.add_argument("--evidence", metavar="FILE", help="keep the answer: .pdf or .html by the name")
        if name == "appoint":
            made.add_argument("--role", required=True, metavar="ROLE", help="the office, for example director")
            made.add_argument(
                "--explain", action="store_true", help="also tell the smallest sets of changes that give another answer"
            )
            place = made.add_mutually_exclusive_group(required=True)
            place.add_argument("--organization", metavar="ORG", help="where: an id, a USCC, or a name")
            place.add_argument("--category", nargs="+", metavar="CODE", help="or the kinds of organization")
        else:
            made.add_argument("--hops", type=int, default=2, metavar="N", help="ties to follow (default 2; 0: none)")
        if name == "connections":
            _ways(made)
        if name == "check":
            made.add_argument(
                "--area", action="append", default=[], choices=tuple(AREAS), metavar="NAME",
                help=f"the outcome from this area alone (repeatable): {', '.join(AREAS)}",
            )  # fmt: skip


def _screen(commands: Any, parents: list[_Parser], *, whatif: bool = False) -> _Parser:
    """Everybody at once."""
    help_ = "the whole register, or a portfolio, at once"
    made: _Parser = commands.add_parser("screen", help=help_, description=help_, parents=parents)
    made.set_defaults(run=_later("screening", "screen"), whatif=whatif)
    return made


def _ways(made: _Parser) -> None:
    """Which paths are looked for."""
    which = made.add_mutually_exclusive_group()
    which.add_argument("--shortest", action="store_true", help="all shortest paths")
    which.add_argument("--all", action="store_true", dest="every", help="all simple paths up to --hops ties")
    made.add_argument(
        "--roles", action="append", default=[], metavar="ROLE", help="only through these roles (repeatable, or a,b)"
    )
    made.add_argument("--former", action="store_true", help="also through roles that have ended")
    made.add_argument("--facts", action="store_true", help="also through numbers and names that two parties share")
    made.add_argument("--limit", type=int, default=100, metavar="N", help="paths to tell (default 100)")


def _paths(commands: Any, parents: list[_Parser], *, whatif: bool = False) -> None:
    """The questions that no measure answers: how two parties hang together, and what an investigator would ask."""
    help_ = "how two parties hang together: all shortest paths, or all simple ones"
    made = commands.add_parser("paths", help=help_, description=help_, parents=parents)
    made.set_defaults(run=_later("connecting", "paths"), whatif=whatif)
    made.add_argument("one", metavar="A", help="an id, a USCC, a full ID number, or a name")
    made.add_argument("other", metavar="B", help="the other party")
    made.add_argument("--hops", type=int, default=4, metavar="N", help="ties of a path (default 4)")
    _ways(made)

    help_ = "what around a party an investigator would look at: hints with their evidence, no restriction"
    made = commands.add_parser("signals", help=help_, description=help_, parents=parents)
    made.set_defaults(run=_later("connecting", "signals"), whatif=whatif)
    made.add_argument("party", metavar="PARTY", help="an id, a USCC, a full ID number, or a name")
    for where in ("before", "after"):
        made.add_argument(
            f"--{where}", type=int, default=365, metavar="DAYS",
            help=f"changes up to so many days {where} a listing (default 365)",
        )  # fmt: skip


def _control(commands: Any, parents: list[_Parser], *, whatif: bool = False) -> None:
    """Who controls whom through shares."""
    help_ = "who controls this party through shares, what it controls, and who owns it in the end"
    made = commands.add_parser("control", help=help_, description=help_, parents=parents)
    made.set_defaults(run=_later("controlling", "controlling"), whatif=whatif)
    made.add_argument("party", metavar="PARTY", help="an id, a USCC, a full ID number, or a name")
    made.add_argument("--as-of", metavar="DATE", help="the day asked about, YYYY-MM-DD (default: today in Shanghai)")
    made.add_argument(
        "--regime", choices=REGIMES, default=REGIMES[0], metavar="NAME",
        help=f"whose test decides: {', '.join(REGIMES)} (default {REGIMES[0]})",
    )  # fmt: skip
