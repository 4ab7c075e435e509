"""What a file of tables gives, whatever its format."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

RawCell = str | int | float | bool | Decimal | date | datetime | None


@dataclass(frozen=True)
class BadCell:
    """A cell whose value can't be had, with the reason."""

    reason: str


@dataclass(frozen=True)
class Row:
    """One row: its number in the table (from 1) and its cells; empty cells at the end may be missing."""

    number: int
    cells: tuple[RawCell | BadCell, ...]


class Table(Protocol):
    """One sheet or one CSV file, read row by row."""

    @property
    def name(self) -> str:
        """What people call it: the sheet's or the file's name."""

    def rows(self) -> Iterator[Row]:
        """The rows in order. Raises ``Broken`` where it can't be read on."""

    def place(self, row: int, column: int) -> str:
        """Where a cell stands, in words: "dòng 7, cột H"."""


def column_letters(number: int) -> str:
    """1 → "A", 27 → "AA"."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
