"""Starts the whole site on this machine: ``make run``.

Prepares var/, then keeps the web server and one task worker running until Ctrl-C.
"""

import fcntl
import hashlib
import os
import sys
import time
import urllib.request
from pathlib import Path
from typing import IO, NoReturn

from scripts import ports
from scripts.supervise import Stopped, Supervisor

ROOT = Path(__file__).resolve().parents[1]
START_LIMIT = 90.0  # seconds until the first answer
# Names and passwords of the demonstration, as load_demo makes them.
ACCOUNTS = (
    ("hotich", "officer for civil status, phường An Lộc"),
    ("lanhdao", "head there, approves her answers"),
    ("canbo", "officer for residence, Công an phường An Lộc"),
    ("truongdonvi", "head there"),
    ("tiepnhan", "receives complaints, sees every unit's"),
    ("bientap", "editor"),
    ("duyet", "approves what editors wrote"),
    ("quantri", "administrator"),
)
PASSWORD = "demo-mo-cua"  # noqa: S105

PYTHON = (sys.executable, "-m")
PREPARE = (*PYTHON, "scripts.prepare")
STATIC = (sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
WEB = (*PYTHON, "gunicorn", "motcua.wsgi")
# solo: tasks run in the worker's own process, which is enough for one machine and half the memory.
# Running as root is the caller's choice; Celery need not repeat it at every start.
WORKER = (sys.executable, "-W", "ignore:You're running the worker", "-m", "celery", "-q",
          "-A", "motcua", "worker", "-B", "--pool", "solo", "--loglevel", "WARNING",
          "--without-gossip", "--without-mingle", "--without-heartbeat")  # fmt: skip


class Refusal(Exception):
    """The site can't start; the message is one plain sentence."""


def main() -> int:
    """Run until told to stop; 0 when somebody asked for the end, 1 when it can't go on."""
    try:
        host, port = address()
        var = Path(os.environ.get("VAR_DIR", ROOT / "var")).resolve()
        lock = hold(var)
        started = time.monotonic()
        with lock, Supervisor(environment(host, port, var), str(ROOT)) as supervisor:
            prepare(supervisor, var)
            supervisor.start("web", WEB)
            supervisor.start("worker", WORKER)
            wait_for_answer(supervisor, host, port)
            greet(host, port, var, time.monotonic() - started)
            watch(supervisor)
    except Stopped:
        print("\nStopped.")
        return 0
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1


def address() -> tuple[str, int]:
    """Where to listen: HOST and PORT, checked."""
    host, text = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Refusal(
            f"PORT={text} is not a port: choose a number from 1024 to 65535, as in: make run PORT=8000"
        )
    if problem := ports.problem_with(host, int(text)):
        raise Refusal(problem)
    return host, int(text)


def hold(var: Path) -> IO[str]:
    """Keep a second site off the same data; the lock ends with this process, however it ends."""
    try:
        var.mkdir(parents=True, exist_ok=True)
        lock = (var / "run.lock").open("a+")
    except OSError as error:
        raise Refusal(f"The data folder {var} can't be written: {error.strerror}.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        raise Refusal(
            f"The site is already running on this data folder (process {lock.read().strip()})."
        ) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def environment(host: str, port: int, var: Path) -> dict[str, str]:
    """What the programs see: this machine's settings, unless the caller chose others."""
    name = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104
    chosen = {
        "DJANGO_SETTINGS_MODULE": "motcua.settings.local",
        "PUBLIC_BASE_URL": f"http://{name}:{port}",
        "EMAIL_URL": f"filemail:///{var / 'mail'}",
        "LOG_LEVEL": "WARNING",
        "WEB_BIND": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
    } | os.environ
    return {**chosen, "PYTHONUNBUFFERED": "1"}


def prepare(supervisor: Supervisor, var: Path) -> None:
    """Database and static files, side by side; static files only when their sources changed."""
    stamp, sources = var / "static.stamp", static_sources()
    build_static = not stamp.exists() or stamp.read_text() != sources
    if build_static:
        print("Preparing the site, once ...", flush=True)
        supervisor.start("static files", STATIC)
    supervisor.start("database", PREPARE)
    if supervisor.finish("database"):
        raise Refusal("The database could not be prepared; the lines above say why.")
    if build_static:
        if supervisor.finish("static files"):
            raise Refusal("The static files could not be built; the lines above say why.")
        stamp.write_text(sources)


def static_sources() -> str:
    """A fingerprint of everything that the built static files come from."""
    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in sorted((ROOT / "static_src").rglob("*")):
        state = path.stat()
        digest.update(f"{path.relative_to(ROOT)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def wait_for_answer(supervisor: Supervisor, host: str, port: int) -> None:
    """Until the site says that it lives."""
    url = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/health/live"  # noqa: S104
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        tend(supervisor)
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise Refusal(f"The site did not answer within {START_LIMIT:.0f} seconds.")


def watch(supervisor: Supervisor) -> NoReturn:
    """Keep everything running; only a signal or a Refusal ends this."""
    while True:
        tend(supervisor)
        time.sleep(0.5)


def tend(supervisor: Supervisor) -> None:
    """A worker that ended is started again; a web server that ended takes everything down."""
    for name, code in supervisor.ended():
        if name == "web":
            raise Refusal(f"The web server ended with code {code}, so everything was stopped.")
        print(f"The {name} ended with code {code}; starting it again.", file=sys.stderr, flush=True)
        if not supervisor.restart(name):
            raise Refusal(f"The {name} keeps ending, so the site was stopped.")


def greet(host: str, port: int, var: Path, seconds: float) -> None:
    """The address and who can log in."""
    name = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104
    print(f"\nMột Cửa Mở is running (ready in {seconds:.1f} s)\n")
    print(f"  the site      http://{name}:{port}/")
    print(f"  for staff     http://{name}:{port}/admin/\n")
    for account, role in ACCOUNTS:
        print(f"  {account:<12}  {role}")
    print(f"\n  The password of every demonstration account is {PASSWORD}.")
    print(f"  Mails are written into {var / 'mail'}. Ctrl-C stops the site.\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
