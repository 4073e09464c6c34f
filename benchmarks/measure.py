"""What the operating system says: peak memory of a process, its processor time, the machine."""

from __future__ import annotations

import contextlib
import os
import platform
import resource
import sys
from pathlib import Path


def peak_of(pid: int | None = None) -> int:
    """The most bytes that the process held resident since ``forget_peak``, mapped files included."""
    try:
        status = Path(f"/proc/{pid or 'self'}/status").read_text()
    except OSError:
        if pid is None:  # not Linux: the peak since the start
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        return 0
    lines = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return int(lines.get("VmHWM", "0 kB").split()[0]) * 1024


def forget_peak(pid: int | None = None) -> None:
    """Count the peak from what is resident now."""
    with contextlib.suppress(OSError):
        Path(f"/proc/{pid or 'self'}/clear_refs").write_text("5")


def machine() -> dict[str, str]:
    """Cores, processor, memory, system, versions of what runs the benchmark."""
    import numpy
    import pyarrow

    processor = platform.processor() or platform.machine()
    memory = ""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                processor = line.partition(":")[2].strip()
                break
        total = Path("/proc/meminfo").read_text().split("MemTotal:")[1].split()[0]
        memory = f"{int(total) / 2**20:.0f} GB"
    except OSError:
        pass
    return {
        "cores": str(os.cpu_count()),
        "processor": processor,
        "memory": memory,
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "numpy": numpy.__version__,
        "pyarrow": pyarrow.__version__,
        "load average at the start": ", ".join(f"{value:.1f}" for value in os.getloadavg()),
    }
