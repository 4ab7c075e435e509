"""The public read API as a program meets it."""

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.calendar.days import LOCAL_ZONE
from core.models import Level
from procedures.api.cursors import write_cursor
from procedures.models import CodeAlias, DecisionItem, Form, ProcedurePage
from tests.procedures.factories import (
    DecisionFactory,
    DepartmentFactory,
    FieldFactory,
    LegalBasisFactory,
    LifeEventFactory,
    SubjectTypeFactory,
    add_agency,
    add_case,
    add_fee,
    add_method,
    add_step,
    add_time,
    procedure,
)

pytestmark = pytest.mark.django_db
NOON = "2026-11-22T12:00:00+07:00"


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    cache.clear()


def get(client: Client, path: str, status: int = 200, **headers: str) -> Any:
    response = client.get(path, headers=headers)
    assert response.status_code == status, response.content[:500]
    return response.json()


def codes(client: Client, query: str = "") -> list[str]:
    return [row["code"] for row in get(client, f"/api/v1/procedures{query}")["items"]]


def full_procedure() -> ProcedurePage:
    field = FieldFactory(code="G15-TP07", name="Hộ tịch", slug="ho-tich")
    office = DepartmentFactory(code="so-tu-phap", name="Sở Tư pháp", phone="0290 3 111 222")
    page = procedure(
        code="1.004222",
        title="Đăng ký thường trú",
        summary="Bạn được ghi tên vào nơi thường trú mới.",
        responsible_department=office,
        online_level="full",
        portal_url="https://dichvucong.gov.vn/p",
        decision=DecisionFactory(number="12/QĐ-UBND", decided_on=date(2026, 1, 5)),
        fields=[field],
        subjects=[SubjectTypeFactory(code="CD", name="Công dân Việt Nam")],
        life_events=[LifeEventFactory(name="Chuyển nhà")],
        levels=[Level.objects.get(code="commune")],
        legal_bases=[LegalBasisFactory(number="68/2020/QH14", title="Luật Cư trú")],
    )
    add_method(page, "online", "Cổng dịch vụ công")
    add_method(page, "direct")
    add_fee(page, 10000, channel="online", valid_to=date(2026, 12, 31), legal_basis="TT 75/2022/TT-BTC")
    add_fee(page, 7000, channel="online", valid_from=date(2027, 1, 1))
    add_fee(page, 15000, channel="online", valid_to=date(2025, 12, 31))
    add_fee(page, status="set_by_province", channel="direct")
    add_time(page, 7, committed_value=5, committed_unit="working_day", committed_basis="QĐ 9")
    Form.objects.create(code="CT01", name="Tờ khai thay đổi thông tin cư trú", slug="ct01")
    add_case(page, "Tờ khai", form=Form.objects.get(), form_code="CT01")
    add_step(page, "Nộp hồ sơ.")
    add_agency(page, "Công an cấp xã")
    CodeAlias.objects.create(old_code="3.000722", procedure=page, reason="gộp mã")
    return page


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


def test_the_openapi_document_describes_what_the_api_answers(client: Client) -> None:
    full_procedure()
    document = get(client, "/api/v1/openapi.json")
    assert document["openapi"] == "3.1.0"
    shapes = document["components"]["schemas"]
    for path in (
        "procedures",
        "procedures/{code}",
        "fields",
        "life-events",
        "departments",
        "decisions",
        "changes",
    ):
        operation = document["paths"][f"/api/v1/{path}"]["get"]
        answer = get(client, f"/api/v1/{path}".replace("{code}", "1.004222"))
        name = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[
            2
        ]
        assert answer.keys() == shapes[name]["properties"].keys()
        assert set(operation["responses"]) == {"200", "400", "404", "429"}
        assert all(parameter["description"] for parameter in operation["parameters"])
    described = [
        field
        for shape in shapes.values()
        for field in shape.get("properties", {}).values()
        if "description" in field
    ]
    assert len(described) > 100
    assert all("title" not in shape for shape in shapes.values())


def test_the_first_address_names_the_others(client: Client) -> None:
    told = get(client, "/api/v1/")
    assert told["docs"].endswith("/api/v1/docs")
    assert any(path.endswith("/api/v1/procedures/{code}") for path in told["endpoints"])


def test_the_documentation_for_people_is_drawn_from_the_document(client: Client) -> None:
    document = get(client, "/api/v1/openapi.json")
    response = client.get("/api/v1/docs")
    html = response.content.decode()
    for path, operations in document["paths"].items():
        assert f"<code>GET {path}</code>" in html
        for parameter in operations["get"]["parameters"]:
            assert f"<code>{parameter['name']}</code>" in html
    for name in ("ProcedureDetail", "Fee", "TimeLimit", "Change", "ProblemDocument"):
        assert f'id="{name}"' in html
    assert "curl &quot;http" in html
    assert "<script" not in html
    assert "style=" not in html
    assert response["Content-Security-Policy"].count("'unsafe-inline'") == 0
    assert client.get("/en/api/v1/docs").status_code == 200
