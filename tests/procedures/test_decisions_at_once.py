"""Several workers carry decisions out at the same moment, on a real database: the rows are those of one."""

import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils import translation
from wagtail.models import PageLogEntry

from procedures.models import CodeAlias, DecisionItem, ProcedurePage, PublicationDecision, StandingBefore
from procedures.services.dates import start_of_day
from procedures.services.decisions import carry_out_due
from tests.procedures.factories import DecisionFactory, procedure

# SQLite copies no database out of a connection that is writing: the tests run outside a transaction.
pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2027, 1, 1)
NOW = datetime(2027, 1, 20, 9, tzinfo=UTC)
WORKERS = 4


@pytest.fixture
def on_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every new thread's connection opens a copy of the test database that is a real file."""
    if connection.vendor == "sqlite":
        path = tmp_path / "race.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        copy.close()
        monkeypatch.setitem(connections.databases["default"], "NAME", str(path))


def in_threads(jobs: list[Callable[[], object]]) -> list[object]:
    """What each job returned or the error it raised, all started at the same moment."""
    barrier, outcomes = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], object]) -> None:
        try:
            with translation.override("vi"):
                barrier.wait()
                outcomes.append(job())
        except Exception as error:  # noqa: BLE001 - the test says which
            outcomes.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return outcomes


def alone(job: Callable[[], object]) -> object:
    """Run in a thread of its own, whose connection sees the file."""
    (outcome,) = in_threads([job])
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def prepare() -> None:
    """Six procedures, each replaced, amended or abolished by one to three decisions."""
    pages = [procedure(code=f"1.00000{number}") for number in range(6)]
    successor = procedure(code="1.000009")
    for offset, action in ((0, "amend"), (5, "amend"), (10, "replace"), (12, "abolish")):
        decision: PublicationDecision = DecisionFactory.create(
            number=f"{offset}/QĐ", effective_on=DAY + timedelta(days=offset), approved_at=NOW
        )
        for number, page in enumerate(pages):
            if (number + offset) % 4 != 3:
                DecisionItem.objects.create(
                    decision=decision, action=action, procedure=page, sort_order=number, successor=successor
                )


def rows() -> list[tuple[object, ...]]:
    """Everything that decisions write, without moments and keys."""
    pages = ProcedurePage.objects.order_by("code").values_list(
        "code", "status", "effective_from", "effective_to", "replaced_by__code", "decision__number"
    )
    items = [
        (row.decision.number, row.code, row.applied_at is not None, row.problem)
        for row in DecisionItem.objects.select_related("decision").order_by("decision__number", "sort_order")
    ]
    kept = StandingBefore.objects.order_by("page__code").values_list(
        "page__code", "status", "decision__number"
    )
    aliases = CodeAlias.objects.order_by("old_code").values_list("old_code", "procedure__code")
    entries = PageLogEntry.objects.filter(action__startswith="procedures.decision").count()
    return [*pages, *items, *kept, *aliases, ("entries", entries)]


def test_many_workers_at_once_leave_the_rows_of_one(on_a_file: None) -> None:
    alone(prepare)
    outcomes = in_threads([lambda: carry_out_due(NOW)] * WORKERS)
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    together = alone(rows)
    alone(lambda: carry_out_due(NOW))
    assert alone(rows) == together
    alone(_start_again)
    alone(lambda: carry_out_due(NOW))
    assert alone(rows) == together


def _start_again() -> None:
    """As if nothing had ever been carried out."""
    for row in StandingBefore.objects.all():
        ProcedurePage.objects.filter(pk=row.page_id).update(
            status=row.status,
            effective_from=row.effective_from,
            effective_to=row.effective_to,
            replaced_by=row.replaced_by_id,
            decision=row.decision_id,
        )
    StandingBefore.objects.all().delete()
    CodeAlias.objects.all().delete()
    PageLogEntry.objects.all().delete()
    DecisionItem.objects.update(applied_at=None, problem="")


def test_an_editor_who_publishes_at_the_same_moment_loses_no_words(on_a_file: None) -> None:
    alone(prepare)
    page_id = alone(lambda: ProcedurePage.objects.get(code="1.000000").pk)

    def publish() -> None:
        page = ProcedurePage.objects.get(pk=page_id)
        page.summary = "Lời của biên tập viên"
        page.save_revision().publish()

    outcomes = in_threads([publish, lambda: carry_out_due(NOW)])
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    page = alone(lambda: ProcedurePage.objects.get(pk=page_id))
    assert isinstance(page, ProcedurePage)
    latest = alone(lambda: page.get_latest_revision_as_object())
    assert "Lời của biên tập viên" in {page.summary, latest.summary}  # type: ignore[attr-defined]


def test_two_processes_may_begin_the_same_day(on_a_file: None) -> None:
    alone(lambda: procedure(effective_from=DAY).pk)
    outcomes = in_threads([lambda: start_of_day(NOW)] * 2)
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert alone(lambda: start_of_day(NOW)) is None
