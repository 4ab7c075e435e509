"""Rows that hold from a day to a day, for a way of filing and a case: which cover which, which is decisive.

Pure rules over anything that has the columns of a dated row: saved, typed into a form, or read from a file.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from procedures.choices import HOURS_A_DAY, Channel, TimeUnit


class Valid(Protocol):
    """The days between which something holds: both are optional, both count."""

    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


class Dated(Valid, Protocol):
    """The columns that say when and for which way of filing a row holds."""

    @property
    def channel(self) -> str: ...


class Usual(Protocol):
    """A row that may be marked as the ordinary case."""

    @property
    def is_default(self) -> bool: ...


class Term(Protocol):
    """A term of the law, and the shorter one that the administration promises where it does."""

    @property
    def value(self) -> Decimal | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def committed_value(self) -> Decimal | None: ...
    @property
    def committed_unit(self) -> str: ...


class Timed(Dated, Usual, Protocol):
    """A time limit."""

    @property
    def effective_term(self) -> tuple[Decimal | None, str]:
        """Value and unit that the citizen can count on."""


DatedRow = TypeVar("DatedRow", bound=Dated)
UsualRow = TypeVar("UsualRow", bound=Usual)
TimedRow = TypeVar("TimedRow", bound=Timed)
# No month has more working days than this.
_WORKING_DAYS_A_MONTH = 23
_HOURS = {
    TimeUnit.WORKING_HOUR.value: 1,
    TimeUnit.HOUR.value: 1,
    TimeUnit.WORKING_DAY.value: HOURS_A_DAY,
    TimeUnit.DAY.value: HOURS_A_DAY,
    TimeUnit.MONTH.value: HOURS_A_DAY * _WORKING_DAYS_A_MONTH,
}


def holds(first: date | None, last: date | None, day: date) -> bool:
    """Whether ``day`` lies between the two, which count themselves; the rule of ``in_force()`` on the query sets."""
    return (first is None or first <= day) and (last is None or last >= day)


def is_valid_on(row: Valid, day: date) -> bool:
    """Whether ``row`` holds on ``day``."""
    return holds(row.valid_from, row.valid_to, day)


def effective_term(row: Term) -> tuple[Decimal | None, str]:
    """Value and unit that the citizen can count on: the commitment where there is one, else the law's term."""
    if row.committed_unit:
        return row.committed_value, row.committed_unit
    return row.value, row.unit


def covers(row: Dated, channel: str) -> bool:
    """Whether ``row`` says something of a way of filing: its own, or every one."""
    return Channel.ANY in (row.channel, channel) or row.channel == channel


def overlaps(
    rows: Sequence[DatedRow], alike: Callable[[DatedRow], Hashable]
) -> list[tuple[DatedRow, DatedRow]]:
    """Pairs of rows that hold on one day for the same way of filing and, by ``alike``, the same case."""
    return [
        (first, second)
        for number, first in enumerate(rows)
        for second in rows[number + 1 :]
        if first.channel == second.channel and alike(first) == alike(second) and _meet(first, second)
    ]


def _meet(first: Dated, second: Dated) -> bool:
    starts = max(first.valid_from or date.min, second.valid_from or date.min)
    return starts <= min(first.valid_to or date.max, second.valid_to or date.max)


def is_dated(row: Dated) -> bool:
    """Whether the row says when it holds at all."""
    return bool(row.valid_from or row.valid_to)


def ordinary_rows(rows: Sequence[UsualRow]) -> list[UsualRow]:
    """The rows marked as the ordinary case, or all where none is."""
    return [row for row in rows if row.is_default] or list(rows)


def decisive_row(rows: Sequence[TimedRow]) -> TimedRow | None:
    """The one row that gives the date: all rows agree, or the rows marked as the ordinary case agree.

    Rows that contradict each other give no date: both are shown with their conditions.
    """
    candidates = ordinary_rows(rows)
    if len({row.effective_term for row in candidates}) != 1:
        return None
    return candidates[0]


def hours_allowed(rows: Sequence[TimedRow]) -> tuple[Decimal, TimedRow] | None:
    """The working hours that a time limit leaves at most, and that row: the decisive one, else the longest.

    None where no row can be counted. Calendar days and months count as if every day were worked, so that a process
    that doesn't fit them surely fits nothing.
    """
    row = decisive_row(rows)
    counted = [(hours, each) for each in ([row] if row else rows) if (hours := _hours(each)) is not None]
    return max(counted, key=lambda pair: pair[0], default=None)


def _hours(row: Timed) -> Decimal | None:
    value, unit = row.effective_term
    if unit == TimeUnit.SAME_DAY:
        return Decimal(HOURS_A_DAY)
    return value * _HOURS[unit] if value is not None and unit in _HOURS else None
