"""Real servers for the tests: each on a free port, in its own temporary folder, gone afterwards.

PostgreSQL and Elasticsearch refuse to run as root, so a root caller lends the servers a system user. Should the tests
be killed, the kernel ends their servers (on Linux).
"""

import http.client
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from scripts import machine, ports
from scripts.supervise import die_with_parent

ROOT = Path(__file__).resolve().parents[1]
START_LIMIT = 180.0  # seconds; Elasticsearch needs 15 on a quiet machine, 45 on a busy one
STOP_LIMIT = 20.0
ELASTICSEARCH_SETTINGS = """\
cluster.name: mot-cua-mo-tests
discovery.type: single-node
xpack.security.enabled: false
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
path.data: {folder}/data
path.logs: {folder}/logs
# A full disk of this machine is nothing that the tests are about.
cluster.routing.allocation.disk.threshold_enabled: false
"""
JAVA_OPTIONS = """\
-Xms512m
-Xmx512m
-XX:+UseSerialGC
-XX:+ExitOnOutOfMemoryError
"""


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
        command += [part for each in settings for part in ("-c", each)]
        # The port is open before the server lets anybody in.
        with _server(command, folder, port, partial(_says_ready, data / "postmaster.pid")):
            yield f"postgres://portal@127.0.0.1:{port}/postgres"


@contextmanager
def migrated(server: str) -> Iterator[str]:
    """The name of a database on the PostgreSQL server that has every migration: tests begin with its copies."""
    name = f"migrated_{uuid.uuid4().hex[:12]}"
    address = urlsplit(server)._replace(path=f"/{name}").geturl()
    settings = {"DJANGO_SETTINGS_MODULE": "motcua.settings.test", "DATABASE_URL": address}
    command = [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity", "0"]
    with closing(psycopg2.connect(server)) as connection, connection.cursor() as cursor:
        connection.autocommit = True  # databases are made and dropped outside of transactions
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=True)
            yield name
        finally:
            cursor.execute(f"DROP DATABASE {name}")


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


@contextmanager
def elasticsearch() -> Iterator[str]:
    """The URL of an empty Elasticsearch; TEST_ELASTICSEARCH_URL names a running one."""
    if given := os.environ.get("TEST_ELASTICSEARCH_URL"):
        yield given
        return
    server, java = machine.elasticsearch_folder(), machine.java_home()
    if not server or not java:
        raise machine.Missing("The tests need Elasticsearch: make test installs it where it can.")
    port = ports.free_port()
    with _folder() as folder:
        # Links to the files of the cache, which the server's user need not be able to reach.
        home, config = folder / "server", folder / "config"
        shutil.copytree(server, home, copy_function=_link)
        for new in (config, folder / "tmp", folder / "data", folder / "logs"):
            new.mkdir()
        shutil.copy(server / "config" / "log4j2.properties", config)
        places = {"folder": folder, "http": port, "transport": ports.free_port()}
        (config / "elasticsearch.yml").write_text(ELASTICSEARCH_SETTINGS.format(**places))
        (config / "jvm.options").write_text(JAVA_OPTIONS.format(**places))
        _give_away(folder)
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "ES_JAVA_HOME": str(java),
            "ES_PATH_CONF": str(config),
            # Nothing is written outside the server's own folder.
            "ES_TMPDIR": str(folder / "tmp"),
            "JDK_JAVA_OPTIONS": f"-XX:-UsePerfData -Djava.io.tmpdir={folder / 'tmp'}",
        }
        ready = partial(_answers, port, "/_cluster/health?wait_for_status=yellow&timeout=1s")
        with _server([str(home / "bin" / "elasticsearch")], folder, port, ready, environment):
            yield f"http://127.0.0.1:{port}"


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy(source, target)


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
    _give_away(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _give_away(folder: Path) -> None:
    """Make the folders of a tree the servers' user's; files stay whose they are."""
    if owner := _owner():
        for path, _folders, _files in os.walk(folder):
            os.chown(path, owner.pw_uid, owner.pw_gid)


def _start(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start in a session of its own: a Ctrl-C reaches the tests alone, which end the servers in order."""
    owner = _owner()
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
            extra_groups=[] if owner else None,
        )


def _run(command: Sequence[str], folder: Path) -> None:
    if _start(command, folder).wait():
        raise machine.Missing(f"{Path(command[0]).name} failed: {(folder / 'log').read_text()[-1000:]}")


@contextmanager
def _server(
    command: Sequence[str],
    folder: Path,
    port: int,
    ready: Callable[[], bool] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[None]:
    process = _start(command, folder, environment)
    try:
        _wait_for(process, Path(command[0]).name, folder, ready or partial(_listens, port))
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(process: subprocess.Popen[bytes], name: str, folder: Path, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and process.poll() is None:
        if ready():
            return
        time.sleep(0.1)
    raise machine.Missing(f"{name} did not start: {(folder / 'log').read_text()[-1000:]}")


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _says_ready(state: Path) -> bool:
    try:
        return "ready" in state.read_text().split()
    except OSError:
        return False


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
