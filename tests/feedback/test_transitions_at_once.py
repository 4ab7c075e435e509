"""Two people at once on a real database file: one wins, the other is told, the history has one row."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, connections

from core.models import User
from feedback.models import Case
from feedback.services.alerts import send_due_alerts
from feedback.services.transitions import StaleCaseError, move_case
from feedback.workflow import MoveRefusedError
from tests.feedback.factories import NOW, CaseFactory, UserFactory, grant

# SQLite copies no database out of a connection that is writing: the tests run outside a transaction.
pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 6


@pytest.fixture
def on_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every new thread's connection opens a copy of the test database that is a real file."""
    if connection.vendor != "sqlite":
        yield
        return
    path = tmp_path / "race.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    copy.close()
    monkeypatch.setitem(connections.databases["default"], "NAME", str(path))
    yield


def in_threads(jobs: list[Callable[[], str]]) -> list[str]:
    """What each job returned or which error it raised, all started at the same moment."""
    barrier, outcomes = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], str]) -> None:
        try:
            barrier.wait()
            outcomes.append(job())
        except (StaleCaseError, MoveRefusedError) as error:
            outcomes.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def prepared() -> tuple[Case, list[User]]:
    """A case with several officers, written by a thread of its own."""
    found: list[tuple[Case, list[User]]] = []

    def write() -> str:
        case = CaseFactory()
        people = [
            grant(UserFactory(department=case.owner_department), "handle_case", "approve_answer")
            for _number in range(PEOPLE)
        ]
        found.append((case, people))
        return "ready"

    assert in_threads([write]) == ["ready"]
    return found[0]


def events(case: Case, move: str) -> int:
    """How often the move stands in the history, read by a thread of its own."""
    [count] = in_threads([lambda: str(case.events.filter(move=move).count())])
    return int(count)


@pytest.mark.usefixtures("on_a_file")
@pytest.mark.parametrize(("version", "error"), [(0, "StaleCaseError"), (None, "MoveRefusedError")])
def test_only_one_of_several_officers_moves_the_case(version: int | None, error: str) -> None:
    case, people = prepared()

    def start(person: User) -> Callable[[], str]:
        def job() -> str:
            move_case(case.pk, "start", actor=person, now=NOW, expected_version=version)
            return "moved"

        return job

    outcomes = in_threads([start(person) for person in people])
    assert sorted(outcomes) == sorted(["moved", *[error] * (PEOPLE - 1)])
    assert events(case, "start") == 1


@pytest.mark.usefixtures("on_a_file")
def test_the_periodic_task_run_twice_at_once_alerts_once() -> None:
    case, _people = prepared()
    late = NOW.replace(month=12, day=17)
    outcomes = in_threads([lambda: str(send_due_alerts(late))] * 3)
    assert sorted(outcomes) == ["0", "0", "1"]
    assert events(case, "alert_due") == 1
