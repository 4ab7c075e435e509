"""What a machine must have for the tests: found, or installed where that can be done."""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
POSTGRES_FOLDERS = "/usr/lib/postgresql"
# The server itself as Maven artifacts have it, without the parts that the site does not use.
ELASTICSEARCH = "8.19.3"
ELASTICSEARCH_ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{ELASTICSEARCH}:zip"
ELASTICSEARCH_SHA256 = "c4b08b70523700efde9f3e4c9287229f085c2c0db1efca5c6a7d65abbdb9f2e1"
# Those that this Elasticsearch runs on, and how Debian and its kin call them, the preferred first.
JAVA_VERSIONS = range(17, 25)
JAVA_PACKAGES = ("openjdk-17-jre-headless", "openjdk-21-jre-headless")
JAVA_FOLDERS = "/usr/lib/jvm"
FETCH_LIMIT = 1200.0  # seconds for 97 MB


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


def java_home() -> Path | None:
    """The folder of a Java that Elasticsearch runs on: the one that the environment names, else one found here."""
    named = [Path(os.environ[name]) for name in ("ES_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    on_path = [Path(path).resolve().parents[1]] if (path := shutil.which("java")) else []
    installed = sorted(Path(JAVA_FOLDERS).glob("*"))
    return next(
        (home for home in [*named, *on_path, *installed] if _java_version(home) in JAVA_VERSIONS), None
    )


def _java_version(home: Path) -> int:
    """The major version of the Java in a folder; 0 when there is none."""
    try:
        command = [str(home / "bin" / "java"), "-XX:-UsePerfData", "-version"]
        said = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    version = re.search(r'version "(\d+)', said.stderr)
    return int(version[1]) if version else 0


def cache_folder() -> Path:
    """Where downloads are kept, outside the work tree."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mot-cua-mo"


def elasticsearch_folder() -> Path | None:
    """The unpacked Elasticsearch, when it is here."""
    folder = cache_folder() / f"elasticsearch-{ELASTICSEARCH}"
    return folder if folder.is_dir() else None


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


def ensure_elasticsearch() -> None:
    """Have Elasticsearch and a Java for it, unless the environment names a running one."""
    if os.environ.get("TEST_ELASTICSEARCH_URL"):
        return
    if not java_home():
        _install_java()
    if elasticsearch_folder():
        return
    if not shutil.which("mvn"):
        if not can_apt():
            raise Missing("The tests get Elasticsearch by Maven: install your system's maven package.")
        apt_install("Maven", ("maven",))
    try:
        with _alone(cache_folder()) as cache:
            if not elasticsearch_folder():
                _fetch_elasticsearch(cache)
    except OSError as error:
        raise Missing(f"Elasticsearch can't be kept in {cache_folder()}: {error.strerror}.") from error


def _install_java() -> None:
    for package in JAVA_PACKAGES if can_apt() else ():
        try:
            apt_install("Java", (package,))
        except Missing:
            continue
        return
    raise Missing(
        f"Elasticsearch needs Java {JAVA_VERSIONS[0]} to {JAVA_VERSIONS[-1]}: "
        f"install your system's package, or set ES_JAVA_HOME to one."
    )


@contextmanager
def _alone(folder: Path) -> Iterator[Path]:
    """A folder that no other run of the tests writes to meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _fetch_elasticsearch(cache: Path) -> None:
    """Get the artifact from where Maven's own settings say, look at its sum, and unpack it, whole or not at all."""
    print("Fetching Elasticsearch (97 MB), once ...", flush=True)
    with tempfile.TemporaryDirectory(dir=cache) as half:
        options = [f"-Dartifact={ELASTICSEARCH_ARTIFACT}", f"-DoutputDirectory={half}"]
        command = ["mvn", "-q", "-B", "dependency:copy", *options]
        try:
            done = subprocess.run(
                command, cwd=half, capture_output=True, text=True, timeout=FETCH_LIMIT, check=False
            )
        except subprocess.TimeoutExpired:
            raise Missing("Elasticsearch could not be fetched: Maven took too long.") from None
        packed = Path(half) / f"elasticsearch-{ELASTICSEARCH}.zip"
        if done.returncode or not packed.exists():
            reason = next(iter(re.findall(r"\[ERROR\] (.*)", done.stdout)), done.stderr.strip())
            raise Missing(
                f"Elasticsearch could not be fetched: does this machine reach a Maven repository? {reason[:300]}"
            )
        with packed.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != ELASTICSEARCH_SHA256:
                raise Missing("The Elasticsearch that Maven brought is not the one that was asked for.")
        unpack(packed, Path(half) / "unpacked")
        (Path(half) / "unpacked" / packed.stem).replace(cache / packed.stem)


def unpack(packed: Path, folder: Path) -> None:
    """Unpack so that every user can read it, since the servers run as another one than root."""
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)


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
