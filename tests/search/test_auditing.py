"""What went past the outbox is found by comparing the indexes with their sources, and mended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from procedures.models import Fee, ProcedureIndexPage, ProcedurePage
from search.engines import engines_for, get_engine
from search.engines.base import Document, EngineQuery, SearchEngine
from search.models import IndexState, IndexTask
from search.services import auditing, index_health
from search.services.auditing import audit
from search.services.health import check_index
from search.services.upkeep import drain
from search.tasks import audit_indexes
from search.understanding import understand

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    hits = get_engine().search(understand(text).query).hits
    return [hit.code for hit in hits]


def index() -> SearchEngine:
    return next(iter(engines_for("procedures").values()))


def state() -> IndexState:
    return IndexState.objects.get(collection="procedures")


def test_indexes_that_are_right_stay_as_they_are(indexed: ProcedureIndexPage) -> None:
    before = index().health().updated_at
    assert audit() == 0
    assert index().health().updated_at == before
    assert state().audited_at is not None
    assert state().differed_at is None


def test_a_task_that_was_lost_is_found_and_done(indexed: ProcedureIndexPage, birth: ProcedurePage) -> None:
    birth.title = "Khai sinh lưu động"
    birth.save()
    IndexTask.objects.all().delete()
    drain()
    assert found("lưu động") == []
    assert audit_indexes() == 1
    assert found("lưu động") == [birth.code]
    assert not IndexTask.objects.exists()


def test_an_entry_that_is_missing_is_written(indexed: ProcedureIndexPage, birth: ProcedurePage) -> None:
    index().delete([birth.pk])
    assert audit() == 1
    assert birth.code in found("khai sinh")


def test_an_entry_that_has_no_right_to_be_there_is_taken_out(indexed: ProcedureIndexPage) -> None:
    index().upsert([Document(id=999_999, code="9.999999", title="Thủ tục zebra")])
    assert found("zebra") == ["9.999999"]
    assert audit() == 1
    assert found("zebra") == []


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Thủ tục zebra"},
        {"body": "zebra"},
        {"numbers": {"fee": 1}},
        {"facets": {"fee": ("amount",)}},
        {"popularity": 99},
    ],
    ids=["title", "body", "numbers", "facets", "popularity"],
)
def test_an_entry_that_says_something_else_is_written_anew(
    indexed: ProcedureIndexPage, birth: ProcedurePage, change: dict[str, object]
) -> None:
    index().upsert([Document(**{"id": birth.pk, "code": birth.code, "title": birth.title} | change)])
    assert audit() == 1
    assert found("zebra") == []
    assert audit() == 0


def test_a_procedure_that_ended_by_the_calendar_alone_is_taken_out(
    indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    ProcedurePage.objects.filter(pk=birth.pk).update(effective_to=yesterday)
    assert birth.code in found("khai sinh")
    assert audit() == 1
    assert birth.code not in found("khai sinh")


def test_a_fee_that_began_by_the_calendar_alone_is_seen(
    indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    Fee.objects.filter(page=birth).update(status="amount", amount_min=8000)
    assert audit() == 1
    hits = get_engine().search(EngineQuery(filters={"fee": ("amount",)}, at_most={"fee": 8000})).hits
    assert [hit.code for hit in hits] == [birth.code]


def test_what_waits_in_the_queue_is_no_difference(indexed: ProcedureIndexPage, birth: ProcedurePage) -> None:
    birth.title = "Khai sinh lưu động"
    birth.save()
    assert audit() == 0
    assert state().differed_at is None
    drain()
    assert found("lưu động") == [birth.code]


def test_an_index_that_another_worker_writes_is_compared_later(
    indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    index().delete([birth.pk])
    IndexState.objects.update(holder="another", held_until=timezone.now() + timedelta(minutes=1))
    assert audit() == 0
    IndexState.objects.update(holder="", held_until=None)
    assert audit() == 1


def test_contents_are_compared_slice_by_slice_until_all_had_their_turn(
    indexed: ProcedureIndexPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "SLICE", 2)
    monkeypatch.setattr(auditing, "ROUND", 2)
    last = ProcedurePage.objects.order_by("pk").last()
    assert last is not None
    ProcedurePage.objects.filter(pk=last.pk).update(title="Thủ tục zebra")
    assert audit() == 0
    assert state().audited_to == sorted(ProcedurePage.objects.values_list("pk", flat=True))[1]
    assert audit() == 1
    assert state().audited_to == 0  # begins again
    assert found("zebra") == [last.code]


def test_missing_entries_are_found_at_once_wherever_they_are(
    indexed: ProcedureIndexPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "SLICE", 1)
    last = ProcedurePage.objects.order_by("pk").last()
    assert last is not None
    index().delete([last.pk])
    assert audit() == 1


def test_differences_are_counted_for_operators(
    indexed: ProcedureIndexPage, birth: ProcedurePage, caplog: pytest.LogCaptureFixture
) -> None:
    index().delete([birth.pk])
    audit()
    now = timezone.now()
    status = next(row for row in index_health(now) if row.collection == "procedures")
    assert status.ok  # found and mended
    assert (status.differences, status.pending) == (1, 0)
    assert status.differed_at == status.audited_at
    assert "with 1 differences" in check_index(now).detail
    assert "differed from its source in 1 entries" in caplog.text
    audit()
    status = next(row for row in index_health(now) if row.collection == "procedures")
    assert status.differences == 0
    assert status.differed_at is not None


def test_an_index_from_before_the_engine_was_left_out_is_left_to_the_drain(
    indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    index().delete([birth.pk])
    IndexState.objects.all().delete()
    assert audit() == 0
    drain()
    assert birth.code in found("khai sinh")


def test_an_index_that_was_never_built_is_left_to_the_drain(birth: ProcedurePage) -> None:
    assert audit() == 0
    assert not get_engine().health().is_usable
