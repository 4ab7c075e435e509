"""Which table is which sheet of the template, and which of its columns is which."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.translation import override

from core.text import fold
from procedures.importing.tables.port import Row
from procedures.importing.template_sheets import MAIN, SHEETS, Sheet

# Headings are looked for in the first rows only: above them stand titles of decisions and the like.
HEADING_ROWS: Final = 20
# Titles of annexes to decisions, beside the template's own.
_OTHER_TITLES: Final = {
    "ma tthc": "code",
    "ma thu tuc": "code",
    "ma so": "code",
    "ma so tthc": "code",
    "ma thu tuc hanh chinh": "code",
    "ma ho so tthc": "code",
    "ten thu tuc": "official_name",
    "ten thu tuc hanh chinh": "official_name",
    "ten tthc": "official_name",
    "thu tuc hanh chinh": "official_name",
}

_PART: Final = re.compile(r" \d+$")


@dataclass(frozen=True)
class Heading:
    """The sheet, its columns by their position (from 0), the last heading row, and titles that nobody knows."""

    sheet: Sheet
    columns: dict[int, str]
    row: int
    unknown: tuple[tuple[int, str], ...]


def find_heading(name: str, rows: Iterable[Row]) -> Heading | None:
    """The heading among the first rows of a table called ``name``, or None if it is no sheet of the template.

    A row of keys ("code", "official_name" …) is the heading wherever it stands; else the first row of titles is.
    Columns that fit several sheets (a code and a name) are told apart by the table's name or not at all.
    """
    first = [row for _number, row in zip(range(HEADING_ROWS), rows, strict=False)]
    sheets = _candidates(name)
    for read in (_keys, _titles):
        for row in first:
            found = [heading for sheet in sheets if (heading := read(sheet, row)) is not None]
            most = max((len(heading.columns) for heading in found), default=0)
            best = [heading for heading in found if len(heading.columns) == most]
            if best:
                return best[0] if len(best) == 1 else None
    return None


def _candidates(name: str) -> Sequence[Sheet]:
    """The sheet that the table's name says ("Lĩnh vực", "fields", "Lĩnh vực 2"), else all of them."""
    folded = _PART.sub("", fold(name))
    named = [sheet for sheet in SHEETS if folded in {fold(sheet.key), _title(sheet)}]
    return named or SHEETS


@lru_cache
def _title_of(key: str) -> str:
    with override("vi"):
        return fold(str(next(sheet.title for sheet in SHEETS if sheet.key == key)))


def _title(sheet: Sheet) -> str:
    return _title_of(sheet.key)


def _keys(sheet: Sheet, row: Row) -> Heading | None:
    texts = [cell.strip() if isinstance(cell, str) else "" for cell in row.cells]
    known = {column.key for column in sheet.columns}
    columns = _first_of_each((number, text) for number, text in enumerate(texts) if text in known)
    return _heading(sheet, row, columns, texts)


def _titles(sheet: Sheet, row: Row) -> Heading | None:
    texts = [fold(cell) if isinstance(cell, str) else "" for cell in row.cells]
    known = _known_titles(sheet.key)
    columns = _first_of_each((number, known[text]) for number, text in enumerate(texts) if text in known)
    return _heading(sheet, row, columns, [str(cell or "") for cell in row.cells])


@lru_cache
def _known_titles(key: str) -> dict[str, str]:
    sheet = next(sheet for sheet in SHEETS if sheet.key == key)
    with override("vi"):
        own = {fold(str(column.title)): column.key for column in sheet.columns}
    return {**_OTHER_TITLES, **own} if key == MAIN else own


def _first_of_each(found: Iterable[tuple[int, str]]) -> dict[int, str]:
    columns: dict[int, str] = {}
    for number, key in found:
        if key not in columns.values():
            columns[number] = key
    return columns


def _heading(sheet: Sheet, row: Row, columns: dict[int, str], texts: Sequence[str]) -> Heading | None:
    """A heading has the procedure's code and at least one thing more."""
    if sheet.columns[0].key not in columns.values() or len(columns) < 2:
        return None
    unknown = tuple(
        (number, text.strip()[:60])
        for number, text in enumerate(texts)
        if text.strip() and number not in columns
    )
    return Heading(sheet, columns, row.number, unknown)
