"""``make test``: gets what the tests need onto this machine, then runs all of them."""

import os
import sys
from pathlib import Path

from scripts import machine

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Become pytest, so that its summary is the last thing printed and its exit code ours."""
    try:
        machine.ensure_chromium()
        machine.ensure_servers()
    except machine.Missing as missing:
        sys.exit(str(missing))
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *sys.argv[1:]])


if __name__ == "__main__":
    main()
