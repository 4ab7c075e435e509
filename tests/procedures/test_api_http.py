"""The read API as caches, browsers and crowds meet it: validators, CORS, HEAD, limits, constant queries."""

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from procedures.api import http
from tests.procedures.factories import (
    FieldFactory,
    add_agency,
    add_case,
    add_fee,
    add_time,
    procedure,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    cache.clear()


def test_an_unchanged_answer_costs_no_query_and_no_body(client: Client) -> None:
    procedure(code="1.000001")
    client.get("/api/v1/procedures")
    first = client.get("/api/v1/procedures")
    assert first["Cache-Control"] == "public, no-cache"
    assert "Last-Modified" in first
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = client.get("/api/v1/procedures", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, len(queries)) == (304, b"", 0)
    since = client.get("/api/v1/procedures", headers={"if-modified-since": first["Last-Modified"]})
    assert since.status_code == 304


def test_publishing_and_a_new_day_make_an_answer_new(client: Client) -> None:
    with time_machine.travel("2026-11-22T10:00:00+07:00", tick=False):
        page = procedure(code="1.000001")
        client.get("/api/v1/procedures")
        first = client.get("/api/v1/procedures")["ETag"]
    with time_machine.travel("2026-11-22T10:00:01+07:00", tick=False):
        page.save_revision().publish()
        second = client.get("/api/v1/procedures", headers={"if-none-match": first})
        assert second.status_code == 200
    with time_machine.travel("2026-11-23T00:00:01+07:00", tick=False):
        third = client.get("/api/v1/procedures", headers={"if-none-match": second["ETag"]})
        assert third.status_code == 200
        assert third["Last-Modified"] == "Sun, 22 Nov 2026 17:00:00 GMT"


def test_any_page_of_the_web_may_read_and_nobody_may_write(client: Client) -> None:
    asked = client.options(
        "/api/v1/procedures",
        headers={"origin": "https://example.org", "access-control-request-method": "GET"},
    )
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    answer = client.get("/api/v1/procedures", headers={"origin": "https://example.org"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    assert "Access-Control-Allow-Credentials" not in answer
    for method in (client.post, client.put, client.delete, client.patch):
        refused = method("/api/v1/procedures")
        assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_head_says_the_same_without_the_body(client: Client) -> None:
    procedure(code="1.000001")
    body = client.get("/api/v1/procedures/1.000001")
    head = client.head("/api/v1/procedures/1.000001")
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == str(len(body.content))


def test_who_asks_too_fast_is_told_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(http.ANSWERS.hard):
        assert client.get("/api/v1/fields").status_code == 200
    refused = client.get("/api/v1/fields")
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert refused.json()["en"]["title"]
    assert client.get("/api/v1/fields", REMOTE_ADDR="203.0.113.9").status_code == 200


@pytest.mark.parametrize("rows", [1, 12])
def test_a_page_of_the_list_costs_the_same_queries(client: Client, rows: int) -> None:
    for number in range(rows):
        page = procedure(code=f"1.{number:06d}", fields=[FieldFactory()])
        for _ in range(rows):
            add_fee(page, 1000)
            add_time(page, 3)
            add_case(page, "Tờ khai", "Giấy tờ")
            add_agency(page, f"Cơ quan {_}")
    client.get("/api/v1/procedures")
    with CaptureQueriesContext(connection) as queries:
        client.get("/api/v1/procedures")
    assert len(queries) <= 32
    with CaptureQueriesContext(connection) as queries:
        client.get("/api/v1/procedures/1.000000")
    assert len(queries) <= 32
