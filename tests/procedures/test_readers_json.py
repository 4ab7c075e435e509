"""Readers of JSON: the portal's rows, records of pages as text, our own lines, and files that are damaged."""

import gzip
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procedures.importing.catalogue_rows import parse_row
from procedures.importing.normal import from_json, to_json
from procedures.importing.page_lists import agency_names, legal_numbers, subject_names
from procedures.importing.page_texts import parse_page
from procedures.importing.portal import parse_record
from procedures.importing.portal_dossier import reuse_note
from procedures.importing.readers import read_file, reader_for, source_files, text_files
from procedures.importing.records import Parsed, ProcedureRecord, Severity
from procedures.importing.titles import read_title
from tests.procedures.portal_samples import record

ROW = {
    "id": "x",
    "name": "Thủ tục Cấp giấy phép mẫu",
    "code": "1.999001",
    "codeNotation": "1.999001",
    "categories": ["Hộ tịch"],
    "departments": ["Sở Tư pháp", "Sở tư pháp"],
    "departmentPromulgate": "Bộ Tư pháp",
    "formalityTargetType": ["Công dân Việt Nam", "nhóm 1"],
    "state": "ACTIVE",
    "type": "STANDARD",
}
METHOD = {
    "channel": "Trực tiếp",
    "time": "5 Ngày làm việc",
    "fee": "100,000 VNĐ",
    "fee_note": "100.000 đồng/lần",
    "note": "Nộp tại quầy",
    "time_fee_ambiguous": False,
}
PAGE = {
    "code": "1.999001",
    "title": "Thủ tục đăng ký việc mẫu",
    "level": ["Cấp tỉnh", "Cấp xã"],
    "agency": "Công an tỉnh, Cục Cảnh sát quản lý hành chính về trật tự, xã hội",
    "competent_agency": "Bộ Công an",
    "ministry": "Bộ Công an",
    "field": "Hộ tịch",
    "steps": ["- Bước 1: Nộp hồ sơ.", "Bước 2: Nhận kết quả."],
    "methods": [METHOD],
    "dossier": [{"case": "", "name": "Tờ khai", "form": "TK.docx", "original": 1, "copy": None}],
    "legal_basis": ["1/2026/NĐ-CP"],
    "legal_basis_text": "Nghị định 1/2026/NĐ-CP",
    "result": ["Giấy xác nhận"],
    "requirements": "Không",
    "subject": "Công dân Việt Nam, Cán bộ, công chức, viên chức",
    "decision_no": "12/QĐ-BCA",
    "procedure_type": "Loại khác",
    "receiving_address": "Công an xã",
    "url": "https://dichvucong.example/1",
}


def record_of(parsed: Parsed) -> ProcedureRecord:
    assert parsed.procedure is not None
    return parsed.procedure


def kinds(parsed: Parsed, severity: Severity | None = None) -> set[str]:
    return {issue.kind for issue in parsed.issues if severity in (None, issue.severity)}


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


def write(path: Path, *lines: object) -> Path:
    text = "\n".join(
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    )
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


OWN = to_json(ProcedureRecord("1.999001", "Tên", "Tên", source_updated_at=datetime(2026, 7, 1, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("name", "content", "reader"),
    [
        ("a.jsonl", ROW, "portal_rows"),
        ("a.jsonl.gz", PAGE, "page_texts"),
        ("a.jsonl", record(), "portal"),
        ("a.json", record()["data"], "portal"),
        ("a.json", {"code": "OK", "data": [record()["data"]]}, "portal"),
        ("a.json", [OWN], "normal"),
        ("a.ndjson", OWN, "normal"),
    ],
)
def test_each_format_is_known_by_its_beginning(
    tmp_path: Path, name: str, content: object, reader: str
) -> None:
    path = write(tmp_path / name, content)
    found = reader_for(path)
    assert found is not None
    assert found.name == reader
    assert [record_of(parsed).code for parsed in read_file(path)] == ["1.999001"]


def test_a_broken_line_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", ROW, '{"code": ', "", "[]", {**ROW, "code": "1.999002"}, ROW)
    found = [(parsed.source, parsed.procedure is not None, kinds(parsed)) for parsed in read_file(path)]
    assert [(source, is_read) for source, is_read, _kinds in found] == [
        ("a.jsonl:1", True),
        ("a.jsonl:2", False),
        ("a.jsonl:5", True),
        ("a.jsonl:6", False),
    ]
    assert "bad_json" in found[1][2]
    assert "duplicate" in found[3][2]


def test_a_file_that_unpacks_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "MAX_LINE", 10_000)
    monkeypatch.setattr(text_files, "MAX_UNPACKED", 50_000)
    one_line = write(tmp_path / "a.jsonl.gz", "x" * 100_000)
    many_lines = write(tmp_path / "b.jsonl.gz", *(["1"] * 60_000))
    for path in (one_line, many_lines):
        assert "too_large" in {kind for parsed in read_file(path) for kind in kinds(parsed)}


@pytest.mark.parametrize("content", [b"\x1f\x8b\x08broken", b"no gzip at all", b""])
def test_a_damaged_archive_is_an_error_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(content)
    assert all(parsed.procedure is None for parsed in read_file(path))


def test_a_folder_stands_for_its_files(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.jsonl", ROW), write(tmp_path / "b.jsonl.gz", PAGE)
    (tmp_path / "c.txt").write_text("x")
    assert source_files(tmp_path) == [first, second]
    (tmp_path / "details").mkdir()
    full = write(tmp_path / "details" / "1.999001.json", ROW)
    assert source_files(tmp_path) == [first, second, full]


BROKEN_OWN: list[tuple[dict[str, Any], str]] = [
    ({"fees": [{"status": "amount"}]}, "bad_fee"),
    ({"fees": [{"status": "amount", "amount_min": 0}]}, "bad_fee"),
    ({"fees": [{"status": "free", "amount_min": 5000}]}, "amount_without_status"),
    ({"fees": [{"status": "amount", "amount_min": 9000, "amount_max": 8000}]}, "bad_fee"),
    (
        {"fees": [{"status": "free", "valid_from": "2027-01-02", "valid_to": "2027-01-01"}]},
        "dates_in_disorder",
    ),
    ({"fees": [{"status": "vô giá"}]}, "missing"),
    ({"fees": {"status": "free"}}, "wrong_type"),
    ({"time_limits": [{"unit": "day"}]}, "bad_time"),
    ({"time_limits": [{"unit": "see_text", "value": 5}]}, "bad_time"),
    ({"time_limits": [{"unit": "day", "value": 5, "committed_value": 3}]}, "bad_time"),
    ({"time_limits": [{"unit": "day", "value": -1}]}, "bad_value"),
    ({"effective_from": "2027-01-02", "effective_to": "2027-01-01"}, "dates_in_disorder"),
    ({"effective_from": "2/1/2027"}, "bad_value"),
    ({"status": "đang chạy"}, "bad_value"),
    ({"portal_url": "javascript:alert(1)"}, "bad_value"),
    ({"methods": [{"channel": "any"}]}, "bad_value"),
    ({"title": "x" * 300}, "cut"),
    ({"on_the_spot": "có"}, "bad_value"),
    ({"dossier_sets": 1.5}, "bad_value"),
    ({"levels": "commune"}, "wrong_type"),
    ({"process_steps": [{"unit_name": "A", "task": "B"}]}, "missing"),
    ({"decision": {"issuer": "UBND"}}, "missing"),
    ({"summary": ["x"]}, "wrong_type"),
]


@pytest.mark.parametrize(("content", "kind"), BROKEN_OWN)
def test_what_a_page_cannot_hold_is_doubted_and_the_rest_is_read(content: dict[str, Any], kind: str) -> None:
    parsed = from_json({"code": "1.999001", "official_name": "Tên", "note": "còn lại", **content}, "a")
    assert record_of(parsed).note == "còn lại"
    assert kind in kinds(parsed, Severity.DOUBT)


def test_another_version_of_the_format_is_refused() -> None:
    assert kinds(from_json({**OWN, "version": 2}, "a")) == {"unknown_version"}


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(junk=JUNK, key=st.sampled_from(sorted({*ROW, *PAGE, *OWN, *METHOD, "items", "amount_min"})))
def test_no_junk_anywhere_raises(junk: object, key: str) -> None:
    for parse, sample in ((parse_row, ROW), (parse_page, PAGE), (from_json, OWN), (parse_record, record())):
        for raw in (junk, {**sample, key: junk}, {**sample, key: [{key: junk}]}):
            assert isinstance(parse(raw, "a"), Parsed)
