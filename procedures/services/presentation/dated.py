"""Rows that hold from a day to a day: which hold today, what will change and when, what held before.

Pure over rows in memory. A fee and a time limit turn alike, so this module knows neither.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from procedures.models.dated import DatedRow
from procedures.validity import covers

Row = TypeVar("Row", bound=DatedRow)
Alike = Callable[[Row], Hashable]
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Turn(Generic[Row]):
    """What changes on ``day``: a row begins, in place of ``before`` where that is clear; or a row ends.

    ``gap``: on ``day`` no row is left that says anything for the case and the way of filing of ``before``.
    """

    day: date
    before: Row | None = None
    after: Row | None = None
    gap: bool = False


def valid_on(rows: Sequence[Row], day: date) -> list[Row]:
    """The rows that hold on ``day``."""
    return [row for row in rows if row.is_valid_on(day)]


def past(rows: Sequence[Row], today: date) -> list[Row]:
    """The rows that held before ``today``, the last first."""
    ended = [row for row in rows if row.valid_to and row.valid_to < today]
    return sorted(ended, key=lambda row: (row.valid_to, row.valid_from or date.min), reverse=True)


def coming(rows: Sequence[Row], today: date, alike: Alike[Row]) -> list[Turn[Row]]:
    """Everything that will change after ``today``, day by day. ``alike``: rows that may follow one another."""
    days = {row.valid_from for row in rows if row.valid_from and row.valid_from > today}
    # "31/12/9999" is how many write that there is no end: no day follows it.
    days |= {row.valid_to + _ONE_DAY for row in rows if row.valid_to and today <= row.valid_to < date.max}
    return [turn for day in sorted(days) for turn in _turns(rows, day, alike)]


def _turns(rows: Sequence[Row], day: date, alike: Alike[Row]) -> list[Turn[Row]]:
    ending = [row for row in rows if row.valid_to == day - _ONE_DAY]
    turns, followed = [], set()
    for row in (row for row in rows if row.valid_from == day):
        before = [old for old in ending if alike(old) == alike(row) and covers(old, row.channel)]
        followed |= {id(old) for old in before}
        turns.append(Turn(day, before=before[0] if len(before) == 1 else None, after=row))
    left = valid_on(rows, day)
    for row in ending:
        if id(row) not in followed:
            held = any(covers(new, row.channel) and new.case_label in ("", row.case_label) for new in left)
            turns.append(Turn(day, before=row, gap=not held))
    return turns


@dataclass(frozen=True)
class Gap(Generic[Row]):
    """Nothing holds today though rows are published: ``last`` held before, ``following`` will hold."""

    last: Row | None
    following: Row | None


def gap(rows: Sequence[Row], today: date) -> Gap[Row] | None:
    """The gap in which ``today`` lies; None where a row holds today or none is published at all."""
    if not rows or valid_on(rows, today):
        return None
    future = [row for row in rows if row.valid_from and row.valid_from > today]
    return Gap(
        last=next(iter(past(rows, today)), None),
        following=min(future, key=lambda row: row.valid_from or date.max, default=None),
    )
