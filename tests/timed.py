"""Runs the tests in three parts at once, and prints how long they took.

The parts are what asks Neo4j, what Hypothesis draws, and the rest. Each waits at times, for the server, the browser or
the disk, so that three keep two cores busy.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

PARTS = ("not neo4j and not hypothesis", "hypothesis and not neo4j", "neo4j")


def main() -> int:
    start = time.monotonic()
    command = [sys.executable, "-m", "pytest", *sys.argv[1:], "-m"]
    with tempfile.TemporaryDirectory() as folder:
        # What the others say is told, one after the other, when the first has ended.
        kept = [Path(folder) / str(number) for number in range(1, len(PARTS))]
        others = []
        try:
            for part, path in zip(PARTS[1:], kept, strict=True):
                with path.open("wb") as file:
                    others.append(subprocess.Popen([*command, part], stdout=file, stderr=subprocess.STDOUT))
            statuses = [subprocess.call([*command, PARTS[0]])]
            for other, path in zip(others, kept, strict=True):
                statuses.append(other.wait())
                print(path.read_text(errors="replace"), flush=True)
        finally:
            for other in others:
                other.terminate()
    minutes, seconds = divmod(round(time.monotonic() - start), 60)
    print(f"the tests took {minutes} min {seconds} s")
    return max(map(abs, statuses))


if __name__ == "__main__":
    sys.exit(main())
