"""Changes are queued with their cause and drained whatever happens in between; indexes are built and watched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from celery import current_app
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from home.models import StandardPage
from procedures.models import (
    ProcedureIndexPage,
    ProcedurePage,
)
from search.engines import get_engine
from search.engines.base import Document, EngineQuery, IndexUnavailableError
from search.engines.postgres import PostgresEngine
from search.engines.sqlite import SqliteEngine
from search.models import IndexState, IndexTask
from search.services import IndexStatus, index_health
from search.services.documents import ProcedureSource
from search.services.upkeep import drain, queue, reindex
from search.sources import source_for
from search.understanding import understand

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return [hit.code for hit in get_engine().search(understand(text).query).hits]


def health(now: datetime | None = None) -> IndexStatus:
    """The state of the procedures' index."""
    return next(status for status in index_health(now or timezone.now()) if status.collection == "procedures")


def test_a_lost_index_is_built_again_by_the_next_drain(
    indexed: ProcedureIndexPage, lose_index: Callable[[], None]
) -> None:
    lose_index()
    assert not health().ok
    drain()
    assert health().ok
    assert "1.001193" in found("khai sinh")


def test_one_worker_at_a_time_and_a_dead_one_does_not_block_for_ever(
    indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    birth.save()
    IndexState.objects.update(holder="another", held_until=timezone.now() + timedelta(minutes=1))
    assert drain() == 0
    assert IndexTask.objects.exists()
    IndexState.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    assert drain() == 1
    assert IndexState.objects.get(collection="procedures").held_until is None


def test_a_worker_that_was_too_slow_does_not_write_what_it_has_read(
    indexed: ProcedureIndexPage, birth: ProcedurePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads, sleeps beyond its turn, another one writes what is newer, and it wakes up."""
    slow = ProcedureSource.documents_for
    state = IndexState.objects.filter(collection="procedures")

    def sleep_after_reading(self: ProcedureSource, ids: Iterable[int], today: date) -> list[Document]:
        documents = slow(self, ids, today)
        monkeypatch.setattr(ProcedureSource, "documents_for", slow)
        state.update(held_until=timezone.now() - timedelta(seconds=1))
        ProcedurePage.objects.filter(pk=birth.pk).update(title="Khai sinh lưu động")
        queue("procedures", [birth.pk])
        assert drain() == 1
        return documents

    birth.save()
    monkeypatch.setattr(ProcedureSource, "documents_for", sleep_after_reading)
    assert drain() == 0
    assert found("lưu động") == [birth.code]
    assert state.get().held_until is None


def test_a_worker_that_is_killed_leaves_the_queue_as_it_was(
    indexed: ProcedureIndexPage, birth: ProcedurePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    birth.title = "Khai sinh lưu động"
    birth.save()
    with monkeypatch.context() as patch:
        patch.setattr(SqliteEngine, "delete", interrupt)
        patch.setattr(PostgresEngine, "delete", interrupt)
        with pytest.raises(KeyboardInterrupt):
            drain()
    assert IndexTask.objects.count() == 1
    assert drain() == 1
    assert found("lưu động") == [birth.code]


def interrupt(*args: object) -> None:
    raise KeyboardInterrupt


def test_trouble_with_one_collection_does_not_hold_up_the_others(
    indexed: ProcedureIndexPage, birth: ProcedurePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    birth.title = "Khai sinh lưu động"
    birth.save()
    guide = StandardPage(title="Đến quầy thế nào", slug="den-quay")
    Site.objects.get(is_default_site=True).root_page.add_child(instance=guide)

    def fail(self: object, ids: Iterable[int], today: date) -> list[Document]:
        raise ValueError("an entry that can't be made")

    with monkeypatch.context() as patch:
        patch.setattr(ProcedureSource, "documents_for", fail)
        with pytest.raises(ValueError, match="can't be made"):
            drain()
    assert set(IndexTask.objects.values_list("collection", flat=True)) == {"procedures"}
    assert guide.pk in get_engine("guides").fingerprints(0, 10)
    drain()
    assert found("lưu động") == [birth.code]


def test_draining_many_pages_costs_as_much_as_draining_one(
    indexed: ProcedureIndexPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for page in ProcedurePage.objects.all():
        page.save()
    with django_assert_max_num_queries(40):
        assert drain() == 4


def test_reindex_reports_and_shows_its_progress(indexed: ProcedureIndexPage) -> None:
    steps: list[int] = []
    documents = 4 + len(source_for("guides").ids(timezone.localdate()))  # the site has guides from the start
    assert reindex(progress=steps.append) == documents
    assert sum(steps) == documents
    output = StringIO()
    call_command("reindex", stdout=output)
    assert f"{documents} documents" in output.getvalue()


def test_reindex_keeps_what_was_queued_while_it_ran(
    indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    birth.save()
    other = ProcedurePage.objects.exclude(pk=birth.pk).first()
    reindex(progress=lambda _step: IndexTask.objects.exists() and other.save())
    assert set(IndexTask.objects.values_list("object_id", flat=True)) == {other.pk}


def test_health_tells_an_old_queue(indexed: ProcedureIndexPage, birth: ProcedurePage) -> None:
    birth.save()
    now = timezone.now()
    assert health(now).ok
    late = health(now + timedelta(hours=1))
    assert not late.ok
    assert late.pending >= 1
    assert late.documents == 4


def test_ready_tells_the_age_of_the_index(indexed: ProcedureIndexPage, client: Client) -> None:
    check = client.get("/health/ready").json()["checks"]["search"]
    assert check["ok"]
    built = health().built_at
    assert built is not None
    assert f"4 documents, built {built.isoformat(timespec='seconds')}" in check["detail"]


def test_health_tells_an_index_that_was_never_built(db: None) -> None:
    status = health()
    assert (status.ok, status.documents) == (False, 0)
    with pytest.raises(IndexUnavailableError):
        get_engine().search(EngineQuery())


def test_every_scheduled_task_exists() -> None:
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled <= set(current_app.tasks)
