"""Which days are worked, and from when to when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKEND = gettext_noop("nghỉ cuối tuần")
DAY_OFF = gettext_noop("ngày nghỉ")
FIRST_WEEKEND_DAY = 5  # Saturday, as date.weekday() counts


class DayKind(StrEnum):
    """What a calendar row says of its day. A half day is worked in the morning and counts as a working day."""

    WORK = "work"
    OFF = "off"
    HALF = "half"


@dataclass(frozen=True)
class CalendarDay:
    """One edited row: a holiday, a make-up working day or a half day."""

    date: date
    kind: DayKind
    note: str = ""
    legal_basis: str = ""
    confirmed: bool = True


@dataclass(frozen=True)
class Hours:
    """The office's hours, local time. ``receipt_closes_at``: what arrives later is received the next working day."""

    morning_start: time = time(7, 30)
    morning_end: time = time(11, 30)
    afternoon_start: time = time(13, 30)
    afternoon_end: time = time(17, 30)
    receipt_closes_at: time = time(17, 0)
    same_day_cutoff: time = time(15, 0)


@dataclass(frozen=True)
class WorkCalendar:
    """Edited days over the ordinary week of Monday to Friday.

    ``confirmed_years``: the years whose days off have been announced and entered; any other is a guess and a
    deadline that touches it says so.
    """

    days: Mapping[date, CalendarDay]
    hours: Hours = field(default_factory=Hours)
    confirmed_years: frozenset[int] = frozenset()

    def kind(self, day: date) -> DayKind:
        """How ``day`` is worked: its row, else Monday to Friday."""
        row = self.days.get(day)
        if row is not None:
            return row.kind
        return DayKind.OFF if day.weekday() >= FIRST_WEEKEND_DAY else DayKind.WORK

    def is_working_day(self, day: date) -> bool:
        """Whether ``day`` counts in a term of working days."""
        return self.kind(day) is not DayKind.OFF

    def reason(self, day: date) -> str:
        """Why ``day`` is off, or the note of a day worked by way of exception; a message id, "" for a plain day."""
        row = self.days.get(day)
        if row is not None and row.note:
            return row.note
        if not self.is_working_day(day):
            return WEEKEND if day.weekday() >= FIRST_WEEKEND_DAY else DAY_OFF
        return ""

    def next_working_day(self, day: date, *, including: bool = False) -> date:
        """The first working day after ``day``, or ``day`` itself where ``including`` and it is worked."""
        current = day if including else day + timedelta(days=1)
        while not self.is_working_day(current):
            current += timedelta(days=1)
        return current

    def opening(self, day: date) -> datetime:
        """When work starts on ``day``."""
        return datetime.combine(day, self.hours.morning_start, LOCAL_ZONE)

    def closing(self, day: date) -> datetime:
        """When work ends on ``day``: at noon on a half day."""
        end = self.hours.morning_end if self.kind(day) is DayKind.HALF else self.hours.afternoon_end
        return datetime.combine(day, end, LOCAL_ZONE)

    def receipt_closing(self, day: date) -> datetime:
        """The last moment at which something is received on ``day``."""
        latest = datetime.combine(day, self.hours.receipt_closes_at, LOCAL_ZONE)
        return min(latest, self.closing(day))

    def sessions(self, day: date) -> list[tuple[datetime, datetime]]:
        """The worked stretches of ``day``, in order; none on a day off."""
        if not self.is_working_day(day):
            return []
        morning = (self.opening(day), datetime.combine(day, self.hours.morning_end, LOCAL_ZONE))
        if self.kind(day) is DayKind.HALF:
            return [morning]
        return [
            morning,
            (datetime.combine(day, self.hours.afternoon_start, LOCAL_ZONE), self.closing(day)),
        ]

    def is_confirmed(self, day: date) -> bool:
        """Whether what this calendar says of ``day`` is announced and not guessed."""
        row = self.days.get(day)
        return day.year in self.confirmed_years and (row is None or row.confirmed)
