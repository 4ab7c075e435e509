"""Rows of the portal's catalogue and pages as text: what their words mean."""

from decimal import Decimal

import pytest

from procedures.importing.catalogue_rows import parse_row
from procedures.importing.page_lists import agency_names, legal_numbers, subject_names
from procedures.importing.page_texts import parse_page
from procedures.importing.portal import parse_record
from procedures.importing.portal_dossier import reuse_note
from procedures.importing.records import Severity
from procedures.importing.titles import read_title
from tests.procedures.portal_samples import METHOD, PAGE, ROW, kinds, record, record_of


def test_a_row_of_the_catalogue_states_only_what_it_has() -> None:
    parsed = parse_row(ROW, "a.jsonl:1")
    found = record_of(parsed)
    assert found.stated == {"official_name", "title", "scope", "fields", "subjects", "agencies"}
    assert (found.official_name, found.title) == ("Thủ tục Cấp giấy phép mẫu", "Cấp giấy phép mẫu")
    assert [row.name for row in found.subjects] == ["Công dân Việt Nam"]
    assert "junk_value" in kinds(parsed, Severity.DOUBT)
    assert "fields" not in record_of(parse_row({**ROW, "categories": []}, "a")).stated


@pytest.mark.parametrize(
    ("portal_type", "scope", "doubts"),
    [
        ("STANDARD", "standard", set()),
        ("STANDARD_INTERNAL", "internal", set()),
        ("SPECIFIC", "local", {"other_province"}),
        ("NEW_TYPE", "standard", {"unknown_value"}),
    ],
)
def test_a_procedure_of_one_province_is_doubted(portal_type: str, scope: str, doubts: set[str]) -> None:
    parsed = parse_row({**ROW, "type": portal_type, "formalityTargetType": []}, "a.jsonl:1")
    assert record_of(parsed).scope == scope
    assert kinds(parsed, Severity.DOUBT) == doubts


@pytest.mark.parametrize(
    ("portal_type", "publisher", "kinds_told"),
    [
        ("STANDARD", "UBND tỉnh An Hòa", set()),
        ("STANDARD", "Bộ Tư pháp", {"publisher"}),
        ("SPECIFIC", "UBND tỉnh Đồng Tháp", {"other_province"}),
        ("SPECIFIC", "", {"other_province"}),
    ],
)
def test_who_published_a_full_record_is_kept_with_its_decision_or_told(
    portal_type: str, publisher: str, kinds_told: set[str]
) -> None:
    parsed = parse_record(record(type=portal_type, departmentPromulgateName=publisher), "a.json")
    assert kinds(parsed) & {"publisher", "other_province"} == kinds_told
    assert parsed.doubtful == (portal_type == "SPECIFIC")


def test_a_page_in_words() -> None:
    parsed = parse_page(PAGE, "a.jsonl:1")
    found = record_of(parsed)
    assert parsed.issues == ()
    assert (found.title, found.levels, found.legal_type) == (
        "Đăng ký việc mẫu",
        ("commune", "province"),
        "other",
    )
    assert [agency.name for agency in found.agencies] == [
        "Công an tỉnh",
        "Cục Cảnh sát quản lý hành chính về trật tự, xã hội",
        "Bộ Công an",
    ]
    assert {row.name for row in found.subjects} == {"Công dân Việt Nam", "Cán bộ, công chức, viên chức"}
    assert [step.text for step in found.steps] == ["Nộp hồ sơ.", "Nhận kết quả."]
    (time,), (fee,), (case,) = found.time_limits, found.fees, found.cases
    assert (time.value, time.unit, fee.amount_min, fee.status) == (5, "working_day", 100_000, "amount")
    assert (case.items[0].form_code, case.items[0].originals, case.items[0].copies) == ("TK.docx", 1, 0)
    assert found.requirements == ""
    assert found.decision is not None
    assert (found.decision.number, found.decision.issuer) == ("12/QĐ-BCA", "Bộ Công an")
    assert not {"portal_url", "summary", "status", "note"} & found.stated


FEES = [
    ("Miễn phí", "", "not_stated", None),
    ("Miễn phí", "Miễn phí", "free", None),
    ("Miễn phí", "Không", "free", None),
    ("Miễn phí", "Theo quy định của Hội đồng nhân dân cấp tỉnh", "set_by_province", None),
    ("Miễn phí", "Chưa quy định.", "not_stated", None),
    ("", "Biểu phí kèm theo", "by_formula", None),
    ("1,350,000 Việt Nam Đồng", "", "amount", 1_350_000),
    ("Phí : 250.000 Đồng", "", "amount", 250_000),
    ("25 USD", "", "amount", 25),
    ("40 VNĐ", "40.000 đồng/giấy", "not_stated", None),
    ("Phí : Không Đồng", "", "not_stated", None),
    ("Phí : Mức thu bằng 80% mức quy định", "", "not_stated", None),
    ("Phí : 10.000 Đồng (mỗi bản 2.000 đồng)", "", "by_formula", None),
]


@pytest.mark.parametrize(("fee", "note", "status", "amount"), FEES)
def test_fees_in_words(fee: str, note: str, status: str, amount: int | None) -> None:
    parsed = parse_page({**PAGE, "methods": [{**METHOD, "fee": fee, "fee_note": note}]}, "a")
    (found,) = record_of(parsed).fees
    assert (found.status, found.amount_min) == (status, amount)
    said = f"{found.verbatim} {found.case_label}"
    assert note in said
    assert status in ("amount", "free") or not fee or fee == "Miễn phí" or fee in said


TIMES = [
    ("5 Ngày làm việc", "working_day", Decimal(5), None),
    ("15 Ngày", "day", Decimal(15), None),
    ("1,5 Giờ", "hour", Decimal("1.5"), None),
    ("1 Tháng", "month", Decimal(1), None),
    ("1", "see_text", None, "unit_other"),
    ("", "not_stated", None, "time_not_stated"),
    ("Không quy định", "not_stated", None, "time_not_stated"),
    ("2-3", "see_text", None, "time_in_words"),
    ("Trước khi tàu cập cảng", "see_text", None, "time_in_words"),
    ("99999 Ngày", "see_text", None, "bad_time"),
]


@pytest.mark.parametrize(("text", "unit", "value", "kind"), TIMES)
def test_times_in_words(text: str, unit: str, value: Decimal | None, kind: str | None) -> None:
    parsed = parse_page({**PAGE, "methods": [{**METHOD, "time": text}]}, "a")
    (found,) = record_of(parsed).time_limits
    assert (found.unit, found.value) == (unit, value)
    assert kinds(parsed) == ({kind} if kind else set())


def test_a_time_and_a_fee_that_ran_together_are_doubted() -> None:
    method = {**METHOD, "time": "", "fee": "120 VNĐ", "fee_note": "20.000 đồng", "time_fee_ambiguous": True}
    parsed = parse_page({**PAGE, "methods": [method]}, "a")
    (fee,) = record_of(parsed).fees
    assert (fee.status, fee.verbatim) == ("not_stated", "Nguồn ghi: 120 VNĐ\n20.000 đồng")
    assert "ambiguous" in kinds(parsed, Severity.DOUBT)


def test_lists_in_one_text() -> None:
    known, rest = subject_names("Tổ chức (không bao gồm doanh nghiệp, HTX), Người lạ, Doanh nghiệp")
    assert (set(known), rest) == (
        {"Tổ chức (không bao gồm doanh nghiệp, HTX)", "Doanh nghiệp"},
        "Người lạ",
    )
    assert agency_names("Sở A, Chi cục B; Sở A") == ["Sở A", "Chi cục B"]
    text = "Luật Khiếu nại năm 201102/2011/QH13 Quyết định 2418/QĐ-BNNMT"
    numbers, doubtful = legal_numbers(["1102/2011/QH13", "2418/QĐ-BNNMT", "4499/2020/NĐ-CP"], text)
    assert (numbers, doubtful) == (["02/2011/QH13", "2418/QĐ-BNNMT", "4499/2020/NĐ-CP"], ["4499/2020/NĐ-CP"])


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (
            "Giấy A. Trường hợp khai thác được trong Cơ sở dữ liệu quốc gia thì không phải nộp giấy này.",
            "Trường hợp khai thác được trong Cơ sở dữ liệu quốc gia thì không phải nộp giấy này.",
        ),
        ("Giấy A (không phải nộp nếu đã có trong CSDL dân cư)", "không phải nộp nếu đã có trong CSDL dân cư"),
        ("Giấy A, không phải nộp bản chính", ""),
        ("Bản in từ cơ sở dữ liệu đất đai", ""),
    ],
)
def test_papers_that_a_database_holds(text: str, note: str) -> None:
    assert reuse_note(text) == note


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Thủ tục đăng ký khai sinh", "Đăng ký khai sinh"),
        ("Thủ tục hành chính: Cấp lại giấy phép", "Cấp lại giấy phép"),
        ("THỦ TỤC THÀNH LẬP HỘI (CẤP TỈNH).", "Thành lập hội (cấp tỉnh)."),
        (
            "THỦ TỤC ĐĂNG KÝ CHO NGƯỜI NƯỚC NGOÀI TẠI VIỆT NAM",
            "Đăng ký cho người nước ngoài tại Việt Nam",
        ),
        ("Thủ tục hải quan đối với hàng hóa", "Thủ tục hải quan đối với hàng hóa"),
        ("Thủ tục về việc nuôi con nuôi", "Thủ tục về việc nuôi con nuôi"),
        ("CẤP GIẤY PHÉP CỦA UBND TỈNH HUẾ", "CẤP GIẤY PHÉP CỦA UBND TỈNH HUẾ"),
        ("ĐĂNG KÝ THEO LUẬT TÍN NGƯỠNG", "ĐĂNG KÝ THEO LUẬT TÍN NGƯỠNG"),
        ("THỦ TỤC CẤP GPLX", "CẤP GPLX"),
        ("Thủ tục", "Thủ tục"),
        ("Đăng ký\n  thường trú", "Đăng ký thường trú"),
    ],
)
def test_titles_that_people_read(name: str, title: str) -> None:
    assert read_title(name) == title
