"""The published promise beside what the sender lived through."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.calendar import Term, add_term, working_days_between
from core.calendar.days import LOCAL_ZONE
from core.services.calendar import load_calendar
from core.templatetags.vietnamese import weekday_date
from feedback.models import Case
from feedback.services.compared import Compared, promised_and_reported
from procedures.services.terms import as_term

# With these reasons the sender says that there was no result when the message was sent.
_STILL_WAITING = frozenset({"late", "no_answer"})


@dataclass(frozen=True)
class PromisedDay:
    """When the result was due by what the page says, and how many working days late it was when reported."""

    due: date
    late_days: int


def promised_day(case: Case) -> PromisedDay | None:
    """The promised day of a dossier whose filing day is known; None where the page gives no one time limit."""
    term = _promised_term(case.promise or {})
    if case.filed_on is None or term is None:
        return None
    calendar = load_calendar()
    filed_at = datetime.combine(case.filed_on, calendar.hours.morning_start, LOCAL_ZONE)
    due = add_term(calendar, filed_at, term).due_date
    reported = case.received_at.astimezone(LOCAL_ZONE).date()
    return PromisedDay(due, max(0, working_days_between(calendar, due, reported)))


def compared_lines(case: Case) -> list[Compared]:
    """Promised and reported, line by line, with the promised day worked out where that is possible."""
    lines = promised_and_reported(case)
    day = promised_day(case)
    if day is None or not lines:
        return lines
    first = lines[0]
    promised = _("%(term)s, trả %(day)s") % {"term": first.promised, "day": _short(day.due)}
    return [replace(first, promised=promised, **_reported(case, day, first)), *lines[1:]]


def _reported(case: Case, day: PromisedDay, line: Compared) -> dict[str, Any]:
    if case.reason is None or case.reason.code not in _STILL_WAITING:
        return {"reported": line.reported, "differs": line.differs}
    sent = _short(case.received_at.astimezone(LOCAL_ZONE).date())
    if not day.late_days:
        return {"reported": _("%(day)s chưa có") % {"day": sent}, "differs": False}
    text = ngettext(
        "%(day)s chưa có (trễ %(late)d ngày làm việc)",
        "%(day)s chưa có (trễ %(late)d ngày làm việc)",
        day.late_days,
    )
    return {"reported": text % {"day": sent, "late": day.late_days}, "differs": True}


def _promised_term(promise: dict[str, Any]) -> Term | None:
    times = promise.get("times") or []
    chosen = [row for row in times if row.get("is_default")] or times
    terms = {(row.get("value"), row.get("unit")) for row in chosen}
    if len(terms) != 1:
        return None
    value, unit = terms.pop()
    return as_term(Decimal(value) if value is not None else None, str(unit))


def _short(day: date) -> str:
    return weekday_date(day)
