"""The index follows the catalogue: every change is queued with it, and drained whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
from celery import current_app
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from wagtail.models import PageViewRestriction

from core.models import Level
from procedures.models import (
    Agency,
    DecisionItem,
    Fee,
    Field,
    ProcedureIndexPage,
    ProcedurePage,
    PublicationDecision,
)
from procedures.services.dates import start_of_day
from procedures.services.decisions import carry_out_due
from procedures.signals import facts_changed
from search.engines import get_engine
from search.engines.base import Document, EngineQuery, IndexUnavailableError
from search.models import IndexState, IndexTask
from search.services import IndexStatus, index_health
from search.services.documents import ProcedureSource
from search.services.upkeep import drain, reindex
from search.understanding import understand

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    understood = understand(text)
    result = get_engine().search(EngineQuery(text=text, groups=understood.groups))
    return [hit.code for hit in result.hits]


def health(now: datetime | None = None) -> IndexStatus:
    """The state of the procedures' index."""
    return next(status for status in index_health(now or timezone.now()) if status.collection == "procedures")


def document(page: ProcedurePage) -> Document:
    return ProcedureSource().documents_for([page.pk], timezone.localdate())[0]


def test_a_page_published_later_is_found_after_draining(
    indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    birth.title = "Khai sinh lưu động"
    birth.save_revision().publish()
    drain()
    assert found("khai sinh lưu động") == [birth.code]
    assert not IndexTask.objects.exists()


def test_an_unpublished_page_is_found_no_more(indexed: ProcedureIndexPage, birth: ProcedurePage) -> None:
    birth.unpublish()
    drain()
    assert birth.code not in found("khai sinh")


def test_a_deleted_page_is_found_no_more(indexed: ProcedureIndexPage, birth: ProcedurePage) -> None:
    birth.delete()
    drain()
    assert "1.001193" not in found("khai sinh")


def test_a_deleted_branch_is_found_no_more(indexed: ProcedureIndexPage) -> None:
    indexed.delete()
    drain()
    assert get_engine().health().documents == 0


def test_a_page_made_private_is_found_no_more_and_back_again(
    indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    restriction = PageViewRestriction.objects.create(page=indexed, restriction_type=PageViewRestriction.LOGIN)
    drain()
    assert found("khai sinh") == []
    restriction.delete()
    drain()
    assert birth.code in found("khai sinh")


@pytest.mark.parametrize(
    "change",
    [
        {"scope": "internal"},
        {"status": "abolished"},
        {"status": "replaced"},
        {"effective_from": timezone.localdate() + timedelta(days=2)},
        {"effective_to": timezone.localdate() - timedelta(days=1)},
        {"live": False},
    ],
)
def test_what_citizens_may_not_find_is_not_in_the_index(
    indexed: ProcedureIndexPage, birth: ProcedurePage, change: dict[str, object]
) -> None:
    for name, value in change.items():
        setattr(birth, name, value)
    birth.save()
    drain()
    assert birth.code not in found("khai sinh")
    assert birth.pk not in [entry.id for entry in ProcedureSource().all_documents(timezone.localdate())]


def test_a_renamed_field_level_or_agency_reaches_its_procedures(
    indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    Field.objects.filter(name="Đất đai").get().save()
    assert IndexTask.objects.count() == 1
    agency = Agency.objects.get()
    agency.name = "Trung tâm zebra"
    agency.save()
    level = Level.objects.get(code="commune")
    level.save()
    drain()
    assert birth.code in found("zebra")


def test_a_new_field_is_in_no_entry_yet(indexed: ProcedureIndexPage) -> None:
    Field.objects.create(code="X", name="Mới")
    assert not IndexTask.objects.exists()


def test_a_change_that_is_rolled_back_queues_nothing(
    indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    with transaction.atomic():
        birth.save()
        assert IndexTask.objects.exists()
        transaction.set_rollback(True)
    assert not IndexTask.objects.exists()


def test_a_commit_drains_by_itself(
    indexed: ProcedureIndexPage,
    birth: ProcedurePage,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        birth.title = "Khai sinh lưu động"
        birth.save()
    assert not IndexTask.objects.exists()
    assert found("lưu động") == [birth.code]


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


def test_draining_many_pages_costs_as_much_as_draining_one(
    indexed: ProcedureIndexPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for page in ProcedurePage.objects.all():
        page.save()
    with django_assert_max_num_queries(40):
        assert drain() == 4


def test_a_batch_of_documents_costs_a_constant_number_of_queries(
    indexed: ProcedureIndexPage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ids = list(ProcedurePage.objects.values_list("pk", flat=True))
    today = timezone.localdate()
    with django_assert_num_queries(13):
        ProcedureSource().documents_for(ids[:1], today)
    with django_assert_num_queries(13):
        assert len(ProcedureSource().documents_for(ids, today)) == 4


def test_the_document_says_what_the_facets_need(indexed: ProcedureIndexPage, birth: ProcedurePage) -> None:
    entry = document(birth)
    assert entry.facets == {
        "field": ("ho-tich",),
        "life_event": (),
        "level": ("commune",),
        "subject": ("citizen",),
        "agency": (str(Agency.objects.get().pk),),
        "way": ("direct", "post"),
        "fee": ("free",),
        "near": ("commune",),
        "who": ("citizen",),
    }
    assert entry.numbers == {"fee": 0, "days": 3}
    assert "Giấy khai sinh" in entry.body


def test_a_procedure_with_any_charge_is_not_called_free(birth: ProcedurePage) -> None:
    Fee.objects.create(page=birth, status="amount", amount_min=8000)
    assert document(birth).facets["fee"] == ("amount",)


def test_a_fee_that_is_over_does_not_count(birth: ProcedurePage) -> None:
    Fee.objects.create(
        page=birth, status="amount", amount_min=8000, valid_to=timezone.localdate() - timedelta(days=1)
    )
    assert document(birth).facets["fee"] == ("free",)


def test_a_procedure_without_fee_rows_has_an_unpublished_fee(birth: ProcedurePage) -> None:
    Fee.objects.filter(page=birth).delete()
    assert document(ProcedurePage.objects.get(pk=birth.pk)).facets["fee"] == ("not_stated",)


def test_reindex_reports_and_shows_its_progress(indexed: ProcedureIndexPage) -> None:
    steps: list[int] = []
    assert reindex(progress=steps.append) == 4
    assert sum(steps) == 4
    output = StringIO()
    call_command("reindex", stdout=output)
    assert "4 documents" in output.getvalue()


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


def test_a_fee_that_begins_on_a_day_is_filtered_by_on_that_day(
    indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    Fee.objects.filter(page=birth).update(valid_to=today)
    Fee.objects.create(page=birth, status="amount", amount_min=8000, valid_from=tomorrow)
    start_of_day(timezone.now())
    drain(today)
    assert birth.code in filtered("fee", "free")
    start_of_day(timezone.now() + timedelta(days=1))
    drain(tomorrow)
    assert birth.code in filtered("fee", "amount")
    assert birth.code not in filtered("fee", "free")


def test_a_procedure_that_ended_yesterday_is_found_no_more_without_the_nightly_build(
    indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    today = timezone.localdate()
    ProcedurePage.objects.filter(pk=birth.pk).update(effective_to=today)
    start_of_day(timezone.now())
    start_of_day(timezone.now() + timedelta(days=1))
    drain(today + timedelta(days=1))
    assert birth.code not in found("khai sinh")


def test_facts_that_changed_in_bulk_are_queued(indexed: ProcedureIndexPage, birth: ProcedurePage) -> None:
    facts_changed.send(sender=ProcedurePage, page_ids=[birth.pk, birth.pk])
    assert list(IndexTask.objects.values_list("object_id", flat=True)) == [birth.pk]


def test_a_decision_takes_the_procedure_out_of_the_results_on_its_day(
    indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    now = timezone.now()
    decision = PublicationDecision.objects.create(
        number="1/QĐ", issuer="UBND tỉnh", effective_on=timezone.localdate(now), approved_at=now
    )
    DecisionItem.objects.create(decision=decision, action="abolish", procedure=birth)
    carry_out_due(now)
    drain()
    assert birth.code not in found("khai sinh")


@pytest.mark.parametrize(
    ("online", "fees", "values"),
    [
        ("full", [("free", "any")], ("free", "free_online")),
        ("none", [("free", "any")], ("free",)),
        ("full", [("free", "online"), ("amount", "direct")], ("amount", "free_online")),
        ("full", [("amount", "online"), ("free", "direct")], ("amount",)),
        ("full", [("free", "online"), ("not_stated", "any")], ("not_stated",)),
        ("full", [("free", "direct")], ("free",)),
        ("part", [], ("not_stated",)),
    ],
)
def test_free_online_is_said_only_where_it_is(
    birth: ProcedurePage, online: str, fees: list[tuple[str, str]], values: tuple[str, ...]
) -> None:
    Fee.objects.filter(page=birth).delete()
    ProcedurePage.objects.filter(pk=birth.pk).update(online_level=online)
    for status, channel in fees:
        amount = 8000 if status == "amount" else None
        Fee.objects.create(page=birth, status=status, channel=channel, amount_min=amount)
    assert document(birth).facets["fee"] == values


def test_what_is_done_on_the_spot_can_be_filtered_by(
    indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    ProcedurePage.objects.filter(pk=birth.pk).update(on_the_spot=True)
    reindex()
    assert filtered("way", "on_the_spot") == [birth.code]


def filtered(facet: str, value: str) -> list[str]:
    return [hit.code for hit in get_engine().search(EngineQuery(filters={facet: (value,)})).hits]


def test_every_scheduled_task_exists() -> None:
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled <= set(current_app.tasks)
