"""Moments of the past, counted in working days: whenever it is loaded, something is due and something is late."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.calendar import WorkCalendar
from core.calendar.days import LOCAL_ZONE


@dataclass(frozen=True)
class DemoClock:
    """Counts back from ``base``: today, or the next working day when nobody works today."""

    calendar: WorkCalendar
    base: date

    @classmethod
    def at(cls, now: datetime, calendar: WorkCalendar) -> "DemoClock":
        """The clock of somebody who opens the site at ``now``."""
        day = now.astimezone(LOCAL_ZONE).date()
        while not calendar.is_working_day(day):
            day += timedelta(days=1)
        return cls(calendar, day)

    def day(self, working_days_ago: int) -> date:
        """The working day that lies so many working days before the base."""
        day = self.base
        while working_days_ago > 0:
            day -= timedelta(days=1)
            working_days_ago -= self.calendar.is_working_day(day)
        return day

    def moment(self, working_days_ago: int, at: str) -> datetime:
        """``at`` o'clock ("09:20") of that day."""
        return datetime.combine(self.day(working_days_ago), time.fromisoformat(at), LOCAL_ZONE)
