"""The Markdown table: what was measured, and the product's time divided by each peer's."""

from __future__ import annotations

import argparse
import itertools
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from benchmarks.peers.base import iso
from benchmarks.worker import peer_class

if TYPE_CHECKING:
    from benchmarks.__main__ import Results

_OURS = "guanlian"
_Form = Callable[[Sequence[str], dict[str, float]], list[str]]
_TASKS = {
    "check": "ties of one party",
    "credit": "officers of an organization, ties of all",
    "screen": "ties of the whole register",
    "portfolio": "ties of 10,000 parties",
    "changes": "ties that begin and end on a day",
    "hops": "debtors within 3 ties",
}
# What only the product does, and the store's part of it.
PART = {
    "answer": "check", "bare": "check", "look": "credit", "whole": "screen", "customers": "portfolio",
    "turned": "changes",
}  # fmt: skip
_WHOLE = {
    "answer": "explained answer of `check`, connections to 2 steps",
    "bare": "explained answer of `check --hops 0`",
    "look": "explained answer of `credit`, connections to 2 steps",
    "whole": "`screen` under the central document",
    "customers": "`screen --portfolio` of 10,000 under the central document",
    "turned": "`changes` of a day under the central document",
}


def report(
    arguments: argparse.Namespace, machine: dict[str, str], measured: Mapping[int, Results], seconds: float
) -> str:
    """Everything that was measured, for people."""
    parts = [
        f"`python -m benchmarks {arguments.command}`, {seconds:.0f} s; "
        + "; ".join(f"{name} {value}" for name, value in machine.items())
        + ". In brackets: guanlian's time divided by the engine's; below 1 guanlian is faster. Times of questions: the "
        "median of the rounds for each party, then median and 99th percentile over the parties. Peak memory is what "
        "the operating system counts as resident, mapped files included; Neo4j's is its server's. Each engine has a "
        "process of its own, and only one works at a time.",
        *(_of_size(companies, arguments, results) for companies, results in measured.items()),
    ]
    if len(measured) > 1:
        parts.append(_growth(arguments, measured))
    return "\n\n".join(parts)


def _of_size(companies: int, arguments: argparse.Namespace, results: Results) -> str:
    made, engines = results.made, _engines(arguments, results)
    names = {key: peer_class(key).name for key in engines}
    heads = [f"{names[key]} {results.versions.get(key, '')}".strip() for key in engines]
    lines = [
        f"## {companies:,} companies",
        "",
        f"As of {iso(made.day)}; the day of `changes` is {iso(made.turn)}. Package: {made.bytes / 1e6:.1f} MB of "
        "Parquet, "
        + ", ".join(f"{count:,} {name}" for name, count in made.rows.items())
        + ". Before any time was taken the engines' answers were compared and equal: "
        + ", ".join(f"{count:,} rows of {task} ({group})" for (task, group), count in results.rows.items())
        + "."
        + "".join(f" {name} is left out at this size: {why}." for name, why in results.left_out.items()),
        "",
        "| | " + " | ".join(heads) + " |",
        "|---|" + "---|" * len(engines),
    ]
    lines += [f"| {name} | " + " | ".join(cells) + " |" for name, cells in _rows(engines, results) if any(cells)]
    whole = list(_whole_answers(results))
    if whole:
        heads = "| guanlian alone: what the law says of it | median | p99 | the store's part | peak memory |"
        lines += ["", heads, "|---|---|---|---|---|", *whole]
    lines += ["", "What each load includes and where its time goes (seconds, the median load):", ""]
    for key in engines:
        if key in results.loads:
            loads = [load["steps"] for load in results.loads[key]]
            told = ", ".join(f"{step} {statistics.median(load[step] for load in loads):.2f}" for step in loads[0])
            lines.append(f"- {names[key]}: {peer_class(key).includes}. {told}.")
    chosen = [
        f"{names[key]} {', '.join(f'{task}: {what}' for task, what in found.items())}"
        for key, found in results.chosen.items()
        if found
    ]
    if chosen:
        lines += ["", f"Of several known queries the fastest was taken, as tried in this run: {'; '.join(chosen)}."]
    return "\n".join(lines)


def _engines(arguments: argparse.Namespace, results: Results) -> list[str]:
    return [key for key in arguments.peers if key in results.loads or any(key == one for one, _ in results.peaks)]


def _rows(engines: Sequence[str], results: Results) -> Iterator[tuple[str, list[str]]]:
    """What every engine does, in words."""
    for label, (form, values) in _values(engines, results).items():
        yield label, form(engines, values)


def _values(engines: Sequence[str], results: Results) -> dict[str, tuple[_Form, dict[str, float]]]:
    """What was measured of every engine, and how it is told."""
    loads = results.loads
    found: dict[str, tuple[_Form, dict[str, float]]] = {}

    def of_loads(value: Callable[[dict[str, Any]], float], keys: Sequence[str] = engines) -> dict[str, float]:
        return {key: statistics.median(map(value, loads[key])) for key in keys if key in loads}

    embedded = [key for key in engines if not key.startswith("neo4j")]
    found["**load**"] = _times, of_loads(lambda load: load["seconds"])
    found["load, processor time"] = _times, of_loads(lambda load: load["processor"], embedded)
    for task, group in dict.fromkeys((task, group) for _, task, group in results.seconds):
        if task in _WHOLE:
            continue
        asked = [key for key in engines if (key, task, group) in results.seconds]
        measured = {key: results.per_party(key, task, group) for key in asked}
        label = f"**{task}**: {_TASKS[task]}"
        if group == "whole":
            found[label] = _times, {key: values[0] for key, values in measured.items()}
            continue
        label += f", {len(next(iter(measured.values())))} {group}"
        for name, value in (("median", statistics.median), ("p99", _p99)):
            found[f"{label}, {name}"] = _times, {key: value(values) for key, values in measured.items()}
    found["peak memory: load"] = _sizes, of_loads(lambda load: load["peak"])
    for task in dict.fromkeys(task for _, task in results.peaks if task not in _WHOLE):
        peaks = {key: results.peaks[key, task] for key in engines if (key, task) in results.peaks}
        found[f"peak memory: {task}"] = _sizes, peaks
    found["disk"] = _sizes, of_loads(lambda load: load["disk"])
    return found


def _growth(arguments: argparse.Namespace, measured: Mapping[int, Results]) -> str:
    """How many times as much each engine takes when the register grows from each size to the next."""
    engines = _engines(arguments, next(iter(measured.values())))
    sizes = list(measured)
    of_size = [_values(engines, results) for results in measured.values()]
    lines = [
        "## How it grows",
        "",
        f"From {' to '.join(f'{size:,}' for size in sizes)} companies: how many times as much.",
        "",
        "| | " + " | ".join(peer_class(key).name for key in engines) + " |",
        "|---|" + "---|" * len(engines),
    ]
    for label in of_size[0]:
        cells = []
        for key in engines:
            values = [found[label][1].get(key) for found in of_size if label in found]
            steps = [f"{more / less:.2g}" if less and more else "–" for less, more in itertools.pairwise(values)]
            cells.append(", ".join(steps) if any(step != "–" for step in steps) else "")
        if any(cells):
            lines.append(f"| {label} | " + " | ".join(cells) + " |")
    for task, label in _WHOLE.items():
        for group in dict.fromkeys(group for _, other, group in measured[sizes[0]].seconds if other == task):
            medians = [statistics.median(results.per_party(_OURS, task, group)) for results in measured.values()]
            steps = [f"{more / less:.2g}" for less, more in itertools.pairwise(medians)]
            lines.append(f"| {label}, {group}, median | " + ", ".join(steps) + " |" + " |" * (len(engines) - 1))
    return "\n".join(lines)


def _whole_answers(results: Results) -> Iterator[str]:
    """What only the product does: the law applied, with clause, path and reason."""
    for task, label in _WHOLE.items():
        for group in dict.fromkeys(group for _, other, group in results.seconds if other == task):
            values = results.per_party(_OURS, task, group)
            part = statistics.median(results.per_party(_OURS, PART[task], group))
            median = statistics.median(values)
            p99 = _time(_p99(values)) if len(values) > 1 else ""
            peak = results.peaks[_OURS, task] / 1e6
            share = f"{_time(part)} ({part / median:.0%})"
            yield f"| {label}, {group} | {_time(median)} | {p99} | {share} | {peak:,.0f} MB |"


def _times(engines: Sequence[str], values: dict[str, float]) -> list[str]:
    ours = values.get(_OURS)
    cells = []
    for key in engines:
        value = values.get(key)
        if value is None:
            cells.append("")
        elif key == _OURS or ours is None:
            cells.append(_time(value))
        else:
            cells.append(f"{_time(value)} ({_ratio(ours / value)})")
    return cells


def _time(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.1f} s"
    return f"{seconds * 1e3:.1f} ms" if seconds >= 0.01 else f"{seconds * 1e3:.3f} ms"


def _ratio(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"


def _sizes(engines: Sequence[str], values: dict[str, float]) -> list[str]:
    return [f"{values[key] / 1e6:,.0f} MB" if values.get(key) else "" for key in engines]


def _p99(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
