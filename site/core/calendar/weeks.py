"""A deadline's days laid out in weeks that start on Monday, for people to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from core.calendar.days import WEEKEND
from core.calendar.terms import DayStep, Mark

# More weeks than this and the ordinary ones in the middle are folded into a line.
LONGEST_GRID = 8
_DAYS_IN_WEEK = 7


@dataclass(frozen=True)
class Week:
    """Consecutive steps of one Monday-to-Sunday week; the first and the last week may be partial."""

    steps: tuple[DayStep, ...]

    @property
    def is_ordinary(self) -> bool:
        """Whether nothing needs explaining: seven days, worked or off as every week."""
        plain = all(
            (step.mark is Mark.COUNTED and not step.reason)
            or (step.mark is Mark.SKIPPED and step.reason == WEEKEND)
            for step in self.steps
        )
        return plain and len(self.steps) == _DAYS_IN_WEEK


@dataclass(frozen=True)
class Fold:
    """A run of ordinary weeks shown as one line. ``counted``: how many of their days count."""

    weeks: int
    first: date
    last: date
    counted: int


def by_week(steps: Sequence[DayStep]) -> list[Week]:
    """``steps`` (one per day, in order) cut before every Monday."""
    grouped = groupby(steps, key=lambda step: step.date.isocalendar()[:2])
    return [Week(tuple(days)) for _week, days in grouped]


def folded(weeks: Sequence[Week], longest: int = LONGEST_GRID) -> list[Week | Fold]:
    """``weeks`` as they are up to ``longest``; beyond, runs of two or more ordinary weeks become a ``Fold``.

    The first two and the last two weeks always stay, so that a reader sees how counting starts and ends.
    """
    if len(weeks) <= longest:
        return list(weeks)
    rows: list[Week | Fold] = list(weeks[:2])
    for ordinary, run in groupby(weeks[2:-2], key=lambda week: week.is_ordinary):
        group = list(run)
        if ordinary and len(group) > 1:
            rows.append(_fold(group))
        else:
            rows.extend(group)
    rows.extend(weeks[-2:])
    return rows


def _fold(group: Sequence[Week]) -> Fold:
    counted = sum(step.mark is Mark.COUNTED for week in group for step in week.steps)
    return Fold(len(group), group[0].steps[0].date, group[-1].steps[-1].date, counted)
