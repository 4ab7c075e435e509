"""The search index follows over a real broker with a real worker, and what a broker lost is not lost."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts import ports
from search.engines.base import EngineQuery, Group
from search.engines.sqlite import SqliteEngine
from tests.integration.test_servers import PATIENCE, ROOT, local_settings, worker

PUBLISH = """
from wagtail.models import Page
from home.models import StandardPage
Page.get_first_root_node().add_child(instance=StandardPage(title="{title}", slug="{slug}"))
"""
DRAIN = """
from core.services.background import enqueue
enqueue("search.drain_index_tasks")
"""


def shell(code: str, settings: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", code]
    subprocess.run(command, cwd=ROOT, env=settings, check=True, timeout=120)


def queued(folder: Path) -> int:
    with sqlite3.connect(folder / "db.sqlite3") as database:
        count: int = database.execute("SELECT count(*) FROM search_indextask").fetchone()[0]
    database.close()
    return count


def found(folder: Path, word: str) -> list[str]:
    engine = SqliteEngine(folder / "search-guides.sqlite3")
    hits = engine.search(EngineQuery(text=word, groups=(Group(((word,),)),))).hits
    return [hit.title for hit in hits]


def wait_until_drained(folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while queued(folder):
        assert time.monotonic() < deadline, (folder / "worker.log").read_text()
        time.sleep(0.2)


@pytest.mark.services
@pytest.mark.parametrize("broker", ["filesystem", "redis"])
def test_what_is_published_while_the_broker_is_away_is_found_when_a_worker_runs(
    broker: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = "filesystem://localhost" if broker == "filesystem" else request.getfixturevalue("redis_url")
    settings = {**os.environ, **local_settings(tmp_path), "CELERY_BROKER_URL": url}
    subprocess.run([sys.executable, "-m", "scripts.prepare"], cwd=ROOT, env=settings, check=True, timeout=120)
    away = {**settings, "CELERY_BROKER_URL": f"redis://127.0.0.1:{ports.free_port()}/0"}
    shell(PUBLISH.format(title="Trang ngựa Zebra", slug="zebra"), away)
    assert queued(tmp_path) > 0
    with worker(settings, tmp_path):
        shell(DRAIN, settings)
        wait_until_drained(tmp_path)
        assert found(tmp_path, "zebra") == ["Trang ngựa Zebra"]
        shell(PUBLISH.format(title="Trang gấu Panda", slug="panda"), settings)
        wait_until_drained(tmp_path)
        assert found(tmp_path, "panda") == ["Trang gấu Panda"]
