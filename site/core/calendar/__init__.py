"""The working calendar as pure data and functions: no database, no clock.

Source of the counting rules: Civil Code 2015 art. 147–148 (the day of receipt is not counted; a calendar term
that ends on a day off ends with the next working day), Decree 118/2025 art. 18 (same-day work and the 15:00
cut-off). Holidays are never computed here: they are rows that a calendar is made from.
"""

from core.calendar.days import CalendarDay, DayKind, Hours, WorkCalendar
from core.calendar.terms import (
    MAX_TERM,
    DayStep,
    Deadline,
    Mark,
    Pause,
    Term,
    TermUnit,
    add_term,
    receive,
    working_days_between,
)

__all__ = [
    "MAX_TERM",
    "CalendarDay",
    "DayKind",
    "DayStep",
    "Deadline",
    "Hours",
    "Mark",
    "Pause",
    "Term",
    "TermUnit",
    "WorkCalendar",
    "add_term",
    "receive",
    "working_days_between",
]
