"""The template as XLSX and CSV: what people and spreadsheet programs do to it, and that nothing is lost."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook, load_workbook

from procedures.exports.example import EXAMPLE
from procedures.exports.tables import BYTE_ORDER_MARK, csv_text, heading_rows
from procedures.exports.workbooks import CatalogueWorkbook
from procedures.importing.readers import read_file, source_files
from procedures.importing.records import ALL_FIELDS, CaseRecord, ItemRecord, ProcedureRecord, Severity
from procedures.importing.schema import Attribute, Kind
from procedures.importing.tables.cells import CellProblem, cell_value, code_text
from procedures.importing.template_sheets import SHEETS, sheet_rows
from tests.procedures.record_strategies import records

MAIN = "Thủ tục"


def workbook(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    """A workbook with sheets by title ("_" for a blank)."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title.replace("_", " "))
        for row in rows:
            page.append(list(row))
    book.save(path)
    return path


def main(path: Path, *rows: Sequence[Any], keys: Sequence[str] = ("code", "official_name")) -> Path:
    return workbook(path, Thủ_tục=[keys, *rows])


def records_in(path: Path) -> list[ProcedureRecord]:
    return [parsed.procedure for parsed in read_file(path) if parsed.procedure is not None]


def issues_in(path: Path, severity: Severity | None = None) -> list[tuple[str, str]]:
    return [
        (issue.kind, issue.field)
        for parsed in read_file(path)
        for issue in parsed.issues
        if severity in (None, issue.severity)
    ]


def kinds_in(path: Path) -> set[str]:
    return {kind for kind, _field in issues_in(path)}


def written(path: Path, *found: ProcedureRecord) -> Path:
    book = CatalogueWorkbook(SHEETS)
    for record in found:
        for key, row in sheet_rows(record):
            book.add(key, row)
    book.save(path)
    return path


def as_csv_zip(path: Path, *found: ProcedureRecord) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for sheet in SHEETS:
            rows = [row for record in found for key, row in sheet_rows(record) if key == sheet.key]
            archive.writestr(f"{sheet.key}.csv", BYTE_ORDER_MARK + csv_text([*heading_rows(sheet), *rows]))
    return path


@pytest.mark.parametrize("suffix", ["xlsx", "zip"])
def test_the_template_written_by_the_command_reads_back_without_an_error(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"mau.{suffix}"
    call_command("import_template", str(path), verbosity=0, stdout=io.StringIO())
    (parsed,) = read_file(path)
    assert parsed.procedure == EXAMPLE
    assert {issue.kind for issue in parsed.issues} == {"non_standard_code"}


def test_the_template_is_not_written_to_a_file_of_another_kind(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="xlsx"):
        call_command("import_template", str(tmp_path / "mau.pdf"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(record=records())
def test_what_is_written_as_a_workbook_or_as_csv_is_read_again(
    tmp_path: Path, record: ProcedureRecord
) -> None:
    for path in (written(tmp_path / "a.xlsx", record), as_csv_zip(tmp_path / "a.zip", record)):
        assert records_in(path) == [record]


def test_a_text_too_long_for_a_cell_comes_back_whole(tmp_path: Path) -> None:
    long = "Điều kiện thứ nhất. " * 4_000
    record = replace(
        EXAMPLE, requirements=long.strip(), steps=(replace(EXAMPLE.steps[0], text=long.strip()),)
    )
    assert records_in(written(tmp_path / "a.xlsx", record)) == [record]


def test_a_folder_of_csv_files_is_one_source(tmp_path: Path) -> None:
    with zipfile.ZipFile(as_csv_zip(tmp_path / "a.zip", EXAMPLE)) as archive:
        archive.extractall(tmp_path / "mau")
    assert source_files(tmp_path / "mau") == [tmp_path / "mau"]
    assert records_in(tmp_path / "mau") == [EXAMPLE]


def test_the_order_of_rows_and_sheets_does_not_matter(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        fees=[("procedure", "status"), ("1.000002", "Không thu"), ("1.000001", "free"), ("1.000002", "free")],
        Thủ_tục=[("code", "official_name"), ("1.000001", "Một"), ("1.000002", "Hai")],
    )
    assert [(record.code, len(record.fees)) for record in records_in(path)] == [
        ("1.000001", 1),
        ("1.000002", 2),
    ]


def test_an_empty_cell_says_nothing_unless_the_row_says_that_it_is_complete(tmp_path: Path) -> None:
    keys = ("code", "official_name", "summary", "complete")
    path = main(tmp_path / "a.xlsx", ("1.000001", "Một", "", ""), ("1.000002", "Hai", "", "có"), keys=keys)
    one, two = records_in(path)
    assert one.stated == {"official_name", "title"}
    assert two.stated == {"official_name", "title", "summary"}
    with_fees = workbook(
        tmp_path / "b.xlsx",
        Thủ_tục=[("code", "official_name", "complete"), ("1.000001", "Một", ""), ("1.000002", "Hai", "x")],
        fees=[("procedure", "status")],
    )
    one, two = records_in(with_fees)
    assert "fees" not in one.stated
    assert "fees" in two.stated


def test_a_sheet_of_fees_alone_changes_only_fees(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        fees=[
            ("procedure", "channel", "kind", "status", "amount_min", "valid_from"),
            ("1.004222", "Trực tuyến", "Lệ phí", "Có mức thu", "10.000 đồng", "01/01/2027"),
        ],
    )
    (record,) = records_in(path)
    assert (record.code, record.stated, record.can_stand_alone) == ("1.004222", {"fees"}, False)
    (fee,) = record.fees
    assert (fee.channel, fee.amount_min, fee.valid_from) == ("online", 10_000, dt.date(2027, 1, 1))


def test_the_annex_of_a_decision_is_understood_by_its_titles(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "phu-luc.xlsx",
        Phụ_lục=[
            ("PHỤ LỤC I",),
            ("Ban hành kèm theo Quyết định số 12/QĐ-UBND",),
            ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Ghi chú"),
            (1, "1.004222", "Đăng ký thường trú", "x"),
        ],
    )
    (record,) = records_in(path)
    assert (record.code, record.title) == ("1.004222", "Đăng ký thường trú")
    assert ("unknown_column", "trang “Phụ lục”, dòng 3, cột A") in issues_in(path)


CODES = [
    ("1.004222", "1.004222", False),
    (1.004222, "1.004222", False),
    (1.00422, "1.004220", True),
    ("1.00422", "1.004220", True),
    ("1,00422", "1.004220", True),
    ("1,004222", "1.004222", False),
    (1.0, "1", False),
    (1004222, "1004222", False),
    ("1.0133611", "1.0133611", False),
    ("1.014955-Xoa", "1.014955-Xoa", False),
    (" 1.014325 ", "1.014325", False),
    (True, "True", True),
]


@pytest.mark.parametrize(("cell", "code", "doubtful"), CODES)
def test_codes_that_a_spreadsheet_took_for_numbers(cell: Any, code: str, doubtful: bool) -> None:
    found, doubt = code_text(cell)
    assert (found, bool(doubt)) == (code, doubtful)


CELLS = [
    (Kind.AMOUNT, "15.000", 15_000),
    (Kind.AMOUNT, "15,000", 15_000),
    (Kind.AMOUNT, "1.500.000 đồng", 1_500_000),
    (Kind.AMOUNT, "15 000đ", 15_000),
    (Kind.AMOUNT, "15000", 15_000),
    (Kind.AMOUNT, 15000.0, 15_000),
    (Kind.COUNT, "01", 1),
    (Kind.COUNT, 2.0, 2),
    (Kind.NUMBER, "7,5", 7.5),
    (Kind.NUMBER, "7.5", 7.5),
    (Kind.NUMBER, 10, 10.0),
    (Kind.DAY, "01/07/2026", "2026-07-01"),
    (Kind.DAY, "1-7-2026", "2026-07-01"),
    (Kind.DAY, "2026-07-01", "2026-07-01"),
    (Kind.DAY, dt.datetime(2026, 7, 1, tzinfo=dt.UTC), "2026-07-01"),
    (Kind.FLAG, "x", True),
    (Kind.FLAG, "CÓ", True),
    (Kind.FLAG, "Không", False),
    (Kind.FLAG, 1, True),
    (Kind.TEXT, 15.0, "15"),
    (Kind.TEXT, dt.date(2026, 7, 1), "1/7/2026"),
    (Kind.TEXT, " hai\r\ndòng\x0b ", "hai\ndòng"),
]


@pytest.mark.parametrize(("kind", "cell", "value"), CELLS)
def test_cells_with_one_meaning_are_read(kind: Kind, cell: Any, value: object) -> None:
    assert cell_value(cell, Attribute("x", kind)) == value


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (Kind.AMOUNT, "khoảng 15.000"),
        (Kind.AMOUNT, "15.00.0"),
        (Kind.AMOUNT, 15.5),
        (Kind.AMOUNT, dt.date(2026, 1, 15)),
        (Kind.AMOUNT, float("nan")),
        (Kind.AMOUNT, -5.5),
        (Kind.NUMBER, "1.000"),
        (Kind.NUMBER, "3-5"),
        (Kind.DAY, 46204),
        (Kind.DAY, "31/02/2026"),
        (Kind.DAY, "7/2026"),
        (Kind.DAY, "01/07/26"),
        (Kind.FLAG, "có thể"),
    ],
)
def test_cells_that_could_mean_anything_are_refused(kind: Kind, cell: Any) -> None:
    with pytest.raises(CellProblem):
        cell_value(cell, Attribute("x", kind))


def test_a_bad_cell_is_named_by_sheet_row_and_column_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        Thủ_tục=[
            ("code", "official_name", "effective_from"),
            ("1.000001", "Một", "mai"),
            ("1.000002", "Hai", ""),
        ],
        fees=[
            ("procedure", "status", "amount_min"),
            ("1.000001", "lạ", ""),
            ("1.000001", "amount", "15.000"),
        ],
    )
    one, two = (parsed for parsed in read_file(path))
    assert one.procedure is not None
    assert [fee.amount_min for fee in one.procedure.fees] == [15_000]
    assert two.procedure is not None
    assert {(issue.kind, issue.field) for issue in one.issues if issue.severity is Severity.DOUBT} == {
        ("bad_cell", "trang “Thủ tục”, dòng 2, cột C"),
        ("bad_cell", "trang “fees”, dòng 2, cột B"),
        ("missing", "trang “fees”, dòng 2, cột B"),
    }
    assert all(issue.code == "1.000001" for issue in one.issues)


def test_an_amount_that_lost_its_thousands_is_doubted_and_kept(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", fees=[("procedure", "status", "amount_min"), ("1.000001", "amount", 15)]
    )
    assert records_in(path)[0].fees[0].amount_min == 15
    assert "small_amount" in kinds_in(path)


def test_merged_cells_hold_for_all_their_rows(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        results=[("procedure", "name"), ("1.000001", "Giấy A"), ("", "Giấy B"), ("1.000002", "Giấy C")],
    )
    book = load_workbook(path)
    book["results"].merge_cells("A2:A3")
    book.save(path)
    assert [record.results for record in records_in(path)] == [("Giấy A", "Giấy B"), ("Giấy C",)]


def test_a_row_without_a_code_or_of_an_unknown_procedure_is_refused(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        Thủ_tục=[("code", "official_name"), ("1.000001", "Một"), ("", "Không mã"), ("1.000001", "Lần hai")],
        results=[("procedure", "name"), ("", "Giấy A"), ("9.999999", "Giấy B")],
    )
    assert len(records_in(path)) == 1
    assert [kind for kind, _field in issues_in(path, Severity.ERROR)] == [
        "missing",
        "missing",
        "duplicate",
        "unknown_code",
    ]


def test_formulas_are_read_by_their_last_value_and_errors_are_named(tmp_path: Path) -> None:
    path = main(
        tmp_path / "a.xlsx",
        ("1.000001", "Một", '="a"&"b"'),
        ("1.000002", "Hai", "#REF!"),
        keys=("code", "official_name", "summary"),
    )
    assert [record.summary for record in records_in(path)] == ["", ""]
    assert [kind for kind, _field in issues_in(path)] == ["bad_cell", "bad_cell"]


def test_hidden_and_unknown_sheets_are_left_out_with_a_word(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        Thủ_tục=[("code", "official_name"), ("1.000001", "Một")],
        fees=[("procedure", "status"), ("1.000001", "free")],
        Ghi_chú=[("chỉ là lời",)],
        Không_rõ=[("procedure", "code", "name"), ("1.000001", "A", "B")],
    )
    book = load_workbook(path)
    book["fees"].sheet_state = "hidden"
    book.save(path)
    remarks = [parsed for parsed in read_file(path) if parsed.is_remark]
    assert [issue.kind for parsed in remarks for issue in parsed.issues] == [
        "hidden_sheet",
        "unknown_table",
        "unknown_table",
    ]
    assert "fees" not in records_in(path)[0].stated


def test_parts_of_a_sheet_are_one_sheet(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        Lĩnh_vực=[("procedure", "code", "name"), ("1.000001", "A", "Hộ tịch")],
        Lĩnh_vực_2=[("procedure", "code", "name"), ("1.000001", "B", "Cư trú")],
    )
    assert [row.name for row in records_in(path)[0].fields] == ["Hộ tịch", "Cư trú"]


def test_papers_are_grouped_by_case(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        cases=[
            ("procedure", "case_number", "case", "name", "kind"),
            ("1.000001", "", "Lần đầu", "Tờ khai", "Nộp"),
            ("1.000001", "", "Cấp lại", "Đơn", ""),
            ("1.000001", "", "Lần đầu", "Căn cước", "Xuất trình"),
        ],
    )
    assert records_in(path)[0].cases == (
        CaseRecord("Lần đầu", (ItemRecord("Tờ khai"), ItemRecord("Căn cước", "present"))),
        CaseRecord("Cấp lại", (ItemRecord("Đơn"),)),
    )


def csv_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_every_stated_field_has_a_place_in_the_template() -> None:
    keys = {column.key for column in SHEETS[0].columns} | {sheet.field for sheet in SHEETS}
    assert ALL_FIELDS - {"decision"} <= keys


def test_numbers_are_written_as_numbers() -> None:
    rows = [row for key, row in sheet_rows(EXAMPLE) if key == "time_limits"]
    assert Decimal(5) in rows[0]
