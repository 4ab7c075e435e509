"""``make test``: gets what the tests need onto this machine, then runs all of them.

The browser's tests run first, each process with a site of its own; the others share one Elasticsearch server. Those
that use the database run twice: on SQLite and on a real PostgreSQL server. Arguments go to pytest, which then runs
once, with them, on the database that DATABASE_URL names.
"""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

from scripts import machine, services

ROOT = Path(__file__).resolve().parents[1]
MOST_PROCESSES = 8
CLEANING_LIMIT = 60.0  # seconds


class Terminated(KeyboardInterrupt):
    """Somebody told this process alone to end; a Ctrl-C reaches its children too."""


def main() -> int:
    """Run everything even when a part fails; the exit code tells of all."""
    signal.signal(signal.SIGTERM, _terminated)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
    try:
        machine.ensure_chromium()
        machine.ensure_servers()
        machine.ensure_elasticsearch()
        return pytest(sys.argv[1:]) if len(sys.argv) > 1 else everything()
    except machine.Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def everything() -> int:
    """All parts, one after the other."""
    # Tests that share what is dear to make are marked as a group and stay together.
    workers = ["-n", str(min(processors(), MOST_PROCESSES)), "--dist", "loadgroup"]
    results = [run("the browser's tests", ["-m", "browser", *workers])]
    with services.elasticsearch() as elasticsearch:
        os.environ["TEST_ELASTICSEARCH_URL"] = elasticsearch
        results.append(run("all others, on SQLite", ["-m", "not browser", *workers]))
        with services.postgres() as database:
            on_postgres = ["-m", "postgres", *workers]
            what = "those that use the database, on PostgreSQL"
            with services.migrated(database) as template:
                results.append(run(what, on_postgres, DATABASE_URL=database, TEST_TEMPLATE=template))
    return max(results)


def run(what: str, arguments: list[str], **environment: str) -> int:
    """One part of the tests; says what it is before it starts and, if it fails, after it."""
    print(f"\n--- {what} ---", flush=True)
    result = pytest(arguments, **environment)
    if result:
        print(f"\nFailed, as told above: {what}.", flush=True)
    return result


def pytest(arguments: list[str], **environment: str) -> int:
    """One run of pytest, whose last line is its summary. Interrupted, it has the time to put its servers away."""
    command = [sys.executable, "-m", "pytest", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        return process.wait()
    except KeyboardInterrupt as interrupt:
        if isinstance(interrupt, Terminated):
            process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(CLEANING_LIMIT)
        raise
    finally:
        process.kill()


def _terminated(number: int, frame: FrameType | None) -> None:
    raise Terminated


def processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    sys.exit(main())
