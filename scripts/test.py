"""``make test``: gets what the tests need onto this machine, then runs all of them.

The browser's tests run first and alone, because they measure a real site; the others share the processors.
Arguments go to pytest, which then runs once, with them.
"""

import os
import subprocess
import sys
from pathlib import Path

from scripts import machine

ROOT = Path(__file__).resolve().parents[1]
MOST_PROCESSES = 8


def main() -> int:
    """Run everything even when the first part fails; the exit code tells of both."""
    try:
        machine.ensure_chromium()
        machine.ensure_servers()
    except machine.Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    if len(sys.argv) > 1:
        return pytest(sys.argv[1:])
    browser = pytest(["-m", "browser"])
    if browser:
        print("\nThe browser's tests failed, as told above. The others follow.\n", flush=True)
    others = pytest(["-m", "not browser", "-n", str(min(processors(), MOST_PROCESSES))])
    return browser or others


def pytest(arguments: list[str]) -> int:
    """One run of pytest, whose last line is its summary."""
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode


def processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    sys.exit(main())
