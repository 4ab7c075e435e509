"""On which days a service promise holds. Pure: the calendar and the moment are passed in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from core.calendar import WorkCalendar
from core.calendar.days import LOCAL_ZONE

_ONE_DAY: Final = timedelta(days=1)
# A promise for one weekday whose days are all off for a year has no next day.
_HORIZON: Final = 370


class Today(StrEnum):
    """What a promise is today."""

    HOLDS = "holds"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    OTHER_DAY = "other_day"
    NOT_YET = "not_yet"
    ENDED = "ended"


@dataclass(frozen=True)
class PromiseDays:
    """The days of a promise: some weekdays (Monday is 0; none means every working day) between two dates."""

    weekdays: tuple[int, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def names(self, day: date) -> bool:
        """Whether ``day`` is meant, worked or not."""
        inside = (self.valid_from or date.min) <= day <= (self.valid_to or date.max)
        return inside and (not self.weekdays or day.weekday() in self.weekdays)

    def holds(self, day: date, calendar: WorkCalendar) -> bool:
        """Whether the promise is kept on ``day``: meant, and a working day."""
        return self.names(day) and calendar.is_working_day(day)


@dataclass(frozen=True)
class PromiseState:
    """A promise at one moment. ``reason``: why today is off (a message id); ``upcoming``: the next days it holds."""

    today: Today
    day: date
    upcoming: tuple[date, ...]
    reason: str = ""


def state(days: PromiseDays, calendar: WorkCalendar, now: datetime, count: int = 3) -> PromiseState:
    """What the promise is at ``now`` and the next ``count`` days after today on which it holds."""
    local = now.astimezone(LOCAL_ZONE)
    today = local.date()
    ahead = upcoming(days, calendar, today, count)
    if days.valid_to and days.valid_to < today:
        return PromiseState(Today.ENDED, today, ())
    if days.valid_from and days.valid_from > today:
        return PromiseState(Today.NOT_YET, today, ahead)
    if days.holds(today, calendar):
        is_open = local < calendar.receipt_closing(today)
        return PromiseState(Today.HOLDS if is_open else Today.CLOSED, today, ahead)
    if days.names(today):
        return PromiseState(Today.HOLIDAY, today, ahead, calendar.reason(today))
    return PromiseState(Today.OTHER_DAY, today, ahead)


def upcoming(days: PromiseDays, calendar: WorkCalendar, after: date, count: int) -> tuple[date, ...]:
    """The first ``count`` days after ``after`` on which the promise holds; fewer where it ends before."""
    found: list[date] = []
    day = max(after, days.valid_from - _ONE_DAY) if days.valid_from else after
    for _step in range(_HORIZON):
        day += _ONE_DAY
        if len(found) == count or day > (days.valid_to or date.max):
            break
        if days.holds(day, calendar):
            found.append(day)
    return tuple(found)
