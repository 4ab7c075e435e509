"""The working calendar of the database as pure data, and proposals for coming years."""

from collections.abc import Iterable
from datetime import date

import holidays
from django.core.cache import cache
from django.db import transaction

from core.calendar import CalendarDay, DayKind, Hours, WorkCalendar
from core.models import Department, WorkCalendarDay, WorkingHours

_CACHE_KEY = "core:calendar:{}"
_CACHE_SECONDS = 3600


def load_calendar(department: Department | None = None) -> WorkCalendar:
    """The calendar that applies to ``department``, or the common one; cached until a row or the hours change."""
    return calendar_of(department.pk if department else None)


def calendar_of(department_id: int | None) -> WorkCalendar:
    """The same for the department with this id, which need not be read for it."""
    key = _CACHE_KEY.format(department_id or "common")
    known = cache.get(key)
    if isinstance(known, WorkCalendar):
        return known
    calendar = _read_calendar(department_id)
    cache.set(key, calendar, _CACHE_SECONDS)
    return calendar


def forget_calendars() -> None:
    """Drop the cached calendars after an edit."""
    ids = Department.objects.values_list("pk", flat=True)
    cache.delete_many([_CACHE_KEY.format("common"), *(_CACHE_KEY.format(pk) for pk in ids)])


def confirmed_years() -> frozenset[int]:
    """Years with at least one confirmed common row and no provisional one."""
    common = WorkCalendarDay.objects.filter(department__isnull=True)
    rows = common.values_list("date", "status")
    announced = {day.year for day, status in rows if status == WorkCalendarDay.Status.CONFIRMED}
    guessed = {day.year for day, status in rows if status == WorkCalendarDay.Status.PROVISIONAL}
    return frozenset(announced - guessed)


def _read_calendar(department_id: int | None) -> WorkCalendar:
    rows = WorkCalendarDay.objects.filter(department__isnull=True)
    days = {row.date: _as_day(row) for row in rows}
    if department_id is not None:
        own = WorkCalendarDay.objects.filter(department_id=department_id)
        days |= {row.date: _as_day(row) for row in own}
    return WorkCalendar(days=days, hours=_read_hours(), confirmed_years=confirmed_years())


def _as_day(row: WorkCalendarDay) -> CalendarDay:
    return CalendarDay(
        date=row.date,
        kind=DayKind(row.kind),
        note=row.note,
        legal_basis=row.legal_basis,
        confirmed=row.status == WorkCalendarDay.Status.CONFIRMED,
    )


def _read_hours() -> Hours:
    row = WorkingHours.objects.first()
    if row is None:
        return Hours()
    return Hours(
        morning_start=row.morning_start,
        morning_end=row.morning_end,
        afternoon_start=row.afternoon_start,
        afternoon_end=row.afternoon_end,
        receipt_closes_at=row.receipt_closes_at,
        same_day_cutoff=row.same_day_cutoff,
    )


def proposed_days(year: int) -> list[WorkCalendarDay]:
    """Unsaved provisional rows for ``year`` from the ``holidays`` package: weekday holidays and make-up days.

    The package misses days that the government swaps late (2/1/2026, for one): an editor completes and confirms.
    """
    package = holidays.country_holidays("VN", years=year, language="vi")
    off = [
        WorkCalendarDay(date=day, kind=WorkCalendarDay.Kind.OFF, note=name[:150])
        for day, name in sorted(package.items())
        if not package.is_weekend(day)
    ]
    worked = [
        WorkCalendarDay(date=day, kind=WorkCalendarDay.Kind.WORK, note="Làm bù")
        for day in sorted(getattr(package, "weekend_workdays", ()))
        if day.year == year
    ]
    return sorted([*off, *worked], key=lambda row: row.date)


@transaction.atomic
def save_proposals(rows: Iterable[WorkCalendarDay]) -> list[date]:
    """Add those proposed rows whose day has no common row yet; the days added."""
    known = set(WorkCalendarDay.objects.filter(department__isnull=True).values_list("date", flat=True))
    added = []
    for row in rows:
        if row.date not in known:
            row.save()
            added.append(row.date)
    return added
