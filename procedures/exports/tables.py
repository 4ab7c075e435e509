"""Rows of the template as the public gets them, and as CSV text: guarded against formulas, read back as they were."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import override

from procedures.exports.private import HOUSE_ONLY
from procedures.importing.cells import guarded
from procedures.importing.records import ALL_FIELDS, ProcedureRecord
from procedures.importing.template_sheets import MAIN, PROCEDURES, SHEETS, Cell, Sheet, sheet_rows

# Spreadsheet programs take a file for UTF-8 only with this mark at its head.
BYTE_ORDER_MARK: Final = "\ufeff"


# The template without the house's own columns and sheets. What a file has no place for it says nothing of, so a row
# can be marked as complete and still leaves the house's notes alone when it is imported.
OPEN_SHEETS: Final = tuple(
    replace(sheet, columns=tuple(column for column in sheet.columns if column.key not in HOUSE_ONLY))
    for sheet in SHEETS
    if sheet.key not in HOUSE_ONLY
)
_KEPT_CELLS: Final = tuple(
    number for number, column in enumerate(PROCEDURES.columns) if column.key not in HOUSE_ONLY
)


def open_rows(record: ProcedureRecord) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """(sheet key, row) of a public record, the main sheet's row first, for the sheets of ``OPEN_SHEETS``."""
    for key, row in sheet_rows(replace(record, stated=ALL_FIELDS)):
        if key == MAIN:
            yield key, tuple(row[number] for number in _KEPT_CELLS)
        elif key not in HOUSE_ONLY:
            yield key, row


def heading_rows(sheet: Sheet) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The titles that people read and the keys that the reader knows the columns by."""
    with override("vi"):
        titles = tuple(str(column.title) for column in sheet.columns)
    return titles, tuple(column.key for column in sheet.columns)


def csv_text(rows: Iterable[Iterable[Cell]]) -> str:
    """Rows as lines of CSV (RFC 4180, lines end with CR LF)."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_text(cell) for cell in row] for row in rows)
    return out.getvalue()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
