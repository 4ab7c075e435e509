"""What the API answers, and a procedure with a row of everything to ask it for."""

from datetime import date
from typing import Any

from django.test import Client

from core.models import Level
from procedures.models import CodeAlias, Form, ProcedurePage
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


def get(client: Client, path: str, status: int = 200, **headers: str) -> Any:
    """The JSON of an answer with this status."""
    response = client.get(path, headers=headers)
    assert response.status_code == status, response.content[:500]
    return response.json()


def codes(client: Client, query: str = "") -> list[str]:
    """The codes in the list that a query ("?...") gives."""
    return [row["code"] for row in get(client, f"/api/v1/procedures{query}")["items"]]


def full_procedure() -> ProcedurePage:
    """1.004222 with fees of the past, of today and to come."""
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
