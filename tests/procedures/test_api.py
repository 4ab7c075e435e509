"""The public read API as a program meets it: a procedure in full, lists of what is open, what is not there."""

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from core.calendar.days import LOCAL_ZONE
from procedures.models import DecisionItem
from tests.procedures.api_answers import codes, full_procedure, get
from tests.procedures.factories import (
    DecisionFactory,
    DepartmentFactory,
    FieldFactory,
    LifeEventFactory,
    add_fee,
    procedure,
)

pytestmark = pytest.mark.django_db
NOON = "2026-11-22T12:00:00+07:00"


@time_machine.travel(NOON, tick=False)
def test_a_procedure_is_told_in_full_with_what_holds_today_what_will_and_what_did(client: Client) -> None:
    full_procedure()
    data = get(client, "/api/v1/procedures/1.004222")
    assert data["as_of"] == "2026-11-22"
    fees = data["fees"]
    assert [(row["channel"], row["state"], row["amount"]) for row in fees["today"]] == [
        ("online", "amount", {"min": 10000, "max": 10000, "currency": "VND"}),
        ("direct", "set_by_province", None),
    ]
    assert [(row["amount"]["min"], row["valid_from"]) for row in fees["upcoming"]] == [(7000, "2027-01-01")]
    assert [(row["amount"]["min"], row["valid_to"]) for row in fees["past"]] == [(15000, "2025-12-31")]
    (term,) = data["time_limits"]["today"]
    assert (term["value"], term["unit"], term["text"]) == (5, "working_day", "5 ngày làm việc")
    assert (term["statutory"]["value"], term["committed"]["basis"]) == (7, "QĐ 9")
    assert data["department"] == {"code": "so-tu-phap", "name": "Sở Tư pháp"}
    assert data["decision"]["number"] == "12/QĐ-UBND"
    assert data["aliases"] == [{"code": "3.000722", "reason": "gộp mã", "since": None}]
    (item,) = data["dossier_cases"][0]["items"]
    assert item["form"]["url"].endswith("/mau-don/ct01/")
    assert data["legal_bases"][0]["number"] == "68/2020/QH14"
    assert data["url"].endswith("/thu-tuc/dang-ky-thuong-tru-1-004222/")


@pytest.mark.parametrize(
    ("rows", "states", "free"),
    [
        ([], ["not_stated"], False),
        ([{"status": "not_stated"}], ["not_stated"], False),
        ([{"status": "free"}], ["free"], True),
        ([{"status": "free", "case_label": "Người có công"}], ["free"], False),
        (
            [{"status": "free", "channel": "online"}, {"amount": 5000, "channel": "direct"}],
            ["amount", "free"],
            False,
        ),
        ([{"status": "set_by_province"}], ["set_by_province"], False),
        ([{"status": "by_formula"}], ["by_formula"], False),
    ],
)
def test_free_zero_by_province_by_formula_and_not_stated_never_look_alike(
    client: Client, rows: list[dict[str, Any]], states: list[str], free: bool
) -> None:
    page = procedure(code="1.000001")
    for row in rows:
        add_fee(page, row.get("amount"), **{key: value for key, value in row.items() if key != "amount"})
    data = get(client, "/api/v1/procedures/1.000001")
    assert (data["fee_states"], data["is_free"]) == (states, free)
    amounts = {row["state"]: row["amount"] for row in data["fees"]["today"]}
    assert all((amount is not None) == (state == "amount") for state, amount in amounts.items())


@pytest.mark.parametrize("status", ["abolished", "replaced"])
def test_an_ended_procedure_is_readable_marked_and_leads_on(client: Client, status: str) -> None:
    new = procedure(code="1.000002", title="Thủ tục mới")
    procedure(code="1.000001", status=status, replaced_by=new, effective_to=date(2020, 1, 1))
    data = get(client, "/api/v1/procedures/1.000001")
    assert (data["status"], data["in_force"]) == (status, False)
    assert data["successor"]["code"] == "1.000002"
    assert codes(client, f"?status={status}") == ["1.000001"]


@pytest.mark.parametrize("typed", ["1004222", "3.000722", "1.004222.000.00.00.H01"])
def test_an_old_or_other_way_of_writing_a_code_leads_to_the_procedure(client: Client, typed: str) -> None:
    full_procedure()
    response = client.get(f"/api/v1/procedures/{typed}")
    assert (response.status_code, response["Location"]) == (302, "/api/v1/procedures/1.004222")


@pytest.mark.parametrize(
    "path", ["procedures/9.999999", "procedures/%00", "nothing", "procedures/", "procedures/1.0/x/y"]
)
def test_what_is_not_there_is_a_problem_document(client: Client, path: str) -> None:
    assert get(client, f"/api/v1/{path}", 404)["status"] == 404


def test_lists_count_only_what_is_open(client: Client) -> None:
    field = FieldFactory(code="A", name="Hộ tịch", slug="ho-tich")
    event = LifeEventFactory(name="Sinh con")
    office = DepartmentFactory(code="so-a", name="Sở A", functions="nội bộ")
    common: dict[str, Any] = {"fields": [field], "life_events": [event], "responsible_department": office}
    procedure(code="1.000001", **common)
    procedure(code="1.000002", live=False, **common)
    procedure(code="1.000003", scope="internal", **common)
    assert get(client, "/api/v1/fields")["items"] == [
        {"code": "A", "slug": "ho-tich", "name": "Hộ tịch", "procedures": 1}
    ]
    assert get(client, "/api/v1/life-events")["items"][0]["procedures"] == 1
    (told,) = get(client, "/api/v1/departments")["items"]
    assert told["procedures"] == 1
    assert "functions" not in told


def test_decisions_are_told_when_approved_and_hide_what_is_not_open(client: Client) -> None:
    now = datetime(2026, 11, 1, 8, tzinfo=LOCAL_ZONE)
    approved = DecisionFactory(number="5/QĐ-UBND", effective_on=date(2026, 12, 1), approved_at=now)
    DecisionFactory(number="6/QĐ-UBND")
    seen = procedure(code="1.000001", title="Thủ tục thấy được")
    hidden = procedure(code="1.000002", title="Thủ tục còn là bản nháp", live=False)
    DecisionItem.objects.create(decision=approved, action="amend", procedure=seen)
    DecisionItem.objects.create(decision=approved, action="new", procedure=hidden)
    DecisionItem.objects.create(decision=approved, action="abolish", code="2.000003", name="Thủ tục cũ")
    (told,) = get(client, "/api/v1/decisions")["items"]
    assert told["number"] == "5/QĐ-UBND"
    assert [(item["action"], item["code"], item["name"]) for item in told["items"]] == [
        ("amend", "1.000001", "Thủ tục thấy được"),
        ("new", "1.000002", ""),
        ("abolish", "2.000003", "Thủ tục cũ"),
    ]
