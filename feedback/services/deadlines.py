"""Rows of law for a case, its due date with the explanation, and what happens when the calendar changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.calendar import Deadline, Pause
from core.calendar.days import LOCAL_ZONE
from core.models import Department
from core.services.calendar import load_calendar
from feedback import deadlines
from feedback.deadlines import RuleTerm
from feedback.models import Case, CaseEvent, DeadlineRule, DeadlineStep
from feedback.services.notices import tell_citizen
from feedback.workflow import REOPEN_WINDOW

BATCH = 200
RECOMPUTED = "recompute_due"
# The steps whose terms a case keeps from the day on which it came in.
FROZEN_STEPS: tuple[str, ...] = (
    DeadlineStep.ANSWER,
    DeadlineStep.EXTENSION,
    DeadlineStep.NEED_INFO_WAIT,
    DeadlineStep.REOPEN_WINDOW,
    DeadlineStep.REOPEN_ANSWER,
)


def rule_for(kind: str, step: str, on: date) -> DeadlineRule | None:
    """The row in force for this kind and step; a row that names the kind comes before one for all kinds."""
    rows = DeadlineRule.objects.in_force(on).filter(step=step, kind__in=(kind, ""))
    return rows.order_by("-kind", "-valid_from").first()


def term_of(rule: DeadlineRule) -> RuleTerm:
    """A row of law as pure data."""
    return RuleTerm(rule.amount, rule.unit, rule.legal_source, rule.is_verified, rule.pk)


def freeze_rules(kind: str, on: date) -> tuple[DeadlineRule | None, dict[str, Any]]:
    """The answer row and the snapshot of all terms that a case received on this day keeps."""
    rows = {step: rule_for(kind, step, on) for step in FROZEN_STEPS}
    snapshot: dict[str, Any] = {step: term_of(row).as_json() for step, row in rows.items() if row is not None}
    return rows[DeadlineStep.ANSWER], snapshot


def frozen_term(case: Case, step: str) -> RuleTerm | None:
    """The term that the case keeps for this step, or None when there was no row of law for it."""
    data = case.rule_snapshot.get(step)
    return RuleTerm.from_json(data) if data else None


def pauses_of(case: Case, now: datetime) -> list[Pause]:
    """The stretches in which the clock stood still; one that still lasts ends now."""
    return [
        Pause(pause.started_at, pause.ended_at)
        if pause.ended_at
        else deadlines.open_pause(pause.started_at, now)
        for pause in case.pauses.all()
    ]


def case_deadline(case: Case, now: datetime | None = None) -> Deadline | None:
    """The deadline as it is counted today, every day explained; None for a case without a row of law."""
    answer = frozen_term(case, DeadlineStep.ANSWER)
    if answer is None:
        return None
    extension = frozen_term(case, DeadlineStep.EXTENSION) if case.rule_snapshot.get("extended") else None
    calendar = load_calendar(case.owner_department)
    return deadlines.due_for(
        calendar, answer, case.clock_started_at, pauses_of(case, now or timezone.now()), extension
    )


def first_deadline(
    kind: str, department: Department, received_at: datetime
) -> tuple[DeadlineRule | None, dict[str, Any], Deadline | None]:
    """For a new case: the row of law, the snapshot to freeze and the deadline, in the department's calendar."""
    rule, snapshot = freeze_rules(kind, received_at.astimezone(LOCAL_ZONE).date())
    if rule is None:
        return None, snapshot, None
    calendar = load_calendar(department)
    return rule, snapshot, deadlines.due_for(calendar, term_of(rule), received_at)


def wait_until(case: Case, asked_at: datetime) -> datetime | None:
    """Until when the sender may answer what was asked at ``asked_at``; None without a row of law for it."""
    wait = frozen_term(case, DeadlineStep.NEED_INFO_WAIT)
    if wait is None:
        return None
    return deadlines.latest_supply(load_calendar(case.owner_department), asked_at, wait)


def reopen_window(case: Case) -> timedelta:
    """How long after an answer the sender may rate it and ask for another look: the case's row, else the usual."""
    row = frozen_term(case, DeadlineStep.REOPEN_WINDOW)
    return timedelta(days=row.amount) if row is not None else REOPEN_WINDOW


def recompute_open_deadlines(reason: str, now: datetime | None = None) -> int:
    """Count every running case's due date again, after the calendar changed; the number of cases that moved.

    A clock that stands is left alone: its due date moves with every day of waiting, and is counted when it runs on.
    Each changed case gets a row of history with the date before and after, and its sender is told.
    Running it twice changes nothing the second time.
    """
    moment = now or timezone.now()
    return sum(_recompute(case_id, reason, moment) for case_id in _running_case_ids())


def _running_case_ids() -> Iterator[int]:
    last = 0
    while True:
        ids = list(
            Case.objects.running()
            .filter(pk__gt=last, due_at__isnull=False)
            .order_by("pk")
            .values_list("pk", flat=True)[:BATCH]
        )
        if not ids:
            return
        yield from ids
        last = ids[-1]


@transaction.atomic
def _recompute(case_id: int, reason: str, now: datetime) -> bool:
    case = Case.objects.running().select_for_update().filter(pk=case_id).first()
    if case is None:
        return False
    deadline = case_deadline(case, now)
    if deadline is None or deadline.due_at == case.due_at:
        return False
    before, case.due_at = case.due_at, deadline.due_at
    case.version += 1
    case.save(update_fields=["due_at", "version"])
    CaseEvent.objects.create(
        case=case,
        at=now,
        move=RECOMPUTED,
        from_state=case.state,
        to_state=case.state,
        actor_label=_("Hệ thống"),
        public_comment=reason,
        due_before=before,
        due_after=case.due_at,
    )
    tell_citizen(case, "case_due_changed", comment=reason)
    return True
