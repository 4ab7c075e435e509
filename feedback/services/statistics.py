"""How the administration answers, counted so that it can't flatter: open and late is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.db.models import F

from core.calendar import WorkCalendar, working_days_between
from core.calendar.days import LOCAL_ZONE
from core.services.calendar import load_calendar
from feedback.models import OPEN_STATES, Case, CaseEvent, CaseQuerySet
from feedback.workflow import MoveName, State

# Nobody owed an answer on the matter: these are neither on time nor late and don't count as received.
_NOT_COUNTED = (State.DRAFT, State.REJECTED, State.REDIRECTED, State.CLOSED_NO_REPLY)


@dataclass(frozen=True)
class MonthlyAnswers:
    """The cases received in one month (``month`` is its first day) and how they stand now.

    ``received`` = on time + late + overdue and open + open and still in time. ``median_late_days`` are working
    days, of the late and of the overdue together; None when nothing is late.
    """

    month: date
    received: int
    on_time: int
    late: int
    overdue_open: int
    median_late_days: float | None


def monthly_answers(now: datetime) -> MonthlyAnswers:
    """The last whole month that received anything to answer, or else the month that runs."""
    this_month = now.astimezone(LOCAL_ZONE).date().replace(day=1)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    found = answers_of(last_month, now)
    return found if found.received else answers_of(this_month, now)


def answers_of(month: date, now: datetime) -> MonthlyAnswers:
    """The figures of the month that begins on this day, as they stand at ``now``."""
    following = (month + timedelta(days=32)).replace(day=1)
    cases = (
        Case.objects.received_between(_midnight(month), min(_midnight(following), now))
        .exclude(state__in=_NOT_COUNTED)
        .filter(due_at__isnull=False)
    )
    overdue = list(cases.overdue(now).values_list("due_at", flat=True))
    finished = cases.exclude(state__in=OPEN_STATES)
    missed = _missed_before_reopening(finished)
    done = list(finished.values_list("pk", "due_at", "answered_at"))
    late = [
        missed.get(pk, (due, answered))
        for pk, due, answered in done
        if due and answered and (pk in missed or answered > due)
    ]
    calendar = load_calendar()
    days = _late_days(calendar, [*late, *((due, now) for due in overdue if due)])
    return MonthlyAnswers(
        month=month,
        received=cases.count(),
        on_time=len(done) - len(late),
        late=len(late),
        overdue_open=len(overdue),
        median_late_days=median(days) if days else None,
    )


def _missed_before_reopening(cases: CaseQuerySet) -> dict[int, tuple[datetime, datetime]]:
    """Due date and moment of a first answer that was late, by case: a second one in time doesn't undo it."""
    answers = CaseEvent.objects.filter(
        case__in=cases.filter(reopen_count__gt=0),
        move__in=(MoveName.ANSWER, MoveName.APPROVE_ANSWER),
        at__gt=F("due_before"),
    )
    rows = answers.order_by("-at", "-pk").values_list("case_id", "due_before", "at")
    return {case_id: (due, at) for case_id, due, at in rows if due is not None}


def _late_days(calendar: WorkCalendar, pairs: Sequence[tuple[datetime, datetime]]) -> list[int]:
    """Working days late; a deadline missed by hours is one day late."""
    return [
        max(
            1,
            working_days_between(
                calendar, due.astimezone(LOCAL_ZONE).date(), end.astimezone(LOCAL_ZONE).date()
            ),
        )
        for due, end in pairs
    ]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, LOCAL_ZONE)
