"""Whatever changes a procedure, by hand or by the calendar, reaches the index."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
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
from search.engines.base import EngineQuery
from search.models import IndexTask
from search.services.documents import ProcedureSource
from search.services.upkeep import drain, reindex
from search.understanding import understand

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return [hit.code for hit in get_engine().search(understand(text).query).hits]


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


def test_a_procedure_that_ended_yesterday_is_found_no_more_on_its_day(
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


def test_what_is_done_on_the_spot_can_be_filtered_by(
    indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    ProcedurePage.objects.filter(pk=birth.pk).update(on_the_spot=True)
    reindex()
    assert filtered("way", "on_the_spot") == [birth.code]


def filtered(facet: str, value: str) -> list[str]:
    return [hit.code for hit in get_engine().search(EngineQuery(filters={facet: (value,)})).hits]
