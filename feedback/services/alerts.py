"""Telling people that time runs out, and apologising to the sender when it has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.models import User
from core.services.calendar import load_calendar
from feedback.deadlines import Alert, alert_reached, is_overdue
from feedback.models import Case, CaseEvent
from feedback.services.deadlines import case_deadline
from feedback.services.notices import heads_of, supervisors_of, tell_citizen, tell_staff, written_day
from feedback.services.roles import parts_of
from feedback.services.transitions import label_of
from feedback.workflow import Actor

APOLOGY = "apology"
BATCH = 200
# Even with the whole of Tết after them, 70 % of the counted days take more than this share of all days.
EARLIEST_SHARE = 0.3
# Whoever was away for a week still gets the alert of the due date besides the last one.
_DUE_TOGETHER: dict[Alert, tuple[Alert, ...]] = {
    Alert.NEAR: (Alert.NEAR,),
    Alert.DUE: (Alert.DUE,),
    Alert.ESCALATED: (Alert.DUE, Alert.ESCALATED),
}


class ApologyRefusedError(Exception):
    """There is nothing to apologise for, it was done already, or it isn't this person's case."""


def event_name(alert: Alert) -> str:
    """The name under which an alert stands in the history."""
    return f"alert_{alert.value}"


def send_due_alerts(now: datetime) -> int:
    """Send every alert that has been reached and not been sent for the present due date; how many were."""
    return sum(_alert(case_id, now) for case_id in _candidates(now))


def _candidates(now: datetime) -> Iterator[int]:
    """Open cases for which some alert may be missing, in batches by primary key."""
    for_this_date = CaseEvent.objects.filter(case=OuterRef("pk"), due_after=OuterRef("due_at"))
    any_alert = Exists(for_this_date.filter(move__in=[event_name(alert) for alert in Alert]))
    last_alert = Exists(for_this_date.filter(move=event_name(Alert.ESCALATED)))
    waiting = Q(due_at__gt=now) & ~any_alert | Q(due_at__lte=now) & ~last_alert
    cases = Case.objects.running().filter(waiting).order_by("pk")
    last = 0
    while batch := list(cases.filter(pk__gt=last).values_list("pk", "clock_started_at", "due_at")[:BATCH]):
        for pk, start, due in batch:
            if due is not None and now >= start + (due - start) * EARLIEST_SHARE:
                yield pk
        last = batch[-1][0]


@transaction.atomic
def _alert(case_id: int, now: datetime) -> int:
    rows = Case.objects.running().filter(pk=case_id)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(of=("self",), skip_locked=True)
    case = rows.select_related("owner_department__parent", "assignee").first()
    deadline = case_deadline(case, now) if case is not None else None
    if case is None or deadline is None:
        return 0
    reached = alert_reached(load_calendar(case.owner_department), deadline, now)
    if reached is None:
        return 0
    done = set(case.events.filter(due_after=case.due_at).values_list("move", flat=True))
    missing = [alert for alert in _DUE_TOGETHER[reached] if event_name(alert) not in done]
    for alert in missing:
        _record(case, event_name(alert), now)
        tell_staff(case, _recipients(case, alert), f"staff_alert_{alert.value}")
    return len(missing)


def _recipients(case: Case, alert: Alert) -> list[str]:
    handler = [case.assignee.email] if case.assignee else []
    if alert is Alert.NEAR:
        return handler or heads_of(case.owner_department)
    if alert is Alert.DUE:
        return [*handler, *heads_of(case.owner_department)]
    return supervisors_of(case.owner_department)


def _record(
    case: Case, move: str, now: datetime, actor: User | Actor = Actor.SYSTEM, comment: str = ""
) -> CaseEvent:
    return CaseEvent.objects.create(
        case=case,
        at=now,
        move=move,
        from_state=case.state,
        to_state=case.state,
        actor=actor if isinstance(actor, User) else None,
        actor_label=label_of(actor),
        public_comment=comment,
        due_before=case.due_at,
        due_after=case.due_at,
    )


def apology_draft(case: Case) -> str:
    """The words with which an officer starts: for the citizen, so always in Vietnamese."""
    with translation.override("vi"):
        text = _(
            "%(department)s xin lỗi bạn vì phản ánh này phải được trả lời trước hết %(due)s mà đến nay chưa xong. "
            "Chúng tôi đang hoàn tất và sẽ trả lời bạn trong thời gian sớm nhất."
        )
    return text % {"department": case.owner_department.name, "due": written_day(case.due_at)}


def may_apologise(case: Case, now: datetime) -> bool:
    """Whether the case is late and nobody has apologised for this due date yet."""
    pause = case.pauses.filter(ended_at__isnull=True).first()
    late = is_overdue(case.state, case.due_at, now, pause.started_at if pause else None)
    return late and not case.events.filter(move=APOLOGY, due_after=case.due_at).exists()


@transaction.atomic
def send_apology(case_id: int, *, actor: User, text: str, now: datetime | None = None) -> CaseEvent:
    """Apologise to the sender of a late case, once for each due date.

    Raises ``Case.DoesNotExist`` when the officer doesn't see the case, ``ApologyRefusedError`` otherwise.
    """
    moment = now or timezone.now()
    case = (
        Case.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("owner_department")
        .get(pk=case_id)
    )
    if not parts_of(actor, case) & {Actor.OFFICER, Actor.UNIT_HEAD} or not may_apologise(case, moment):
        raise ApologyRefusedError(case.public_code)
    event = _record(case, APOLOGY, moment, actor, text.strip())
    tell_citizen(case, "case_late_apology", comment=event.public_comment)
    return event
