"""Runs the tests and prints how long they took."""

import subprocess
import sys
import time

start = time.monotonic()
status = subprocess.call([sys.executable, "-m", "pytest", *sys.argv[1:]])
minutes, seconds = divmod(round(time.monotonic() - start), 60)
print(f"the tests took {minutes} min {seconds} s")
sys.exit(status)
