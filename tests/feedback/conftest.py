"""What the tests of feedback share."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections


@pytest.fixture(autouse=True)
def _clean_slate() -> Iterator[None]:
    """No cached calendar, count or file of another test."""
    cache.clear()
    yield
    shutil.rmtree(settings.PRIVATE_MEDIA_ROOT, ignore_errors=True)


@pytest.fixture
def database_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every thread that starts now work on a copy of the test database that is a real file.

    SQLite in memory, which other tests use, locks whole tables and not as the real site does. For tests marked
    ``django_db(transaction=True)``: out of an open transaction SQLite copies no database.
    """
    if connection.vendor == "sqlite":
        path = tmp_path / "threads.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
        monkeypatch.setitem(connections.databases["default"], "NAME", str(path))
