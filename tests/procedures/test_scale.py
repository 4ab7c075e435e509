"""Pages cost the same number of queries however long they are, and publications however many there are."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks.signals import task_finished

from core.caching import bump_content_version
from core.models import Level
from procedures.models import ProcedurePage
from tests.procedures.factories import (
    FieldFactory,
    LegalBasisFactory,
    LifeEventFactory,
    add_agency,
    add_case,
    add_fee,
    add_method,
    add_step,
    add_time,
    catalogue_index,
    procedure,
)

pytestmark = pytest.mark.django_db
CHANNELS = ("direct", "online", "post")


def asked(client: Client, address: str) -> list[str]:
    """The statements of one answer that comes from no cache, when everything that is kept for long is known."""
    client.get(address)
    bump_content_version()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return [query["sql"] for query in queries]


def fill(page: ProcedurePage, *, fees: int, cases: int, papers: int) -> None:
    for channel in CHANNELS:
        add_method(page, channel)
        add_time(page, 5, channel=channel)
    for number in range(fees):
        add_fee(
            page,
            1000 * (number + 1),
            channel=CHANNELS[number % 3],
            case_label=f"Trường hợp {number}",
            valid_from=date(2026, 1, 1),
        )
    for number in range(cases):
        add_case(page, *(f"Giấy tờ {n}" for n in range(papers)), name=f"Hồ sơ {number}")
    for number in range(max(fees // 3, 1)):
        add_step(page, f"Bước {number}")
        add_agency(page, f"Cơ quan {number}")
    page.legal_bases.add(*LegalBasisFactory.create_batch(max(fees // 3, 1)))
    page.save()


def test_a_page_of_30_fees_and_20_dossier_cases_asks_no_more_than_a_short_one(client: Client) -> None:
    short, long = procedure(title="Ngắn"), procedure(title="Dài")
    fill(short, fees=1, cases=1, papers=1)
    fill(long, fees=30, cases=20, papers=8)
    of_short, of_long = asked(client, short.url), asked(client, long.url)
    assert len(of_long) == len(of_short), difference(of_short, of_long)


def test_the_catalogue_asks_no_more_when_it_is_long_whatever_is_filtered(client: Client) -> None:
    index = catalogue_index()
    few = make_catalogue(3)
    addresses = [
        index.url,
        f"{index.url}?linh-vuc={few[0].fields.first().slug}",
        f"{index.url}?cap=province&su-kien={few[0].life_events.first().slug}",
        f"{index.url}?tai-cho=1",
    ]
    before = [len(asked(client, address)) for address in addresses]
    make_catalogue(30)
    after = [asked(client, address) for address in addresses]
    assert [len(queries) for queries in after] == before
    assert len(asked(client, f"{index.url}?trang=2")) == before[0]


def make_catalogue(count: int) -> Sequence[ProcedurePage]:
    pages = []
    for number in range(count):
        page = procedure(
            fields=[FieldFactory.create()],
            life_events=[LifeEventFactory.create()],
            levels=list(Level.objects.filter(code="province")),
            on_the_spot=number % 2 == 0,
        )
        add_fee(page, 5000)
        add_time(page, 3)
        pages.append(page)
    return pages


@pytest.mark.django_db(transaction=True)
def test_publishing_a_long_page_reads_it_once_for_each_index(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "core.wagtail_tasks.AfterCommitBackend"}}
    page = procedure()
    with transaction.atomic():
        fill(page, fees=9, cases=5, papers=4)
    page = ProcedurePage.objects.get(pk=page.pk)
    chores: list[str] = []

    def count(task_result: Any, **kwargs: Any) -> None:
        chores.append(task_result.task.name)

    task_finished.connect(count)
    try:
        page.save_revision().publish()
    finally:
        task_finished.disconnect(count)
    # Once when the revision is noted on the page, once when it is published.
    assert sorted(set(chores)) == ["insert_or_update_object_task", "update_reference_index_task"]
    assert len(chores) == 4


def difference(before: Sequence[str], after: Sequence[str]) -> str:
    return "\n".join(sql[:200] for sql in after if sql[:60] not in {other[:60] for other in before}) or (
        f"{len(before)} and {len(after)}"
    )
