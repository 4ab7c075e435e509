"""The servers of the grown site, for real: Celery over its brokers. (PostgreSQL: ``scripts/test.py``.)"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds for a worker to start and deliver
QUEUE_ONE_MESSAGE = """
from django.db import transaction
from core.services.outbox import queue_message
with transaction.atomic():
    queue_message(channel="email", template="case_answered", recipient="nguoidan@example.vn", payload={})
"""


@pytest.mark.services
@pytest.mark.parametrize("broker", ["filesystem", "redis"])
def test_a_real_worker_delivers_a_message_that_a_transaction_queued(
    broker: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = "filesystem://localhost" if broker == "filesystem" else request.getfixturevalue("redis_url")
    settings = {**os.environ, **local_settings(tmp_path), "CELERY_BROKER_URL": url}
    subprocess.run([sys.executable, "-m", "scripts.prepare"], cwd=ROOT, env=settings, check=True, timeout=120)
    with worker(settings, tmp_path):
        subprocess.run(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", QUEUE_ONE_MESSAGE],
            cwd=ROOT,
            env=settings,
            check=True,
        )
        deadline = time.monotonic() + PATIENCE
        while "nguoidan@example.vn" not in mails(tmp_path):
            assert time.monotonic() < deadline, (tmp_path / "worker.log").read_text()
            time.sleep(0.2)


def local_settings(folder: Path) -> dict[str, str]:
    """One machine's settings with everything in a folder; a new database without demonstration content."""
    return {
        "DJANGO_SETTINGS_MODULE": "motcua.settings.local",
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "DEMO_ACCOUNTS": "false",
        "EMAIL_URL": f"filemail:///{folder}/mail",
    }


@contextmanager
def worker(settings: dict[str, str], folder: Path) -> Iterator[None]:
    """A Celery worker in a process of its own, with its words in ``worker.log``."""
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "motcua",
        "worker",
        "--pool",
        "solo",
        "--loglevel",
        "INFO",
    ]
    with (folder / "worker.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield
        finally:
            process.terminate()
            process.wait(30)


def mails(folder: Path) -> str:
    """The text of every mail written so far."""
    return "".join(path.read_text() for path in (folder / "mail").glob("*"))
