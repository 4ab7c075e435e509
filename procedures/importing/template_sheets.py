"""The template's sheets: which there are, their columns, and a record as rows of them.

The reader of XLSX and CSV and the exports both follow this one list, so that what goes out comes in again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from procedures.importing.records import (
    ALL_FIELDS,
    AgencyRecord,
    AliasRecord,
    DecisionRecord,
    FeeRecord,
    ItemRecord,
    MethodRecord,
    Named,
    ProcedureRecord,
    ProcessStepRecord,
    StepRecord,
    TimeRecord,
)
from procedures.importing.schema import ATTRIBUTES, SCALARS, Attribute, Kind
from procedures.importing.template_words import FLAG_WORDS, column_title
from procedures.importing.wording import FIELD_LABELS, Label, choice_words

Cell = str | int | Decimal | date | None

# A spreadsheet's cell holds 32,767 characters; what is longer goes on in the last sheet.
CELL_LENGTH: Final = 32_000
MAIN: Final = "procedures"
OVERFLOW: Final = "overflow"


@dataclass(frozen=True)
class Column:
    """A column: its key in the second heading row, its title in the first, and what it holds.

    ``listed``: several values, one a line within the cell.
    """

    key: str
    title: Label
    attribute: Attribute
    listed: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet. ``field``: the record's field that its rows make; the first column is the procedure's code."""

    key: str
    title: Label
    field: str
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column | None:
        """The column with this key, None if the sheet has none."""
        return next((column for column in self.columns if column.key == key), None)


def _plain(name: str, kind: Kind = Kind.TEXT, sheet: str = MAIN) -> Column:
    return Column(name, column_title(sheet, name), Attribute(name, kind))


def _columns(attributes: Iterable[Attribute], prefix: str = "", sheet: str = MAIN) -> tuple[Column, ...]:
    return tuple(
        Column(prefix + attribute.name, column_title(sheet, prefix + attribute.name), attribute)
        for attribute in attributes
    )


def _list(name: str, choices: str = "") -> Column:
    kind = Kind.CHOICE if choices else Kind.TEXT
    return Column(name, column_title(MAIN, name), Attribute(name, kind, choices=choices), listed=True)


def _sheet(field: str, *columns: Column) -> Sheet:
    return Sheet(field, FIELD_LABELS[field], field, (_plain("procedure"), *columns))


def _of(field: str, row_type: type[Any]) -> Sheet:
    return _sheet(field, *_columns(ATTRIBUTES[row_type], sheet=field))


_LISTS: Final = (
    _list("return_methods", "return_methods"),
    _list("levels"),
    _list("life_events"),
)
PROCEDURES: Final = Sheet(
    MAIN,
    _("Thủ tục"),
    "",
    (
        _plain("code"),
        _plain("complete", Kind.FLAG),
        *_columns(SCALARS),
        *_LISTS,
        *_columns(ATTRIBUTES[DecisionRecord], "decision_"),
    ),
)
SHEETS: Final = (
    PROCEDURES,
    _sheet("results", _plain("name", sheet="results")),
    _of("methods", MethodRecord),
    _of("time_limits", TimeRecord),
    _of("fees", FeeRecord),
    _sheet(
        "cases",
        _plain("case_number", Kind.COUNT),
        _plain("case"),
        *_columns(ATTRIBUTES[ItemRecord], sheet="cases"),
    ),
    _of("steps", StepRecord),
    _of("process_steps", ProcessStepRecord),
    _of("agencies", AgencyRecord),
    _of("fields", Named),
    _of("subjects", Named),
    _of("legal_bases", Named),
    _of("aliases", AliasRecord),
    Sheet(OVERFLOW, _("Phần nối dài"), "", (_plain("procedure"), _plain("place"), _plain("text"))),
)


def sheet_rows(record: ProcedureRecord) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """(sheet key, row) of everything the record states, the main sheet's row first.

    Read back, the rows of a record that states everything give an equal record. Choices and flags are written in
    Vietnamese words, days as dates, numbers as numbers.
    """
    with override("vi"):
        rows = list(_rows(record))
    for sheet, place, row in rows:
        parts = [_portions(cell) if isinstance(cell, str) else [cell] for cell in row]
        yield sheet.key, tuple(heads[0] for heads in parts)
        for column, (_head, *rest) in zip(sheet.columns, parts, strict=True):
            for text in rest:
                yield OVERFLOW, (record.code, f"{place}{column.key}", text)


def _portions(text: str) -> list[Cell]:
    """The text in parts that fit a cell, cut where no blank is: readers drop blanks at the ends of cells."""
    parts: list[Cell] = []
    while len(text) > CELL_LENGTH:
        cut = CELL_LENGTH
        while cut > 1 and (text[cut].isspace() or text[cut - 1].isspace()):
            cut -= 1
        parts.append(text[:cut])
        text = text[cut:]
    return [*parts, text]


def _rows(record: ProcedureRecord) -> Iterator[tuple[Sheet, str, tuple[Cell, ...]]]:
    """(sheet, place of the row, cells)."""
    yield PROCEDURES, "", tuple(_main_cells(record))
    for sheet in SHEETS:
        if sheet.field and sheet.field in record.stated:
            for number, values in enumerate(_values(sheet.field, record), start=1):
                cells = (
                    _cell(column, value) for column, value in zip(sheet.columns[1:], values, strict=True)
                )
                yield sheet, f"{sheet.key}[{number}].", (record.code, *cells)


def _main_cells(record: ProcedureRecord) -> Iterator[Cell]:
    for column in PROCEDURES.columns:
        name = column.key
        if name == "code":
            yield record.code
        elif name == "complete":
            yield FLAG_WORDS[True] if record.stated == ALL_FIELDS else None
        elif name.startswith("decision_"):
            yield _cell(column, getattr(record.decision, name.removeprefix("decision_"), None))
        elif name not in record.stated:
            yield None
        else:
            yield _cell(column, getattr(record, name))


def _values(field: str, record: ProcedureRecord) -> Iterator[tuple[Any, ...]]:
    """The values of each row, in the order of the sheet's columns after the code."""
    if field == "results":
        yield from ((name,) for name in record.results)
        return
    if field == "cases":
        yield from _papers(record)
        return
    for row in getattr(record, field):
        yield tuple(getattr(row, attribute.name) for attribute in ATTRIBUTES[type(row)])


def _papers(record: ProcedureRecord) -> Iterator[tuple[Any, ...]]:
    attributes = ATTRIBUTES[ItemRecord]
    for number, case in enumerate(record.cases, start=1):
        if not case.items:
            yield (number, case.name, *(None for _attribute in attributes))
        for item in case.items:
            yield (number, case.name, *(getattr(item, attribute.name) for attribute in attributes))


def _cell(column: Column, value: Any) -> Cell:
    if value is None or value == "" or value == ():
        return None
    if column.listed:
        choices = column.attribute.choices
        return "\n".join(_words(choices, one) for one in value)
    if column.attribute.kind is Kind.FLAG:
        return FLAG_WORDS[value]
    if column.attribute.kind is Kind.CHOICE:
        return choice_words(column.attribute.choices, value)
    found: Cell = value
    return found


def _words(choices: str, value: str) -> str:
    return choice_words(choices, value) if choices else value
