"""What the tests of feedback share."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
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

from core.models import Department, User
from feedback.models import Case
from feedback.services.deadlines import freeze_rules
from feedback.workflow import State
from tests.feedback.factories import NOW, SECRET, CaseFactory, DepartmentFactory, UserFactory, grant
from tests.feedback.sent_forms import Post, fields
from tests.feedback.tracked_cases import LookUp


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


@pytest.fixture
def clock() -> Any:
    """An hour after the default case came in; tests move it on."""
    with time_machine.travel(NOW + timedelta(hours=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def case(officer: User) -> Case:
    """A case of the officer's department, with its rows of law."""
    _rule, snapshot = freeze_rules("pakn_conduct", NOW.date())
    created: Case = CaseFactory(owner_department=officer.department, rule_snapshot=snapshot)
    return created


@pytest.fixture
def look_up(client: Client) -> LookUp:
    def _look_up(code: str, secret: str = SECRET, **more: str) -> HttpResponse:
        return client.post(reverse("tracking:lookup"), {"code": code, "secret": secret, **more})

    return _look_up


@pytest.fixture
def opened(client: Client, case: Case, look_up: LookUp) -> Client:
    """A browser in which the case was looked up."""
    assert look_up(case.public_code).status_code == 302
    return client


@pytest.fixture
def ward() -> Department:
    return DepartmentFactory(name="Công an phường An Lộc")


@pytest.fixture
def officer(ward: Department) -> User:
    """Somebody of the ward who handles cases."""
    return grant(UserFactory(department=ward), "handle_case")


@pytest.fixture
def head(ward: Department) -> User:
    """The ward's head, who also approves answers."""
    return grant(UserFactory(department=ward), "handle_case", "approve_answer")


@pytest.fixture
def make(ward: Department) -> Callable[..., Case]:
    """Make a case of the ward's in any state, with its rows of law, whose sender wants mail."""

    def _make(state: State = State.RECEIVED, **fields: object) -> Case:
        _rule, snapshot = freeze_rules("pakn_conduct", NOW.date())
        fields.setdefault("contact__preferred_channel", "email")
        case: Case = CaseFactory(owner_department=ward, state=state, rule_snapshot=snapshot, **fields)
        return case

    return _make


@pytest.fixture
def as_officer(officer: User) -> Client:
    """The officer's browser."""
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def as_head(head: User) -> Client:
    """The head's browser."""
    client = Client()
    client.force_login(head)
    return client
