"""Workbooks as people fill them in, and what is read from them."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from procedures.exports.tables import BYTE_ORDER_MARK, csv_text, heading_rows
from procedures.exports.workbooks import CatalogueWorkbook
from procedures.importing.readers import read_file
from procedures.importing.records import ProcedureRecord, Severity
from procedures.importing.template_sheets import SHEETS, sheet_rows


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
    """A workbook with nothing but the sheet of procedures."""
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
    """A workbook that holds these procedures."""
    book = CatalogueWorkbook(SHEETS)
    for record in found:
        for key, row in sheet_rows(record):
            book.add(key, row)
    book.save(path)
    return path


def as_csv_zip(path: Path, *found: ProcedureRecord) -> Path:
    """An archive of CSV files that holds these procedures."""
    with zipfile.ZipFile(path, "w") as archive:
        for sheet in SHEETS:
            rows = [row for record in found for key, row in sheet_rows(record) if key == sheet.key]
            archive.writestr(f"{sheet.key}.csv", BYTE_ORDER_MARK + csv_text([*heading_rows(sheet), *rows]))
    return path


def csv_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path
