"""The template as XLSX and CSV: what people and spreadsheet programs do to its sheets."""

import datetime as dt
from pathlib import Path

from openpyxl import load_workbook

from procedures.importing.readers import read_file
from procedures.importing.records import CaseRecord, ItemRecord, Severity
from tests.procedures.filled_templates import issues_in, main, records_in, workbook


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
