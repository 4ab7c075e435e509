"""``make test``: gets what the tests need onto this machine, then runs all of them.

The browser's tests run first and alone, because they measure a real site; the others share the processors. Those that
use the database run twice: on SQLite and on a real PostgreSQL server. Arguments go to pytest, which then runs once,
with them, on the database that DATABASE_URL names.
"""

import os
import subprocess
import sys
from pathlib import Path

from scripts import machine, services

ROOT = Path(__file__).resolve().parents[1]
MOST_PROCESSES = 8


def main() -> int:
    """Run everything even when a part fails; the exit code tells of all."""
    try:
        machine.ensure_chromium()
        machine.ensure_servers()
    except machine.Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    if len(sys.argv) > 1:
        return pytest(sys.argv[1:])
    workers = ["-n", str(min(processors(), MOST_PROCESSES))]
    results = [run("the browser's tests", ["-m", "browser"])]
    results.append(run("all others, on SQLite", ["-m", "not browser", *workers]))
    with services.postgres() as url:
        on_postgres = ["-m", "postgres", *workers]
        results.append(run("those that use the database, on PostgreSQL", on_postgres, DATABASE_URL=url))
    return max(results)


def run(what: str, arguments: list[str], **environment: str) -> int:
    """One part of the tests; says what it is before it starts and, if it fails, after it."""
    print(f"\n--- {what} ---", flush=True)
    result = pytest(arguments, **environment)
    if result:
        print(f"\nFailed, as told above: {what}.", flush=True)
    return result


def pytest(arguments: list[str], **environment: str) -> int:
    """One run of pytest, whose last line is its summary."""
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    sys.exit(main())
