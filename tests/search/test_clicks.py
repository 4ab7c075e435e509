"""Choices after a query: from our own pages, never against a wish, never who; used once enough people made them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.services.throttle import Limit
from procedures.models import ProcedurePage
from search.models import SearchClick
from search.services import clicks
from search.services.clicks import forget_old, learned
from search.tasks import forget_old_counts

pytestmark = pytest.mark.django_db

URL = "/tim-kiem/da-chon/"
OURS = {"Sec-Fetch-Site": "same-origin"}
GIVEN = {"q": "Giấy đẻ con", "code": "1.001193"}
DAY = date(2026, 11, 20)


def click(headers: dict[str, str] | None = None, address: str = "203.0.113.1", **given: str) -> int:
    client = Client(
        headers=headers if headers is not None else OURS, REMOTE_ADDR=address, enforce_csrf_checks=True
    )
    return client.post(URL, GIVEN | given).status_code


def rows() -> list[tuple[str, str, int]]:
    return list(SearchClick.objects.values_list("text", "code", "count"))


def test_a_choice_is_counted_without_the_person(birth: ProcedurePage) -> None:
    assert click(q="giấy đẻ con lan@example.vn 0912345678") == 204
    assert rows() == [("giay de con", "1.001193", 1)]
    assert {field.name for field in SearchClick._meta.get_fields()} == {"id", "text", "code", "day", "count"}


def test_a_visitor_counts_once_a_day_and_others_add_to_it(birth: ProcedurePage) -> None:
    for address in ("203.0.113.1", "203.0.113.1", "203.0.113.2"):
        assert click(address=address) == 204
    assert rows() == [("giay de con", "1.001193", 2)]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Origin": "https://other.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
        ({"Origin": "http://testserver"}, 204),
        (OURS, 204),
    ],
    ids=[
        "cross",
        "sub-domain",
        "typed",
        "contradicting",
        "other-origin",
        "null",
        "nothing",
        "own-origin",
        "own",
    ],
)
def test_only_our_own_pages_are_believed(birth: ProcedurePage, headers: dict[str, str], status: int) -> None:
    assert click(headers) == status
    assert len(rows()) == (status == 204)


@pytest.mark.parametrize("wish", [{"Sec-GPC": "1"}, {"DNT": "1"}], ids=["gpc", "dnt"])
def test_a_browsers_wish_is_respected(birth: ProcedurePage, wish: dict[str, str]) -> None:
    assert click(OURS | wish) == 204
    assert rows() == []


def test_a_readers_wish_is_respected(birth: ProcedurePage) -> None:
    client = Client(headers=OURS)
    client.cookies["khong-dem-luot"] = "1"
    assert client.post(URL, GIVEN).status_code == 204
    assert rows() == []


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"q": ""}, 400),
        ({"code": ""}, 400),
        ({"q": "a" * 201}, 400),
        ({"code": "1" * 41}, 400),
        ({"code": "1.999999"}, 204),
        ({"q": "!!"}, 204),
        ({"code": "<script>"}, 204),
    ],
    ids=["no-query", "no-code", "long-query", "long-code", "unknown-code", "no-word", "markup"],
)
def test_what_is_no_choice_is_not_counted(birth: ProcedurePage, given: dict[str, str], status: int) -> None:
    assert click(None, **given) == status
    assert rows() == []


def test_a_draft_cannot_be_chosen(birth: ProcedurePage) -> None:
    birth.unpublish()
    assert click() == 204
    assert rows() == []


def test_it_is_only_posted_and_never_cached(birth: ProcedurePage) -> None:
    client = Client(headers=OURS)
    assert client.get(URL).status_code == 405
    response = client.post(URL, GIVEN)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_nobody_clicks_without_end(birth: ProcedurePage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clicks, "PER_VISITOR", Limit("search-click", soft=2, hard=2))
    for number in range(4):
        click(q=f"giay {number}")
    assert len(rows()) == 2
    click(q="giay 9", address="203.0.113.9")
    assert len(rows()) == 3


def test_new_rows_stop_at_the_limit_and_known_ones_go_on(
    birth: ProcedurePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clicks, "MAX_ROWS", 1)
    click(q="mot")
    click(q="hai")
    click(q="mot", address="203.0.113.2")
    assert rows() == [("mot", "1.001193", 2)]


def chosen(text: str, code: str, *counts: int, until: date = DAY) -> None:
    """Counts of the last days, one a day."""
    for age, count in enumerate(counts):
        SearchClick.objects.create(text=text, code=code, day=until - timedelta(days=age), count=count)


@pytest.mark.parametrize(
    ("counts", "used"),
    [((2, 2, 1), True), ((50, 50), False), ((1, 1, 1, 1), False), ((1, 1, 1, 1, 1), True)],
    ids=["enough", "two-days", "four", "five-days"],
)
def test_a_choice_is_used_once_enough_people_made_it_on_enough_days(
    counts: tuple[int, ...], used: bool
) -> None:
    chosen("so do", "1.000001", *counts)
    assert bool(learned()) is used


def test_choices_that_too_few_made_are_not_given_out() -> None:
    chosen("so do", "1.000001", 3, 2, 1)
    chosen("so do", "1.000002", 1, 1, 0, 0)
    chosen("bia do", "1.000003", 2, 2, 2, 12)
    assert learned() == {"so do": {"1.000001": 6}, "bia do": {"1.000003": 18}}


def test_learning_asks_one_question() -> None:
    chosen("so do", "1.000001", 3, 2, 1)
    with CaptureQueriesContext(connection) as queries:
        learned()
    assert len(queries) == 1


def test_old_days_and_rare_choices_are_forgotten() -> None:
    chosen("thuong", "1.000001", 5, 5, 5, until=DAY - timedelta(days=178))
    chosen("hiem", "1.000002", 1, until=DAY - timedelta(days=31))
    chosen("hiem moi", "1.000003", 1, until=DAY - timedelta(days=30))
    assert forget_old(DAY) == 1
    # One day of the frequent choice, which makes it a rare one, and what got too old meanwhile.
    assert forget_old(DAY + timedelta(days=1)) == 4
    assert set(SearchClick.objects.values_list("text", flat=True)) == set()


def test_a_task_forgets() -> None:
    chosen("cu", "1.000001", 9, until=date(2020, 1, 1))
    assert forget_old_counts() == 1
