"""One row of a table into named values, each with its place, and what was wrong with the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from core.text import parse_code
from procedures.choices import Currency
from procedures.importing.fees import SMALLEST_CREDIBLE_VND
from procedures.importing.fields import Issues
from procedures.importing.levels import level_code
from procedures.importing.schema import Kind
from procedures.importing.tables.cells import CellProblem, cell_value, code_text, is_empty
from procedures.importing.tables.headings import HEADING_ROWS, Heading, find_heading
from procedures.importing.tables.port import BadCell, Row, Table
from procedures.importing.template_sheets import Column
from procedures.titles import is_standard_code

# (severity, place, kind, reason), as JSON keeps it in the spool.
Remark = tuple[str, str, str, str]
_KEYS: Final = ("code", "procedure")


@dataclass
class Line:
    """``values``: as JSON would have them, empty cells absent. ``empty``: columns whose cell is empty."""

    code: str
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    empty: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, place: str, kind: str, reason: str) -> None:
        self.remarks.append(("doubt", place, kind, reason))

    def tell(self, issues: Issues) -> None:
        """Hand the remarks on to the procedure that the line belongs to."""
        for severity, place, kind, reason in self.remarks:
            (issues.error if severity == "error" else issues.doubt)(place, kind, reason)

    def packed(self) -> list[Any]:
        """For the spool."""
        return [self.code, self.row, self.values, self.places, self.empty, self.remarks]

    @classmethod
    def unpacked(cls, content: Sequence[Any]) -> "Line":
        return cls(*content)


def heading_of(table: Table) -> Heading | None:
    return find_heading(table.name, islice(table.rows(), HEADING_ROWS))


def lines_of(table: Table, heading: Heading) -> Iterator[Line]:
    """The lines below the heading that say anything."""
    columns = [
        (position, column)
        for position, key in heading.columns.items()
        if (column := heading.sheet.column(key)) is not None
    ]
    for row in table.rows():
        if row.number > heading.row:
            line = _line(table, row, columns)
            if line is not None:
                yield line


def _line(table: Table, row: Row, columns: Sequence[tuple[int, Column]]) -> Line | None:
    line = Line("", row.number)
    for position, column in columns:
        cell = row.cells[position] if position < len(row.cells) else None
        place = table.place(row.number, position + 1)
        if isinstance(cell, BadCell):
            line.remark(place, "bad_cell", cell.reason)
        elif is_empty(cell):
            line.empty.append(column.key)
        elif column.key in _KEYS and column is columns_key(columns):
            text, doubt = code_text(cell)
            line.code = text
            if doubt:
                line.remark(place, "code_number", doubt)
        else:
            _read(line, column, cell, place)
    if not line.code and not line.values and not line.remarks:
        return None
    _doubt_small_amount(line)
    return line


def columns_key(columns: Sequence[tuple[int, Column]]) -> Column | None:
    """The column that holds the procedure's code: the sheet's first."""
    by_key = {column.key: column for _position, column in columns}
    return by_key.get("procedure") or by_key.get("code")


def _read(line: Line, column: Column, cell: Any, place: str) -> None:
    line.places[column.key] = place
    try:
        if column.listed:
            line.values[column.key] = _listed(column, str(cell))
        else:
            line.values[column.key] = cell_value(cell, column.attribute)
    except CellProblem as problem:
        line.remark(place, "bad_cell", str(problem))


def _listed(column: Column, text: str) -> list[str]:
    separated = text if column.key == "life_events" else text.replace(";", "\n")
    parts = [part for line in separated.splitlines() if (part := " ".join(line.split()))]
    if column.key == "levels":
        return [level_code(part) for part in parts]
    if column.attribute.kind is Kind.CHOICE:
        return [cell_value(part, column.attribute) for part in parts]
    return parts


def _doubt_small_amount(line: Line) -> None:
    """An amount of some đồng is mostly one of thousands whose dot a spreadsheet took for a decimal point."""
    amount = line.values.get("amount_min")
    if (
        line.values.get("currency", Currency.VND) == Currency.VND
        and amount
        and amount < SMALLEST_CREDIBLE_VND
    ):
        reason = f"{amount} đồng: quá nhỏ, có thể bảng tính đã bỏ ba số 0 sau dấu chấm"
        line.remark(line.places["amount_min"], "small_amount", reason)


def join_key(code: str) -> str:
    """What rows of several sheets are joined by: the code in its national form where it has one."""
    return code if is_standard_code(code) else parse_code(code) or code
