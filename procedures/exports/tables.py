"""Rows of the template as CSV text: guarded against formulas, with dates and numbers that read back as they were."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import override

from procedures.importing.cells import guarded
from procedures.importing.template_sheets import Cell, Sheet

# Spreadsheet programs take a file for UTF-8 only with this mark at its head.
BYTE_ORDER_MARK: Final = "\ufeff"


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
