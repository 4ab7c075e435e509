"""When a department ends, its cases go to its successor: no case is ever without an owner."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from core.calendar.days import LOCAL_ZONE
from core.models import Department
from feedback.models import Case, CaseEvent
from feedback.services.notices import heads_of, tell_citizen, tell_staff
from feedback.services.routing import load_departments
from feedback.services.transitions import label_of
from feedback.workflow import Actor, StateType, states_of

SUCCEEDED = "succession"
BATCH = 200


def hand_over_orphans(now: datetime) -> int:
    """Give the cases of departments that are no more to whoever took their work over; how many were given.

    A successor of a successor is followed; without one the department that takes everything else gets them.
    """
    today = now.astimezone(LOCAL_ZONE).date()
    alive = Department.objects.in_force(today)
    states = states_of(StateType.OPEN, StateType.WAITING, StateType.ANSWERED)
    orphans = Case.objects.filter(state__in=states).exclude(owner_department__in=alive)
    ids = list(orphans.order_by("pk").values_list("pk", "owner_department_id")[:BATCH])
    if not ids:
        return 0
    departments = load_departments()
    heirs = {
        old: (departments.current(old, today) or departments.fallback(today)).id
        for old in {department_id for _pk, department_id in ids}
    }
    return sum(_hand_over(pk, old, heirs[old], now) for pk, old in ids)


@transaction.atomic
def _hand_over(case_id: int, old_id: int, heir_id: int, now: datetime) -> bool:
    rows = Case.objects.filter(pk=case_id, owner_department_id=old_id)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(of=("self",), skip_locked=True)
    case = rows.select_related("owner_department", "assignee").first()
    if case is None or old_id == heir_id:
        return False
    old, heir = case.owner_department, Department.objects.get(pk=heir_id)
    case.owner_department = heir
    if case.assignee is not None and case.assignee.department_id not in heir.descendant_ids():
        case.assignee = None
    case.version += 1
    case.save(update_fields=["owner_department", "assignee", "version"])
    # Stored and mailed: Vietnamese, whatever language is active.
    reason = f"{old.name} đã kết thúc hoạt động, {heir.name} tiếp nhận phản ánh này."
    CaseEvent.objects.create(
        case=case,
        at=now,
        move=SUCCEEDED,
        from_state=case.state,
        to_state=case.state,
        actor_label=label_of(Actor.SYSTEM),
        public_comment=reason,
        due_before=case.due_at,
        due_after=case.due_at,
        from_department=old,
        to_department=heir,
    )
    tell_staff(case, heads_of(heir), "staff_forwarded", times=case.forward_count)
    tell_citizen(case, "case_forwarded", comment=reason)
    return True
