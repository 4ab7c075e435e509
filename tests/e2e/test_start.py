"""Starting and stopping: what ``make run`` promises beside the site itself."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.e2e.site_under_test import ROOT, RunningSite, running_site

SECONDS_AGAIN = 30.0  # on a machine that is busy with other tests; a quiet one needs three


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that one start leaves to the next; without demonstration content, to be quick."""
    return tmp_path_factory.mktemp("start") / "var"


def test_a_start_is_whole_and_a_stop_leaves_nothing(var: Path) -> None:
    with running_site(var, DEMO_ACCOUNTS="false") as site:
        assert status(site, "/health/live") == 200
        assert len(site.processes()) >= 4
        before = (var / "secret-key").read_text()
        assert len(before) >= 50
        assert (var / "secret-key").stat().st_mode & 0o077 == 0
    assert site.processes() == set()
    assert "Stopped." in site.output


def test_a_second_start_is_quick_and_changes_nothing(var: Path) -> None:
    secret = (var / "secret-key").read_text()
    built = (var / "static.stamp").stat().st_mtime_ns
    (var / "output").unlink()
    began = time.monotonic()
    with running_site(var, DEMO_ACCOUNTS="false") as site:
        assert time.monotonic() - began < SECONDS_AGAIN
        assert "Preparing" not in site.output
    assert (var / "secret-key").read_text() == secret
    assert (var / "static.stamp").stat().st_mtime_ns == built


def test_a_worker_that_dies_is_started_again_and_a_dead_web_server_ends_everything(var: Path) -> None:
    (var / "output").unlink()
    with running_site(var, DEMO_ACCOUNTS="false") as site:
        os.kill(head(site, "celery"), signal.SIGKILL)
        wait_for(site, "The worker ended with code -9; starting it again.")
        wait_until(lambda: head(site, "celery") > 0)
        os.kill(head(site, "gunicorn"), signal.SIGKILL)
        wait_for(site, "The web server ended with code -9, so everything was stopped.")
        wait_until(lambda: site.processes() == set())


def test_a_second_site_on_the_same_data_is_refused_in_one_sentence(var: Path) -> None:
    (var / "output").unlink()
    with running_site(var, DEMO_ACCOUNTS="false"):
        done = subprocess.run(
            [sys.executable, "-m", "scripts.run"],
            cwd=ROOT,
            env={**os.environ, "VAR_DIR": str(var), "PORT": "0"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1


def status(site: RunningSite, path: str) -> int:
    connection = HTTPConnection(site.url.removeprefix("http://"), timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def head(site: RunningSite, program: str) -> int:
    """The process that leads the group of a program; 0 when there is none."""
    for pid in sorted(site.processes()):
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if program.encode() in command and os.getpgid(pid) == pid:
            return pid
    return 0


def wait_for(site: RunningSite, words: str) -> None:
    wait_until(lambda: words in site.output)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
