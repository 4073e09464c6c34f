"""``python -m benchmarks.identity.search``: how quick ``find`` is among many names, and how often it is right.

Drawn names repeat each other: of a person with a character left out, and of a company whose word is left with one
character, a hundred others are as near as the one that was meant, and nobody could tell. So a slip is counted twice:
for every name asked, and for those *plain*, to which no more than ten names come as near as one character. Times are
of the processor, so that other work on the machine is on nobody's clock.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from benchmarks.identity import fiction
from graph.exposure import find
from graph.identity import initials, sounds
from graph.model.tables import TABLES
from graph.stores.snapshot import SnapshotStore

_KEY = bytes(16)
_SLIPS = ("one character missing", "one character wrong")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--each", type=int, default=120, help="questions of each kind")
    arguments = parser.parse_args()
    random = Random(7)
    names = [
        fiction.person_name(random) if number % 2 else fiction.company_name(random) for number in range(arguments.names)
    ]
    with TemporaryDirectory() as folder:
        store = SnapshotStore(Path(folder), _KEY)
        began, worked = time.perf_counter(), time.process_time()
        report = store.load({"parties": _parties(names)}, replace=True)
        print(f"{len(names):,} names: loaded in {time.perf_counter() - began:.1f} s, {report.seconds}")
        print(f"of the processor {time.process_time() - worked:.1f} s, both cores together")
        size = sum(path.stat().st_size for path in Path(folder).rglob("names-*/*"))
        print(f"the index of names takes {size / 1e6:.0f} MB")
        with store.view() as view:
            for text in ("张", "zhangwei", "欧阳锋锋"):
                find(view, text, _KEY)  # what is opened once is on nobody's clock
            for kind, typed in _kinds(random).items():
                for first, whose in ((1, "people"), (0, "companies")):
                    numbers = random.sample(range(first, len(names), 2), arguments.each)
                    texts = [typed(names[number], first == 1) for number in numbers]
                    taken, told = [], []
                    for number, text in zip(numbers, texts, strict=True):
                        began = time.process_time()
                        found = find(view, text, _KEY)
                        taken.append((time.process_time() - began) * 1000)
                        told.append(any(one.name == names[number] for one in found))
                    worst = sorted(taken)[int(len(taken) * 0.99)]
                    line = (
                        f"{kind:24} {whose:10} median {statistics.median(taken):6.2f} ms, 99 % within {worst:6.1f} ms, "
                        f"among the first ten {sum(told) / len(told):.2f}"
                    )
                    if kind in _SLIPS:
                        plain = [right for right, near in zip(told, _near(texts, names), strict=True) if near <= 10]
                        line += f"; of {len(plain)} plain ones {sum(plain) / len(plain) if plain else 0:.3f}"
                    print(line, flush=True)


def _near(texts: list[str], names: list[str]) -> list[int]:
    """For each of ``texts`` how many names differ from it by one character at most."""
    distances = process.cdist(texts, names, scorer=Levenshtein.distance, score_cutoff=1, dtype=np.uint8)
    return [int((row <= 1).sum()) for row in distances]


def _parties(names: list[str]) -> pa.Table:
    count, schema = len(names), TABLES["parties"].schema
    columns = {field.name: pa.nulls(count, field.type) for field in schema}
    columns["id"] = pa.array([f"P{number:08d}" for number in range(count)])
    columns["kind"] = pa.array(["person" if number % 2 else "organization" for number in range(count)])
    columns["name"] = pa.array(names)
    return pa.table({**columns, "row": pa.array(range(count)), "file": pa.array(["drawn"] * count)})


def _kinds(random: Random) -> dict[str, Callable[[str, bool], str]]:
    def missing(name: str, _: bool) -> str:
        at = random.randrange(len(name))
        return name[:at] + name[at + 1 :]

    def wrong(name: str, _: bool) -> str:
        at = random.randrange(len(name))
        return name[:at] + random.choice(fiction.GIVEN) + name[at + 1 :]

    return {
        "the whole name": lambda name, _: name,
        "the first half of it": lambda name, _: name[: max(2, len(name) // 2)],
        "one character missing": missing,
        "one character wrong": wrong,
        "pinyin": lambda name, person: sounds(name, person=person)[0].replace(" ", ""),
        "initials": lambda name, person: initials(sounds(name, person=person)[0])[:12],
    }


if __name__ == "__main__":
    main()
