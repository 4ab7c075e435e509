"""The API's list of procedures: narrowed, turned over page by page, wrong parameters named."""

from datetime import date

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procedures.api.cursors import write_cursor
from tests.procedures.api_answers import codes, full_procedure, get
from tests.procedures.factories import add_fee, procedure

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    [
        "field=ho-tich",
        "field=G15-TP07",
        "level=commune",
        "subject=CD",
        "life_event=chuyen-nha",
        "department=so-tu-phap",
        "agency=Công an cấp xã",
        "online_level=full",
        "status=published",
        "scope=standard",
    ],
)
def test_each_filter_narrows_the_list(client: Client, query: str) -> None:
    full_procedure()
    procedure(code="1.000009", status="amended", scope="local")
    assert codes(client, f"?{query}") == ["1.004222"]


def test_the_list_can_be_narrowed_to_what_was_published_since(client: Client) -> None:
    with time_machine.travel("2026-11-01T08:00:00+07:00", tick=False):
        procedure(code="1.000001").save_revision().publish()
    with time_machine.travel("2026-11-20T08:00:00+07:00", tick=False):
        procedure(code="1.000002").save_revision().publish()
    assert codes(client, "?updated_since=2026-11-02") == ["1.000002"]
    assert codes(client, "?updated_since=2026-11-20T08:00:00%2B07:00") == ["1.000002"]
    assert codes(client, "?updated_since=2026-11-20T08:00:01+07:00") == []


def test_pages_of_the_list_hold_every_procedure_once_though_others_come_and_go(client: Client) -> None:
    pages = [procedure(code=f"1.00000{number}") for number in range(7)]
    first = get(client, "/api/v1/procedures?limit=3")
    pages[0].delete()
    procedure(code="1.000008")
    rest, cursor = [], first["next"]
    while cursor:
        page = get(client, f"/api/v1/procedures?limit=3&cursor={cursor}")
        rest += page["items"]
        cursor = page["next"]
    found = [row["code"] for row in first["items"] + rest]
    assert found == [f"1.00000{number}" for number in (0, 1, 2, 3, 4, 5, 6, 8)]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("linh_vuc=ho-tich", "linh_vuc"),
        ("field=khong-co", "field"),
        ("field=a&field=b", "field"),
        ("field=%00", "field"),
        ("status=free", "status"),
        ("scope=internal", "scope"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=-1", "limit"),
        ("limit=²", "limit"),
        ("limit=999999999999999999999", "limit"),
        ("limit=00000000199999", "limit"),
        ("limit=000000001" + "9" * 60, "limit"),
        ("cursor=abc", "cursor"),
        ("cursor=" + "W" * 150, "cursor"),
        ("cursor=é", "cursor"),
        ("updated_since=hôm nay", "updated_since"),
        ("updated_since=0001-01-01", "updated_since"),
        ("updated_since=2026-02-30", "updated_since"),
        ("updated_since=9999-12-31T23:59:59-14:00", "updated_since"),
        ("agency=" + "a" * 300, "agency"),
    ],
)
def test_a_wrong_parameter_is_named_with_what_to_do(client: Client, query: str, parameter: str) -> None:
    response = client.get(f"/api/v1/procedures?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    problem = response.json()
    assert [error["parameter"] for error in problem["errors"]] == [parameter]
    assert problem["en"].keys() >= {"title", "detail", "errors"}


@given(
    path=st.sampled_from(["procedures", "changes", "decisions", "fields", "procedures/x"]),
    name=st.sampled_from(
        ["limit", "cursor", "since", "updated_since", "field", "level", "agency", "status", "?"]
    ),
    value=st.text(max_size=60),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_parameter_ever_breaks_the_api(client: Client, path: str, name: str, value: str) -> None:
    cache.clear()
    response: HttpResponse = client.get(f"/api/v1/{path}", {name: value})
    assert response.status_code in {200, 400, 404}


@pytest.mark.parametrize(
    "at",
    [
        "9999-12-31T23:59:59+00:00",
        "0001-01-01T00:00:00+00:00",
        "0001-01-01T00:00:00+14:00",
        "2026-11-22T00:00:00",
        "x",
    ],
)
def test_a_cursor_at_the_end_of_time_is_none(client: Client, at: str) -> None:
    add_fee(procedure(), 5, valid_from=date.min, valid_to=date(2021, 1, 1))
    cursor = write_cursor(at, 0, 1)
    get(client, f"/api/v1/changes?cursor={cursor}", 400)
    assert client.get(f"/thay-doi/?truoc={cursor}").status_code == 200
