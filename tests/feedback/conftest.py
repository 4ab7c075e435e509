"""What the tests of feedback share."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core.models import Department
from tests.feedback.factories import NOW, DepartmentFactory
from tests.feedback.sent_forms import Post, fields


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


@pytest.fixture
def on_monday() -> Iterator[None]:
    """The citizen is at the form on Monday 23/11/2026 at 9:00."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def fallback() -> Department:
    """The department that takes what nobody else takes."""
    return DepartmentFactory(name="Văn phòng UBND tỉnh", is_fallback=True)


@pytest.fixture
def post(client: Client) -> Post:
    """Send a form; keyword arguments are what differs from a good one, None for a field that is missing."""

    def _post(kind: str = "pakn_conduct", **changes: Any) -> HttpResponse:
        return client.post(reverse("feedback:form", args=[kind]), fields(**changes))

    return _post
