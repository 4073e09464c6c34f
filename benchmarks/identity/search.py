"""``python -m benchmarks.identity.search``: how quick ``find`` is among many names, and how often it is right."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pyarrow as pa

from benchmarks.identity import fiction
from graph.exposure import find
from graph.identity import initials, sounds
from graph.model.tables import TABLES
from graph.stores.snapshot import SnapshotStore

_KEY = bytes(16)


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
        began = time.perf_counter()
        report = store.load({"parties": _parties(names)}, replace=True)
        print(f"{len(names):,} names: loaded in {time.perf_counter() - began:.1f} s, {report.seconds}")
        size = sum(path.stat().st_size for path in Path(folder).rglob("names-*/*"))
        print(f"the index of names takes {size / 1e6:.0f} MB")
        with store.view() as view:
            for text in ("张", "zhangwei", "欧阳锋锋"):
                find(view, text, _KEY)  # what is opened once is on nobody's clock
            for kind, typed in _kinds(random).items():
                for first, whose in ((1, "people"), (0, "companies")):
                    taken, told = [], 0
                    for number in random.sample(range(first, len(names), 2), arguments.each):
                        text = typed(names[number], first == 1)
                        began = time.perf_counter()
                        found = find(view, text, _KEY)
                        taken.append((time.perf_counter() - began) * 1000)
                        told += any(one.name == names[number] for one in found)
                    worst = sorted(taken)[int(len(taken) * 0.99)]
                    print(
                        f"{kind:24} {whose:10} median {statistics.median(taken):6.2f} ms, 99 % within {worst:6.1f} ms, "
                        f"among the first ten {told / len(taken):.2f}"
                    )


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
