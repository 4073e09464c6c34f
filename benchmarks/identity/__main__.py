"""``python -m benchmarks.identity``: the table of right, wrong and missed on the third that was held out."""

from __future__ import annotations

import argparse
import json
import subprocess
from collections import defaultdict
from pathlib import Path

from benchmarks.identity import product
from benchmarks.identity.cases import Case, cases
from benchmarks.identity.pairs import pairs
from benchmarks.identity.score import Score, best_threshold, bound, scored, total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=1000, help="cases of each kind")
    parser.add_argument("--peer", type=Path, metavar="PYTHON", help="an interpreter that has nomenklatura")
    parser.add_argument("--out", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    every = list(cases(arguments.seed, arguments.each))
    tuning = [case for case in every if not case.held_out]
    held_out = [case for case in every if case.held_out]
    lines = [
        f"{len(every):,} records with {sum(len(case.parties) for case in every):,} pairs, seed {arguments.seed}; "
        f"{len(held_out):,} records held out. On those:", "",
    ]  # fmt: skip
    columns = {"Guanlian": scored(held_out, product.found(every))}
    if arguments.peer:
        scores = _peer(every, arguments.peer)
        level, precise = best_threshold(tuning, scores)
        word = (
            "best of precision 0.999" if precise else "no threshold reaches a precision of 0.999; the most precise is"
        )
        lines[0] += f" nomenklatura logic-v2, threshold set on the other records: {word} {level:.3f}."
        columns["nomenklatura"] = scored(held_out, bound(scores, level))
        usual = total(scored(held_out, bound(scores, 0.7)).values())
        lines.append(
            f"At its usual threshold of 0.70: {usual.predicted:,} bound, {usual.wrong:,} of them wrongly, "
            f"{usual.missed:,} missed.\n"
        )
    lines += _table(columns)
    text = "\n".join(lines) + "\n"
    print(text)
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")


def _peer(every: list[Case], python: Path) -> dict[str, list[tuple[str, float]]]:
    asked = [(case.id, party, pair) for case in every for party, pair in pairs(case)]
    lines = "".join(json.dumps(pair, ensure_ascii=False) + "\n" for _, _, pair in asked)
    script = Path(__file__).with_name("peer.py")
    told = subprocess.run([python, script], input=lines, capture_output=True, text=True, check=True).stdout.split()
    scores = defaultdict(list)
    for (case, party, _), score in zip(asked, told, strict=True):
        scores[case].append((party, float(score)))
    return scores


def _table(columns: dict[str, dict[str, Score]]) -> list[str]:
    heads = [f"{name}: bound | wrong | missed | precision | recall" for name in columns]
    lines = [f"| kind | records | provable | {' | '.join(heads)} |", f"|---|{'---:|' * (2 + 5 * len(columns))}"]
    first = next(iter(columns.values()))
    rows = {**{kind: [scores[kind] for scores in columns.values()] for kind in first},
            "**all**": [total(scores.values()) for scores in columns.values()]}  # fmt: skip
    for kind, scores in rows.items():
        cells = [
            f"{score.predicted:,} | {score.wrong} | {score.missed} | {score.precision:.4f} | "
            + (f"{score.recall:.4f}" if score.provable else "–")
            for score in scores
        ]
        lines.append(f"| {kind} | {scores[0].cases:,} | {scores[0].provable:,} | {' | '.join(cells)} |")
    return lines


if __name__ == "__main__":
    main()
