"""Cells of a table: what has one meaning is read, what could mean anything is refused by its place."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from procedures.importing.readers import read_file
from procedures.importing.records import Severity
from procedures.importing.schema import Attribute, Kind
from procedures.importing.tables.cells import CellProblem, cell_value, code_text
from tests.procedures.filled_templates import issues_in, kinds_in, main, records_in, workbook

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


def test_formulas_are_read_by_their_last_value_and_errors_are_named(tmp_path: Path) -> None:
    path = main(
        tmp_path / "a.xlsx",
        ("1.000001", "Một", '="a"&"b"'),
        ("1.000002", "Hai", "#REF!"),
        keys=("code", "official_name", "summary"),
    )
    assert [record.summary for record in records_in(path)] == ["", ""]
    assert [kind for kind, _field in issues_in(path)] == ["bad_cell", "bad_cell"]
