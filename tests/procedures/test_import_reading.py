"""Reading foreign records: codes, names, papers, steps, and what happens to bad input. Pure."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.importing.portal import parse_record
from procedures.importing.readers import read_file, source_files
from procedures.importing.readers.text_files import MAX_DOCUMENT
from procedures.importing.records import Severity
from procedures.importing.texts import clean_lines
from tests.procedures.portal_samples import kinds, paper, parsed, procedure_of, record, write


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
