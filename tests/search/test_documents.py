"""What an index keeps of a procedure."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from procedures.models import (
    Agency,
    Fee,
    ProcedureIndexPage,
    ProcedurePage,
)
from search.engines.base import Document
from search.services.documents import ProcedureSource

pytestmark = pytest.mark.django_db


def document(page: ProcedurePage) -> Document:
    return ProcedureSource().documents_for([page.pk], timezone.localdate())[0]


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
