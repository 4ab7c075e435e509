"""What a machine must have for the tests: found, or installed where that can be done."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
POSTGRES_FOLDERS = "/usr/lib/postgresql"


class Missing(Exception):
    """A part is not here and can't be installed; the message is one plain sentence."""


def chromium() -> str | None:
    """Path of the machine's own Chromium; None means the one that Playwright keeps."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def postgres_program(name: str) -> str | None:
    """``initdb`` or ``postgres``; Debian keeps them off the PATH, the newest version last."""
    versions = sorted(Path(POSTGRES_FOLDERS).glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(versions[-1]) if versions else shutil.which(name)


def redis_program() -> str | None:
    """The Redis server, or Valkey, which speaks the same protocol."""
    return shutil.which("redis-server") or shutil.which("valkey-server")


def ensure_chromium() -> None:
    """Have a browser: the machine's own, else Debian's package when root, else Playwright's download."""
    if chromium():
        return
    if can_apt():
        apt_install("Chromium", ("chromium", "fonts-liberation"))
        return
    print("Installing Chromium with Playwright ...", flush=True)
    if subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode:
        raise Missing(
            "The browser tests need Chromium: install your system's chromium package, or set CHROMIUM to one."
        )


def ensure_servers() -> None:
    """Have PostgreSQL and Redis, unless the environment names running ones."""
    wanted = []
    if not os.environ.get("TEST_POSTGRES_URL") and not postgres_program("initdb"):
        wanted.append(("PostgreSQL", "postgresql"))
    if not os.environ.get("TEST_REDIS_URL") and not redis_program():
        wanted.append(("Redis", "redis-server"))
    if not wanted:
        return
    names = " and ".join(name for name, _ in wanted)
    if not can_apt():
        raise Missing(
            f"The tests need {names}: install your system's packages ({', '.join(p for _, p in wanted)})."
        )
    apt_install(names, [package for _, package in wanted])


def can_apt() -> bool:
    """Whether this is a Debian-like machine where we may install packages."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(what: str, packages: Iterable[str]) -> None:
    """Install Debian packages, fetching the package lists first: a fresh machine has none."""
    print(f"Installing {what} ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", *arguments], env=quiet, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(
            f"{what} could not be installed: {(done.stderr or done.stdout).strip().splitlines()[-1]}"
        )
