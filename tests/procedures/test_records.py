"""A page and its record say the same: whatever is written into a page comes out of it again."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from core.models import Department
from procedures.importing.differences import differences
from procedures.importing.facts import record_digest
from procedures.importing.normal import from_json, to_json
from procedures.importing.records import (
    ALL_FIELDS,
    AgencyRecord,
    AliasRecord,
    CaseRecord,
    DecisionRecord,
    FeeRecord,
    ItemRecord,
    MethodRecord,
    Named,
    ProcedureRecord,
    ProcessStepRecord,
    StepRecord,
    TimeRecord,
)
from procedures.models import Agency, AgencySpelling, Field, ProcedurePage
from procedures.services.records import record_of, with_rows
from procedures.services.writing import PageWriter, Unmatched
from tests.procedures.factories import DepartmentFactory, catalogue_index, procedure
from tests.procedures.record_strategies import records

pytestmark = pytest.mark.django_db


def saved(record: ProcedureRecord, writer: PageWriter | None = None) -> ProcedurePage:
    """A new page with the record in it, read again from the database."""
    writer = writer or PageWriter()
    page = ProcedurePage()
    writer.write(page, record)
    catalogue_index().add_child(instance=page)
    page.save_revision()
    writer.write_aliases(page, record)
    return ProcedurePage.objects.get(pk=page.pk)


DECISION = DecisionRecord("12/QĐ-UBND", "UBND tỉnh An Hòa", date(2026, 6, 1), date(2026, 7, 1))
AGENCIES = (AgencyRecord("implementing", "Ủy ban nhân dân cấp xã"),)
ALIASES = (AliasRecord("1.000009", "đổi mã", date(2026, 7, 1)),)
PROCESS = (ProcessStepRecord("Một cửa", "Tiếp nhận", Decimal(4), "Công chức"),)
METHODS = (MethodRecord("online", "Cổng dịch vụ công"), MethodRecord("direct", ""))
TIMES = (
    TimeRecord(
        "any",
        "working_day",
        Decimal("7.5"),
        committed_value=Decimal(5),
        committed_unit="working_day",
        committed_basis="Quyết định 9/QĐ-UBND",
        is_default=True,
        legal_basis="Điều 5",
        valid_from=date(2026, 7, 1),
    ),
    TimeRecord("post", "see_text", case_label="Vùng xa", verbatim="Theo lịch bưu chính"),
)
FEES = (
    FeeRecord("online", "le_phi", "amount", 7000, per_unit="/lần", exemption="Trẻ em"),
    FeeRecord("direct", "le_phi", "amount", 10000, 15000, valid_to=date(2026, 12, 31)),
    FeeRecord("any", "phi", "free", case_label="Hộ nghèo", verbatim="Miễn", legal_basis="Điều 7"),
)
STEPS = (StepRecord("Nộp hồ sơ", "Tại quầy.", "direct"), StepRecord("", "Nhận kết quả."))
CASES = (
    CaseRecord(
        "Lần đầu",
        (
            ItemRecord("Tờ khai", originals=1, form_code="CT01"),
            ItemRecord("Bản sao", copies=1, certified=True, reuse_note="Đã có trong CSDL", note="Bản in"),
            ItemRecord("Căn cước", "present"),
        ),
    ),
)


def full_record(**changes: Any) -> ProcedureRecord:
    """A record with something in every field."""
    record = ProcedureRecord(
        code="1.999001",
        official_name="Thủ tục đăng ký việc mẫu",
        title="Đăng ký việc mẫu",
        summary="Giấy xác nhận việc mẫu.",
        keywords="giấy mẫu\nviệc mẫu",
        note="Mang theo căn cước.",
        scope="local",
        legal_type="other",
        online_level="full",
        portal_url="https://dichvucong.example/nop",
        is_non_territorial=True,
        on_the_spot=True,
        requirements="Đủ 18 tuổi.",
        return_methods=("at_counter", "online"),
        receiving_addresses="Số 1 đường A",
        dossier_sets=2,
        show_process=True,
        status="amended",
        effective_from=date(2026, 7, 1),
        effective_to=date(2027, 6, 30),
        review_on=date(2026, 12, 1),
        contact_office="Bộ phận Một cửa",
        contact_phone="0900 000 001",
        contact_person="Công chức hộ tịch",
        decision=DECISION,
        fields=(Named("M01", "Lĩnh vực mẫu"),),
        levels=("commune", "province"),
        subjects=(Named("DT1", "Công dân Việt Nam"),),
        life_events=("Sinh con",),
        legal_bases=(Named("1/2026/NĐ-CP", "Nghị định mẫu"),),
        agencies=AGENCIES,
        aliases=ALIASES,
        results=("Giấy xác nhận",),
        methods=METHODS,
        time_limits=TIMES,
        fees=FEES,
        steps=STEPS,
        cases=CASES,
        process_steps=PROCESS,
    )
    return replace(record, **changes)


def test_a_page_gives_back_everything_that_was_written_into_it() -> None:
    DepartmentFactory.create(code="so-mau")
    procedure(code="1.999002")
    record = full_record(responsible_department="so-mau", replaced_by="1.999002")
    page = saved(record)
    assert record_of(page) == record
    assert record_of(page.get_latest_revision_as_object()) == record
    (listed,) = with_rows(ProcedurePage.objects.with_code(page.code))
    assert record_of(listed) == record


def test_json_gives_back_everything() -> None:
    record = full_record(responsible_department="so-mau", replaced_by="1.999002")
    parsed = from_json(json.loads(json.dumps(to_json(record))), "a.jsonl:1")
    assert (parsed.procedure, parsed.issues) == (record, ())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(record=records())
def test_record_page_record_json_record_is_the_same(record: ProcedureRecord) -> None:
    ProcedurePage.objects.filter(code=record.code).delete()
    page = saved(record)
    first = record_of(page)
    assert differences(record, first) == ()
    assert record_digest(replace(first, stated=record.stated)) == record_digest(record)
    parsed = from_json(json.loads(json.dumps(to_json(first))), "a.jsonl:1")
    assert (parsed.procedure, parsed.issues) == (first, ())
    again = ProcedurePage(title="Trang khác")
    PageWriter().write(again, parsed.procedure)
    assert record_of(again) == replace(first, aliases=())


def test_fields_that_are_not_stated_or_not_chosen_are_left_alone() -> None:
    page = saved(full_record())
    partial = ProcedureRecord(
        "1.999001", title="Tên khác", fees=(), summary="Khác", stated=frozenset({"title", "fees"})
    )
    PageWriter().write(page, partial, fields={"fees", "summary"})
    page.save()
    assert (
        differences(full_record(), record_of(ProcedurePage.objects.get(pk=page.pk)), {"title", "summary"})
        == ()
    )
    assert record_of(page).fees == ()


def test_what_the_site_does_not_have_is_reported_and_left_out() -> None:
    writer = PageWriter()
    page = saved(
        full_record(responsible_department="khong-co", replaced_by="9.999999", levels=("commune", "sao-hoa")),
        writer,
    )
    assert record_of(page).levels == ("commune",)
    assert set(writer.unmatched) == {
        Unmatched("1.999001", "responsible_department", "khong-co"),
        Unmatched("1.999001", "replaced_by", "9.999999"),
        Unmatched("1.999001", "levels", "sao-hoa"),
    }


def test_an_agency_is_found_under_every_spelling_also_after_a_merge() -> None:
    writer = PageWriter()
    saved(full_record(agencies=(AgencyRecord("implementing", "Sở Tư pháp"),)), writer)
    target, merged = Agency.objects.get(name="Sở Tư pháp"), Agency.objects.create(name="Sở TP")
    AgencySpelling.objects.create(name="Sở TP", agency=target)
    spellings = ("SỞ TƯ PHÁP", "Sở tư  pháp", "Sở TP")
    record = full_record(
        code="1.999003", aliases=(), agencies=tuple(AgencyRecord("implementing", name) for name in spellings)
    )
    page = saved(record)
    assert [row.agency for row in page.agencies.all()] == [target]
    assert merged.procedure_rows.count() == 0
    assert writer.rows.made["procedures.agency"] == [target.pk]


def test_a_field_with_another_code_elsewhere_is_the_same_field() -> None:
    known = Field.objects.create(code="G01", name="Hộ tịch")
    page = saved(full_record(fields=(Named("G15-TP07", "Hộ  tịch"),)))
    assert list(page.fields.all()) == [known]
    assert differences(full_record(fields=(Named("G15-TP07", "Hộ  tịch"),)), record_of(page)) == ()


def test_an_old_code_that_leads_elsewhere_is_not_taken_away() -> None:
    saved(full_record())
    writer = PageWriter()
    other = saved(full_record(code="1.999004"), writer)
    assert record_of(other).aliases == ()
    assert Unmatched("1.999004", "aliases", "1.000009") in writer.unmatched


def test_the_unit_behind_the_agency_becomes_responsible() -> None:
    department: Department = DepartmentFactory.create()
    Agency.objects.create(name="Ủy ban nhân dân cấp xã", department=department)
    stated = ALL_FIELDS - {"responsible_department"}
    assert saved(full_record(stated=stated)).responsible_department == department


def test_records_come_in_constant_queries(django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        saved(full_record(code=f"1.99910{number}", aliases=()))
    with django_assert_max_num_queries(22):
        found = list(map(record_of, with_rows(ProcedurePage.objects.order_by("code"))))
    assert [record.code for record in found] == [f"1.99910{number}" for number in range(6)]
