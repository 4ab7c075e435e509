"""Real servers for the tests: each on a free port, in its own temporary folder, gone afterwards.

``initdb`` refuses to run as root, so a root caller lends the servers a system user.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scripts import machine, ports

START_LIMIT = 30.0  # seconds


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database on a PostgreSQL server; TEST_POSTGRES_URL names a running one."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
        return
    port = ports.free_port()
    with _folder() as folder:
        data = folder / "data"
        _run(
            [_found("initdb"), "-D", str(data), "-A", "trust", "-U", "portal", "-E", "UTF8", "--no-sync"],
            folder,
        )
        command = [_found("postgres"), "-D", str(data), "-p", str(port), "-k", str(folder)]
        # Durability is not what the tests are about.
        settings = ["listen_addresses=127.0.0.1", "fsync=off", "full_page_writes=off", "max_connections=60"]
        with _server([*command, *(part for each in settings for part in ("-c", each))], folder, port):
            yield f"postgres://portal@127.0.0.1:{port}/postgres"


@contextmanager
def redis() -> Iterator[str]:
    """The URL of an empty Redis server; TEST_REDIS_URL names a running one."""
    if given := os.environ.get("TEST_REDIS_URL"):
        yield given
        return
    program = machine.redis_program()
    if not program:
        raise machine.Missing("The tests need Redis: make test installs it where it can.")
    port = ports.free_port()
    with _folder() as folder:
        options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
        with _server([program, "--port", str(port), *options], folder, port):
            yield f"redis://127.0.0.1:{port}/0"


def _found(program: str) -> str:
    path = machine.postgres_program(program)
    if not path:
        raise machine.Missing("The tests need PostgreSQL: make test installs it where it can.")
    return path


def _owner() -> pwd.struct_passwd | None:
    """Whom the servers run as; None means whoever runs the tests."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise machine.Missing(
        "PostgreSQL doesn't run as root and this machine has no user 'nobody' to run it as."
    )


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="mot-cua-mo-"))
    if owner := _owner():
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(command: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    owner = _owner()
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
            extra_groups=[] if owner else None,
        )


def _run(command: Sequence[str], folder: Path) -> None:
    if _start(command, folder).wait():
        raise machine.Missing(f"{Path(command[0]).name} failed: {(folder / 'log').read_text()[-1000:]}")


@contextmanager
def _server(command: Sequence[str], folder: Path, port: int) -> Iterator[None]:
    process = _start(command, folder)
    try:
        _wait_for(process, Path(command[0]).name, folder, port)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(process: subprocess.Popen[bytes], name: str, folder: Path, port: int) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise machine.Missing(f"{name} did not start: {(folder / 'log').read_text()[-1000:]}")
