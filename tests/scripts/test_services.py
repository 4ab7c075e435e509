"""The tests' own servers: fresh, on this machine only, and gone afterwards, whatever happens to the tests."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from scripts import ports, services

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0  # seconds
HOLD_A_REDIS = """
import time
from scripts import services
with services.redis() as url:
    print(url, flush=True)
    time.sleep(600)
"""
Server = Callable[[], AbstractContextManager[str]]


@pytest.mark.services
@pytest.mark.parametrize(
    ("name", "server"),
    [
        ("TEST_POSTGRES_URL", services.postgres),
        ("TEST_REDIS_URL", services.redis),
        ("TEST_ELASTICSEARCH_URL", services.elasticsearch),
    ],
    ids=["postgres", "redis", "elasticsearch"],
)
def test_a_server_that_the_environment_names_is_used(
    monkeypatch: pytest.MonkeyPatch, name: str, server: Server
) -> None:
    monkeypatch.setenv(name, "scheme://somewhere")
    with server() as url:
        assert url == "scheme://somewhere"


@pytest.mark.services
def test_the_tests_elasticsearch_is_the_version_that_production_runs(elasticsearch_url: str) -> None:
    with urllib.request.urlopen(f"{elasticsearch_url}/_nodes/_local/info/jvm") as answer:  # noqa: S310
        node = next(iter(json.load(answer)["nodes"].values()))
    assert f"elasticsearch:{node['version']}" in (ROOT / "compose.yaml").read_text()
    assert node["ip"] == "127.0.0.1"


@pytest.mark.services
@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name
)
def test_no_server_outlives_the_tests(number: signal.Signals) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD_A_REDIS],
        cwd=ROOT,
        env=os.environ | {"TEST_REDIS_URL": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert holder.stdout
    port = int(holder.stdout.readline().decode().rpartition(":")[2].partition("/")[0])
    folder = Path(f"/proc/{ports.owner_of(port).split()[1]}/cwd").readlink()
    holder.send_signal(number)
    holder.communicate(timeout=PATIENCE)
    deadline = time.monotonic() + PATIENCE
    while ports.owner_of(port) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert ports.owner_of(port) == ""
    # Only who is asked to end can clean up.
    assert folder.exists() is (number is not signal.SIGINT)
    shutil.rmtree(folder, ignore_errors=True)
