"""Reading foreign records: what a fee and a time mean, and what happens to bad input. Pure."""

import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.importing.fees import FeeProblem, fee_kind, fee_without_amount, read_amount
from procedures.importing.portal import parse_record
from procedures.importing.readers import read_file, source_files
from procedures.importing.readers.text_files import MAX_DOCUMENT
from procedures.importing.records import Parsed, ProcedureRecord, Severity
from procedures.importing.texts import clean_lines
from procedures.importing.times import TimeProblem, read_time
from tests.procedures.portal_samples import fee, method, paper, record, write


def parsed(**fields: Any) -> Parsed:
    return parse_record(record(**fields), "a.json")


def procedure_of(**fields: Any) -> ProcedureRecord:
    found = parsed(**fields).procedure
    assert found is not None
    return found


def kinds(result: Parsed, severity: Severity | None = None) -> set[str]:
    return {issue.kind for issue in result.issues if severity in (None, issue.severity)}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "not_stated"),
        ("Không", "free"),
        ("Không.", "free"),
        ("Miễn phí", "free"),
        ("Miễn lệ phí", "free"),
        ("(Miễn phí)", "free"),
        ("Không thu phí", "free"),
        ("Không thu lệ phí.", "free"),
        ("0 đồng", "free"),
        ("Miễn lệ phí. Phí cấp bản sao trích lục theo Thông tư 281/2016/TT-BTC.", "free"),
        ("Không quy định", "not_stated"),
        ("Miễn lệ phí cho người thuộc hộ nghèo; người khuyết tật.", "not_stated"),
        ("Mức lệ phí do Hội đồng nhân dân cấp tỉnh quyết định. Miễn lệ phí cho hộ nghèo.", "set_by_province"),
        ("Theo quy định của HĐND tỉnh", "set_by_province"),
        ("Nghị quyết số 09/2025/NQ-HĐND ngày 27/10/2025", "set_by_province"),
        ("Chi tiết tại Biểu phí, lệ phí kèm theo", "by_formula"),
        ("Phí thẩm định: đất ở 150.000 đồng/hồ sơ; đất sản xuất 200.000 đồng/hồ sơ.", "by_formula"),
        ("Theo quy định của Luật phí và lệ phí", "not_stated"),
        ("Trường hợp công dân thuộc diện được miễn phí theo Điều 4", "not_stated"),
    ],
)
def test_a_zero_means_what_its_words_say(text: str, status: str) -> None:
    assert fee_without_amount("any", "khac", text).status == status
    (found,) = procedure_of(executionMethods=[method(fees=[fee(0, text)])]).fees
    assert (found.status, found.amount_min) == (status, None)


def test_free_for_some_people_is_free_with_their_condition() -> None:
    text = "Miễn phí Đồng - Trường hợp công dân thuộc diện được miễn theo Điều 4."
    found = fee_without_amount("online", "khac", text)
    assert found.status == "free"
    assert found.case_label.startswith("Trường hợp công dân")
    assert found.verbatim == text


@pytest.mark.parametrize(
    ("value", "currency", "amount"),
    [
        (15000, "VND", 15000),
        (15000.0, "VND", 15000),
        ("20000", "VND", 20000),
        (5, "USD", 5),
        (0, "VND", None),
        (None, "VND", None),
    ],
)
def test_amounts(value: object, currency: str, amount: int | None) -> None:
    assert read_amount(value, currency) == amount


@pytest.mark.parametrize("value", [45, -5000, 10**15, 7.5, "nhiều", True, [], {}, float("nan"), float("inf")])
def test_an_amount_that_cannot_be_believed_is_kept_in_words_and_doubted(value: object) -> None:
    with pytest.raises(FeeProblem):
        read_amount(value, "VND")
    result = parsed(executionMethods=[method(fees=[fee(value, "Từ 1/7/2026")])])
    assert result.procedure is not None
    (found,) = result.procedure.fees
    assert (found.status, found.amount_min) == ("not_stated", None)
    assert "Nguồn ghi" in found.verbatim
    assert "bad_fee" in kinds(result, Severity.DOUBT)


def test_a_currency_nobody_knows_is_doubted() -> None:
    result = parsed(executionMethods=[method(fees=[fee(5000, "x", currencyName="Kíp Lào")])])
    assert "bad_fee" in kinds(result, Severity.DOUBT)


@pytest.mark.parametrize(
    ("text", "portal_type", "kind"),
    [
        ("Lệ phí đăng ký cư trú", "FEE", "le_phi"),
        ("Phí thẩm định", "SERVICE_FEE", "phi"),
        ("Phí và lệ phí", "FEE", "khac"),
        ("", "FEE", "khac"),
        ("", "PRICE_LEVEL", "gia"),
    ],
)
def test_charge_or_duty_is_told_by_words(text: str, portal_type: str, kind: str) -> None:
    assert fee_kind(text, portal_type) == kind


@pytest.mark.parametrize(
    ("value", "unit", "text", "expected"),
    [
        (3, "WORKING_DAY", "", ("working_day", Decimal(3), "")),
        (7.5, "WORKING_DAY", "", ("working_day", Decimal("7.5"), "")),
        ("15", "DAY", "", ("day", Decimal(15), "")),
        ("7,5", "DAY", "", ("day", Decimal("7.5"), "")),
        (8, "HOUR", "", ("hour", Decimal(8), "")),
        (1, "MONTH", "", ("month", Decimal(1), "")),
        (0, "WORKING_DAY", "Theo dự án", ("not_stated", None, "Theo dự án")),
        (None, "WORKING_DAY", "", ("not_stated", None, "")),
        (0, "OTHER", "", ("not_stated", None, "")),
        (5, "OTHER", "", ("see_text", None, "Nguồn ghi: 5 (không rõ đơn vị)")),
        ("Theo mô tả", "OTHER", "Trong 8 giờ.", ("see_text", None, "Trong 8 giờ.")),
        ("Không quá 15 ngày", "OTHER", "Nộp tại quầy", ("see_text", None, "Không quá 15 ngày")),
        ("Không quá 15 ngày", "DAY", "", ("see_text", None, "Không quá 15 ngày")),
    ],
)
def test_times(value: object, unit: str, text: str, expected: tuple[str, Decimal | None, str]) -> None:
    found = read_time("direct", value, unit, text)
    assert (found.unit, found.value, found.verbatim) == expected


@pytest.mark.parametrize(("value", "unit"), [(3, "FORTNIGHT"), (3, ""), (99999, "DAY"), (True, "WEEK")])
def test_a_time_that_cannot_be_believed_is_kept_in_words_and_doubted(value: object, unit: str) -> None:
    with pytest.raises(TimeProblem):
        read_time("direct", value, unit, "")
    result = parsed(executionMethods=[method(time=value, unit=unit)])
    assert result.procedure is not None
    assert result.procedure.time_limits[0].unit == "see_text"
    assert "bad_time" in kinds(result, Severity.DOUBT)


def case_time(name: str, quantity: object, unit: str = "WORKING_DAY") -> dict[str, Any]:
    return {"name": name, "code": "x.01", "processingDay": {"qty": quantity, "type": unit}}


def test_times_that_contradict_each_other_are_both_kept_and_doubted() -> None:
    result = parsed(executionMethods=[method(time=10)], cases=[case_time("Công trình", 20, "DAY")])
    assert result.procedure is not None
    assert [(t.value, t.unit, t.case_label) for t in result.procedure.time_limits] == [
        (Decimal(10), "working_day", ""),
        (Decimal(20), "day", "Công trình"),
    ]
    assert "time_conflict" in kinds(result, Severity.DOUBT)


def test_a_case_that_repeats_the_time_adds_nothing() -> None:
    result = parsed(executionMethods=[method(time=10)], cases=[case_time("Đăng ký việc mẫu", 10)])
    assert result.procedure is not None
    assert len(result.procedure.time_limits) == 1
    assert not result.doubtful


def test_a_case_fills_in_the_time_that_the_ways_only_describe() -> None:
    result = parsed(executionMethods=[method(time=1, unit="OTHER")], cases=[case_time("Đăng ký việc mẫu", 1)])
    assert result.procedure is not None
    assert {t.unit for t in result.procedure.time_limits} == {"see_text", "working_day"}
    assert not result.doubtful


def test_several_times_of_one_way_carry_their_conditions() -> None:
    methods = [method(time=10, text="Xã miền núi"), method(time=5, text="Nơi khác")]
    found = procedure_of(executionMethods=methods).time_limits
    assert [(t.value, t.case_label) for t in found] == [(10, "Xã miền núi"), (5, "Nơi khác")]


@pytest.mark.parametrize(
    ("code", "read", "kind", "severity"),
    [
        ("1.004222", "1.004222", None, None),
        (" 1.014325", "1.014325", "blanks", Severity.NOTE),
        ("1004222", "1.004222", "code_form", Severity.NOTE),
        ("1.001612.000.00.00.H01", "1.001612", "code_form", Severity.NOTE),
        ("1.0133611", "1.0133611", "non_standard_code", Severity.DOUBT),
        ("1.014955-Xoa", "1.014955-Xoa", "non_standard_code", Severity.DOUBT),
        ("C08_XPHCDB", "C08_XPHCDB", "non_standard_code", Severity.DOUBT),
    ],
)
def test_codes(code: str, read: str, kind: str | None, severity: Severity | None) -> None:
    result = parsed(code=code)
    assert result.procedure is not None
    assert result.procedure.code == read
    assert kinds(result, severity) == ({kind} if kind else set())


@pytest.mark.parametrize("code", ["", "   ", None, 1004222, [], "x" * 41, "\u0000"])
def test_without_a_usable_code_a_record_is_refused_with_the_field(code: object) -> None:
    result = parsed(code=code)
    assert result.procedure is None
    assert {issue.field for issue in result.issues if issue.severity is Severity.ERROR} == {"code"}


@pytest.mark.parametrize("name", ["", " \n\t", None, 5])
def test_without_a_name_a_record_is_refused_with_the_field(name: object) -> None:
    result = parsed(name=name)
    assert result.procedure is None
    assert "name" in {issue.field for issue in result.issues if issue.severity is Severity.ERROR}


def test_a_messy_name_is_kept_verbatim_and_cleaned_for_display() -> None:
    name = unicodedata.normalize("NFD", " Đăng ký\tviệc\n<b>mẫu</b> &amp; khác ")
    result = parsed(name=name)
    assert result.procedure is not None
    assert result.procedure.official_name == name
    assert result.procedure.title == "Đăng ký việc mẫu & khác"
    assert {"not_nfc"} <= kinds(result, Severity.NOTE)
    assert not result.doubtful


def test_a_name_of_a_thousand_characters_becomes_a_short_title() -> None:
    result = parsed(name="Thẩm định dự án " * 75)
    assert result.procedure is not None
    assert len(result.procedure.title) <= 255
    assert "long_name" in kinds(result, Severity.NOTE)


def test_the_abolished_level_in_a_name_is_doubted() -> None:
    assert "abolished_level" in kinds(parsed(name="Đăng ký việc mẫu (cấp huyện)"), Severity.DOUBT)


def test_a_record_that_says_nothing_of_filing_is_doubted() -> None:
    assert "missing" in kinds(parsed(executionMethods=[]), Severity.DOUBT)


def test_papers_remarks_and_papers_to_show() -> None:
    components = [
        paper("Tờ khai", 2, 1, attachments=[{"fileName": "Mẫu 1.docx"}]),
        paper("* Lưu ý: nộp bản in", 0, 0),
        paper("", 1, 0),
    ]
    shown = {"name": "* Giấy tờ phải xuất trình:", "profileComponents": [paper("Căn cước", 0, 0)]}
    result = parsed(executionCases=[{"name": "", "profileComponents": components}, shown])
    assert result.procedure is not None
    first, second = result.procedure.cases
    assert [(item.name, item.kind, item.originals, item.copies) for item in first.items] == [
        ("Tờ khai", "submit", 2, 1),
        ("* Lưu ý: nộp bản in", "note", 0, 0),
    ]
    assert first.items[0].form_code == "Mẫu 1.docx"
    assert (second.name, second.items[0].kind) == ("Giấy tờ phải xuất trình", "present")


def test_one_block_of_steps_is_cut_at_its_own_marks() -> None:
    steps = [{"name": "", "description": "Bước 1: Chuẩn bị.\nBước 2: Nộp.\n- Tại quầy.\nBước 3: Nhận."}]
    assert [step.text for step in procedure_of(executionSteps=steps).steps] == [
        "Chuẩn bị.",
        "Nộp.\n- Tại quầy.",
        "Nhận.",
    ]


def test_agencies_come_from_the_most_exact_source() -> None:
    own = [{"name": "Sở A"}, {"name": "sở a"}, {"name": ""}]
    groups = [{"name": "Nhóm B"}]
    found = procedure_of(
        departmentsExecuting=own, unitGroupsExecuting=groups, coordinatingAgencies="Thuế tỉnh"
    )
    assert [(agency.role, agency.name) for agency in found.agencies] == [
        ("implementing", "Sở A"),
        ("coordinating", "Thuế tỉnh"),
    ]


@pytest.mark.parametrize("junk", [None, 5, "chữ", [], [[]], [None], [5], {"a": 1}, [{"name": 5}], True])
@pytest.mark.parametrize(
    "key",
    [
        "executionMethods",
        "executionCases",
        "executionSteps",
        "cases",
        "categoriesDetails",
        "procedureProposal",
        "resultsDetails",
        "legalBasisesDetails",
        "returningMethods",
        "departmentsExecuting",
        "subjectTypesDetails",
        "isWard",
        "type",
        "updatedAt",
    ],
)
def test_a_wrong_type_anywhere_is_reported_and_the_rest_is_read(key: str, junk: object) -> None:
    result = parse_record(record(**{key: junk}), "a.json")
    assert result.procedure is not None
    assert result.procedure.code == "1.999001"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["code", "name", "data", "fees", "executionMethods", "cases", "value"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=15,
    )
)
def test_no_junk_whatever_raises(junk: object) -> None:
    parse_record(junk, "a.json")


def test_tags_go_and_comparisons_stay() -> None:
    assert (
        clean_lines("<p>Diện tích &lt; 5 m²</p><br/>và a < b > c &nbsp; d")
        == "Diện tích < 5 m²\nvà a < b > c d"
    )


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.json", "{", "bad_json"),
        ("a.json", "", "bad_json"),
        ("a.json", "[" * 100_000, "bad_json"),
        ("a.json", "[]", None),
        ("a.json", "[1]", "not_a_record"),
        ("a.json", "null", "not_a_record"),
        ("a.jsonl", '{"a": 1}\n{', "bad_json"),
    ],
)
def test_a_bad_file_is_an_issue_and_no_exception(
    tmp_path: Path, name: str, content: str, kind: str | None
) -> None:
    results = list(read_file(write(tmp_path, name, content)))
    assert all(result.procedure is None for result in results)
    assert (kind in {k for result in results for k in kinds(result)}) is (kind is not None)


def test_bytes_that_are_no_text_and_files_that_are_too_large(tmp_path: Path) -> None:
    binary, large = tmp_path / "a.json", tmp_path / "b.json"
    binary.write_bytes(b"\xff\xfe\x00")
    with large.open("wb") as file:
        file.truncate(MAX_DOCUMENT + 1)
    assert [
        kinds(result) for path in (binary, large, tmp_path / "none.json") for result in read_file(path)
    ] == [
        {"not_utf8"},
        {"too_large"},
        {"unreadable"},
    ]


def test_files_are_found_in_a_folder_or_its_details(tmp_path: Path) -> None:
    details = tmp_path / "portal" / "details"
    details.mkdir(parents=True)
    path = write(details, "1.999001.json", record())
    write(tmp_path, "khac.json", {})
    assert source_files(tmp_path) == source_files(details) == source_files(path) == [path]
