"""The changes: what they say, in which order, on the page, in the feeds and in the API."""

from datetime import date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.calendar.days import LOCAL_ZONE
from procedures.exports.changes import Change
from procedures.models import DecisionItem, ProcedurePage
from procedures.services.changes import changes_since, latest_changes
from tests.procedures.factories import DecisionFactory, add_fee, add_time, procedure

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=LOCAL_ZONE)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def empty_caches() -> None:
    cache.clear()
    caches["pages"].clear()


def publish(day: date, **kwargs: Any) -> ProcedurePage:
    """A procedure published on a day at nine."""
    with time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=LOCAL_ZONE), tick=False):
        page = procedure(**{"live": False, **kwargs})
        page.save_revision().publish()
    return ProcedurePage.objects.get(pk=page.pk)


def again(page: ProcedurePage, day: date) -> None:
    """Published once more, with what ``page`` now holds."""
    with time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=LOCAL_ZONE), tick=False):
        page.save_revision().publish()


def newest(limit: int = 50) -> list[Change]:
    return [change for _position, change in latest_changes(NOON, limit)]


def told() -> list[tuple[str, str]]:
    return [(change.kind, change.code) for change in newest()]


def test_a_new_page_is_told_once_on_the_day_it_appeared() -> None:
    publish(date(2026, 11, 20), code="1.000001")
    (change,) = newest()
    assert (change.kind, change.at.date(), change.text) == (
        "new",
        date(2026, 11, 20),
        "Mới đăng trên trang này.",
    )


def test_an_edit_says_exactly_what_was_edited() -> None:
    page = publish(date(2026, 11, 1), code="1.000001")
    fee = add_fee(page, 15000, channel="online")
    again(ProcedurePage.objects.get(pk=page.pk), date(2026, 11, 2))
    page = ProcedurePage.objects.get(pk=page.pk)
    (row,) = page.fees.all()
    row.amount_min = 7000
    page.fees.set([row])
    page.summary = "Bạn nhận giấy khai sinh."
    again(page, date(2026, 11, 10))
    (edit,) = [change for change in newest() if change.kind == "updated"]
    assert fee.page_id == page.pk
    assert edit.text == "Nội dung trang được sửa."
    assert any("15.000 đồng → 7.000 đồng" in line and "Trực tuyến" in line for line in edit.details)
    assert any("Bạn nhận giấy khai sinh." in line for line in edit.details)
    assert len(edit.details) == 2


def test_a_page_published_again_unchanged_is_said_to_be_unchanged() -> None:
    page = publish(date(2026, 11, 1), code="1.000001")
    again(page, date(2026, 11, 10))
    (edit,) = [change for change in newest() if change.kind == "updated"]
    assert (edit.text, edit.details) == ("Trang được đăng lại.", ())


def test_a_fee_that_changes_today_is_told_from_and_to() -> None:
    page = publish(date(2026, 1, 5), code="1.000001")
    add_fee(page, 50000, channel="online", valid_to=TODAY - timedelta(days=1))
    add_fee(page, 25000, channel="online", valid_from=TODAY)
    add_fee(page, 90000, channel="direct")
    (change,) = [change for change in newest() if change.kind == "fee"]
    assert change.text == "Phí, lệ phí thay đổi từ hôm nay, 22/11/2026."
    assert len(change.details) == 1
    assert "50.000 đồng → 25.000 đồng" in change.details[0]
    assert change.at == datetime(2026, 11, 22, tzinfo=LOCAL_ZONE)


def test_a_tariff_that_ends_without_another_is_told_too_and_a_future_one_is_not() -> None:
    page = publish(date(2026, 1, 5), code="1.000001")
    add_fee(page, 50000, valid_to=date(2026, 10, 31))
    add_fee(page, 60000, valid_from=date(2027, 1, 1))
    add_time(page, 5, valid_to=date(2026, 6, 30))
    add_time(page, 3, valid_from=date(2026, 7, 1))
    assert told() == [("fee", "1.000001"), ("time_limit", "1.000001"), ("new", "1.000001")]
    fee, time, _new = newest()
    assert fee.text == "Phí, lệ phí thay đổi từ 1/11/2026."
    assert "50.000 đồng" in fee.details[0]
    assert fee.details[0].endswith("→ –")
    assert "5 ngày làm việc → 3 ngày làm việc" in time.details[0]


def test_a_decision_is_told_when_it_was_carried_out_with_what_follows() -> None:
    successor = publish(date(2026, 1, 2), code="1.000002", title="Thủ tục mới")
    page = publish(date(2026, 1, 1), code="1.000001", status="abolished", effective_to=date(2026, 10, 31))
    ProcedurePage.objects.filter(pk=page.pk).update(replaced_by=successor)
    decision = DecisionFactory(
        number="9/QĐ-UBND", effective_on=date(2026, 11, 1), approved_at=NOON - timedelta(days=30)
    )
    DecisionItem.objects.create(
        decision=decision,
        action="abolish",
        procedure=page,
        successor=successor,
        applied_at=datetime(2026, 11, 1, 0, 5, tzinfo=LOCAL_ZONE),
    )
    DecisionItem.objects.create(decision=decision, action="amend", procedure=successor)
    change = newest()[0]
    assert change.kind == "abolished"
    assert change.text == "Bãi bỏ theo Quyết định 9/QĐ-UBND của UBND tỉnh An Hòa, có hiệu lực từ 1/11/2026."
    assert change.successor is not None
    assert change.successor.code == "1.000002"
    assert told() == [("abolished", "1.000001"), ("new", "1.000002"), ("new", "1.000001")]


def test_an_end_without_a_decision_is_told_by_its_date() -> None:
    publish(date(2026, 1, 1), code="1.000001", status="abolished", effective_to=date(2026, 10, 31))
    change = newest()[0]
    assert (change.kind, change.text) == ("abolished", "Hết áp dụng từ 1/11/2026.")


def everything() -> None:
    """Changes of every kind, several at one moment."""
    for number in range(6):
        page = publish(date(2026, 10, 1 + number // 3), code=f"1.00000{number}")
        add_fee(page, 50000, valid_to=date(2026, 10, 14))
        add_fee(page, 60000, valid_from=date(2026, 10, 15))
        add_time(page, 5, valid_to=date(2026, 10, 14))
        add_time(page, 4, valid_from=date(2026, 10, 15))
    again(ProcedurePage.objects.get(code="1.000000"), date(2026, 10, 15))
    with time_machine.travel("2026-10-15T00:00:00+07:00", tick=False):
        ProcedurePage.objects.get(code="1.000001").save_revision().publish()
    publish(date(2026, 10, 3), code="1.000007", status="abolished", effective_to=date(2026, 10, 14))


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_page_by_page_nothing_is_told_twice_or_lost_in_either_direction(size: int) -> None:
    everything()
    whole = latest_changes(NOON, 1000)
    backwards, position = [], None
    while page := latest_changes(NOON, size, position):
        backwards += page
        position = page[-1][0]
    assert [change.key for _p, change in backwards] == [change.key for _p, change in whole]
    since = datetime(2026, 1, 1, tzinfo=LOCAL_ZONE)
    forwards, position = [], None
    while page := changes_since(since, NOON, size, position):
        forwards += page
        position = page[-1][0]
    assert [change.key for _p, change in reversed(forwards)] == [change.key for _p, change in whole]
    assert len(whole) == len({change.key for _p, change in whole}) == 22


def test_changes_since_a_moment_leave_out_what_was_before(client: Client) -> None:
    everything()
    with time_machine.travel(NOON, tick=False):
        keys = {row["id"] for row in client.get("/api/v1/changes?since=2026-10-15").json()["items"]}
        later = {row["id"] for row in client.get("/api/v1/changes?since=2026-10-15T08:00").json()["items"]}
    kinds = sorted(key.partition("-")[0] for key in keys)
    assert kinds == ["abolished", *["fee"] * 6, *["time_limit"] * 6, "updated", "updated"]
    assert [key.partition("-")[0] for key in later] == ["updated"]


def test_the_api_tells_changes_page_by_page(client: Client) -> None:
    everything()
    with time_machine.travel(NOON, tick=False):
        found, address = [], "/api/v1/changes?since=2026-01-01&limit=4"
        while address:
            page = client.get(address).json()
            found += [row["id"] for row in page["items"]]
            address = (
                f"/api/v1/changes?limit=4&since=2026-01-01&cursor={page['next']}" if page["next"] else ""
            )
    assert len(found) == len(set(found)) == 22


@pytest.mark.parametrize("pages", [2, 15])
def test_the_list_of_changes_costs_the_same_queries(pages: int) -> None:
    for number in range(pages):
        page = publish(date(2026, 10, 1), code=f"1.{number:06d}")
        add_fee(page, 1000, valid_from=date(2026, 10, 5))
        again(ProcedurePage.objects.get(pk=page.pk), date(2026, 10, 6))
    with CaptureQueriesContext(connection) as queries:
        latest_changes(NOON, 50)
    assert len(queries) <= 18


@time_machine.travel(NOON, tick=False)
def test_both_feeds_are_well_formed_and_say_the_same(client: Client) -> None:
    page = publish(date(2026, 11, 20), code="1.000001", title="A <b> & “B”")
    add_fee(page, 5000, valid_from=TODAY, case_label="<script>alert(1)</script>")
    client.get("/du-lieu/")
    rss = client.get("/thay-doi/rss.xml")
    atom = client.get("/thay-doi/atom.xml")
    assert rss["Content-Type"].startswith("application/rss+xml")
    assert atom["Content-Type"].startswith("application/atom+xml")
    assert rss["ETag"]
    assert client.get("/thay-doi/rss.xml", headers={"if-none-match": rss["ETag"]}).status_code == 304
    items = ET.fromstring(rss.content).findall("channel/item")  # noqa: S314 - our own feed
    entries = ET.fromstring(atom.content).findall(f"{ATOM}entry")  # noqa: S314 - our own feed
    titles = [item.findtext("title") for item in items]
    assert titles == ["Phí, lệ phí: A <b> & “B” (1.000001)", "Mới đăng: A <b> & “B” (1.000001)"]
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == titles
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
    summary = items[0].findtext("description") or ""
    assert "<script>" not in summary
    assert "&lt;script&gt;" in summary


def test_the_page_of_changes_leads_to_the_older_ones(client: Client) -> None:
    for number in range(35):
        publish(date(2026, 9, 1 + number % 28), code=f"1.{number:06d}")
    first = client.get("/thay-doi/").content.decode()
    assert first.count('class="rows__title"') == 30
    older = first.rpartition('href="?truoc=')[2].partition('"')[0]
    second = client.get(f"/thay-doi/?truoc={older}").content.decode()
    assert second.count('class="rows__title"') == 5
    assert "noindex" in second
    assert client.get("/thay-doi/?truoc=%00abc").status_code == 200
    assert 'type="application/atom+xml"' in client.get("/du-lieu/").content.decode()


def test_a_change_of_tomorrow_is_not_told_today() -> None:
    page = publish(date(2026, 11, 20), code="1.000001")
    add_fee(page, 5000, valid_from=TODAY + timedelta(days=1))
    assert told() == [("new", "1.000001")]
    assert timezone.is_aware(newest()[0].at)


@pytest.mark.parametrize("feed", ["rss.xml", "atom.xml"])
def test_each_language_has_validators_of_its_own(client: Client, feed: str) -> None:
    vietnamese, english = client.get(f"/thay-doi/{feed}"), client.get(f"/en/thay-doi/{feed}")
    assert vietnamese["ETag"] != english["ETag"]
    assert (
        client.get(f"/en/thay-doi/{feed}", headers={"if-none-match": vietnamese["ETag"]}).status_code == 200
    )
    assert client.get(f"/en/thay-doi/{feed}", headers={"if-none-match": english["ETag"]}).status_code == 304
