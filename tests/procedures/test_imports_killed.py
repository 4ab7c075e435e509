"""A process that was killed in the middle of an import, on a database on disk."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.procedures.test_imports_resume import folder_of

ROOT = Path(__file__).resolve().parents[2]
RECORDS = 120


@pytest.fixture
def installation(tmp_path: Path) -> dict[str, str]:
    """A database on disk of its own, prepared as ``make run`` does."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "motcua.settings.local",
        "VAR_DIR": str(tmp_path / "var"),
        "BROKER_DIR": str(tmp_path / "var" / "broker"),
        "DATABASE_URL": f"sqlite:///{tmp_path}/var/db.sqlite3",
        "DEMO_ACCOUNTS": "false",
        "LOG_LEVEL": "ERROR",
    }
    (tmp_path / "var").mkdir()
    subprocess.run([sys.executable, "-m", "scripts.prepare"], cwd=ROOT, env=environment, check=True)
    return environment


# Both processes are real ones; the first dies by itself in the middle of its second transaction, rows written and not
# committed, so that no clock decides what the test sees.
DYING = """
import os, signal
from procedures.models import ProcedurePage
from procedures.services.imports.work import Work

apply = Work.apply

def apply_and_die(self, rows):
    apply(self, rows)
    if ProcedurePage.objects.count() > 50:
        os.kill(os.getpid(), signal.SIGKILL)

Work.apply = apply_and_die
"""
IMPORT = """
from django.core.management import call_command
call_command("import_procedures", {source!r}, publish=True)
"""
CHECK = """
from wagtail.models import Page
print("problems", sum(map(len, Page.find_problems())))
"""


def run(environment: dict[str, str], *parts: str) -> "subprocess.CompletedProcess[str]":
    """A process of its own that knows the site and does what the parts say, one after the other."""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", "".join(parts)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_a_killed_process_is_gone_on_with_by_the_same_command(
    installation: dict[str, str], tmp_path: Path
) -> None:
    source = tmp_path / "nguon"
    source.mkdir()
    command = IMPORT.format(source=str(folder_of(source, RECORDS)))
    killed = run(installation, DYING, command)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with closing(sqlite3.connect(tmp_path / "var" / "db.sqlite3")) as database:
        assert count(database, "procedurepage") == count(database, "sourcerecord") == 50
        database.execute("UPDATE procedures_importbatch SET held_until = NULL")
        database.commit()
        done = run(installation, command, CHECK, command)
        assert done.returncode == 0, done.stderr
        assert count(database, "procedurepage") == count(database, "sourcerecord") == RECORDS
    first, _problems, second = done.stdout.partition("problems 0")
    assert "Làm tiếp đợt nhập 1" in first
    assert f"Mới {RECORDS}" in first
    assert f"không đổi {RECORDS}" in second


def count(database: sqlite3.Connection, table: str) -> int:
    return int(database.execute(f"SELECT count(*) FROM procedures_{table}").fetchone()[0])  # noqa: S608
