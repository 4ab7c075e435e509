"""The template's sheets as an XLSX workbook, written row by row: memory doesn't grow with the catalogue."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from procedures.exports.tables import heading_rows
from procedures.importing.template_sheets import Cell, Sheet

# The format's own limit; what is more goes on in a sheet of the same name with a number.
MOST_ROWS: Final = 1_048_576
# Characters that XML can't hold. No text of a procedure needs them.
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class CatalogueWorkbook:
    """Takes rows of ``sheets`` in any order; ``save`` writes the file. ``most_rows``: of one sheet."""

    def __init__(self, sheets: Sequence[Sheet], most_rows: int = MOST_ROWS) -> None:
        self._most = most_rows
        self._book = Workbook(write_only=True)
        self._open: dict[str, Any] = {}
        self._rows: dict[str, int] = {}
        self._parts: dict[str, int] = {}
        self._sheets = {sheet.key: sheet for sheet in sheets}
        for sheet in sheets:
            self._begin(sheet)

    def add(self, key: str, row: tuple[Cell, ...]) -> None:
        """One row of the sheet ``key``."""
        if self._rows[key] >= self._most:
            self._begin(self._sheets[key])
        self._rows[key] += 1
        page = self._open[key]
        page.append([_cell(page, value) for value in row])

    def save(self, path: Path) -> None:
        """Write the workbook."""
        self._book.save(path)

    def _begin(self, sheet: Sheet) -> None:
        part = self._parts[sheet.key] = self._parts.get(sheet.key, 0) + 1
        with override("vi"):
            title = str(sheet.title)
        page = self._book.create_sheet(title if part == 1 else f"{title} {part}")
        page.freeze_panes = "A3"
        titles, keys = heading_rows(sheet)
        page.append(list(titles))
        page.append(list(keys))
        self._open[sheet.key] = page
        self._rows[sheet.key] = 2


def _cell(page: Any, value: Cell) -> Any:
    """Text stays text: a name that begins with "=" is no formula."""
    if not isinstance(value, str):
        return value
    text = _UNWRITABLE.sub("", value)
    if not text.startswith("="):
        return text
    cell = WriteOnlyCell(page, value=text)
    cell.data_type = "s"
    return cell
