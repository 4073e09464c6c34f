"""Runs the tests in two halves at once, with Neo4j and without, and prints how long they took."""

import subprocess
import sys
import tempfile
import time

HALVES = ("not neo4j", "neo4j")


def main() -> int:
    start = time.monotonic()
    command = [sys.executable, "-m", "pytest", *sys.argv[1:], "-m"]
    with tempfile.TemporaryFile() as kept:
        # What the second half says is told when the first, which is the longer, has ended.
        second = subprocess.Popen([*command, HALVES[1]], stdout=kept, stderr=subprocess.STDOUT)
        try:
            statuses = [subprocess.call([*command, HALVES[0]]), second.wait()]
        finally:
            second.terminate()
        kept.seek(0)
        sys.stdout.write(kept.read().decode(errors="replace"))
    minutes, seconds = divmod(round(time.monotonic() - start), 60)
    print(f"the tests took {minutes} min {seconds} s")
    return max(map(abs, statuses))


if __name__ == "__main__":
    sys.exit(main())
