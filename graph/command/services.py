"""``neo4j start | stop | status`` and ``app``: what runs beside the command."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from graph.command.printing import print_json
from graph.command.progress import progress

_FOLDER = Path(".guanlian") / "neo4j"  # where ``graph.stores.open_store`` looks for it too


def neo4j(arguments: argparse.Namespace) -> int:
    """Start, stop or describe the Neo4j server of this working folder."""
    from graph import server

    folder = _FOLDER.absolute()
    if arguments.what == "start":
        with progress() as told:
            address = server.start(
                folder, port=arguments.port, heap=arguments.heap, page_cache=arguments.page_cache, progress=told
            )
        if arguments.json:
            print_json({"NEO4J_URI": address.uri, "NEO4J_ENV": str(address.credentials)})
        else:
            print(f"NEO4J_URI={address.uri}\nNEO4J_ENV={address.credentials}")
        return 0
    if arguments.what == "stop":
        ending = server.stop(folder)
        if arguments.json:
            print_json({"ending": ending})
        else:
            print(ending)
        return 0
    found = server.status(folder)
    if arguments.json:
        print_json(
            {
                "state": found.state, "NEO4J_URI": found.address and found.address.uri, "version": found.version,
                "pid": found.pid, "data_bytes": found.data_bytes,
            }
        )  # fmt: skip
    else:
        print(
            found.state + (f" {found.address.uri}, Neo4j {found.version}, process {found.pid}" if found.address else "")
        )
    return 0


def app(arguments: argparse.Namespace) -> int:
    """The front end, on this machine only."""
    page = Path(__file__).resolve().parents[2] / "app.py"
    environment = dict(os.environ)
    if arguments.store:
        environment["GUANLIAN_STORE"] = arguments.store
    command = [
        sys.executable, "-m", "streamlit", "run", str(page), "--server.address=127.0.0.1",
        f"--server.port={arguments.port}", "--browser.gatherUsageStats=false", "--client.showErrorDetails=none",
        "--server.headless=true",
    ]  # fmt: skip
    print(f"http://127.0.0.1:{arguments.port}", file=sys.stderr)
    return subprocess.call(command, env=environment)


def demo(arguments: argparse.Namespace) -> int:
    """Load the fictional register that comes with the program and ask one question for each kind of user."""
    from graph.command import main
    from graph.simulate import demo_register

    store = str(Path(".guanlian") / "demo")
    day = ["--as-of", "2026-01-01", *(["--lang", arguments.lang] if arguments.lang else [])]
    steps = [
        ("A fictional register is loaded.", ["load", str(demo_register()), "--replace"]),
        ("A credit officer asks about an applicant.", ["credit", "qinting-foods", *day]),
        (
            "A registrar asks about an appointee.",
            ["appoint", "luo-jingzhou", "--role", "director", "--organization", "heyun-water", *day],
        ),
        ("An analyst asks what hangs together.", ["connections", "yunzhu-warehousing", "--hops", "3", *day]),
    ]
    for what, words in steps:
        print(f"\n# {what}\n$ guanlian {' '.join(words)} --store {store}\n", flush=True)
        status = main([*words, "--store", store])
        if status:
            return status
    print(f"\nThe same in the browser: guanlian app --store {store}")
    return 0
