"""Putting a message into the right box: citizens can't know the law's kinds."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation

from core.calendar.days import LOCAL_ZONE
from core.models import User
from feedback.models import Case, CaseEvent, CaseKind
from feedback.services.deadlines import case_deadline, freeze_rules
from feedback.services.notices import tell_citizen
from feedback.services.roles import parts_of
from feedback.services.transitions import StaleCaseError, label_of
from feedback.workflow import Actor, State

RECLASSIFIED = "reclassify"
# Afterwards somebody works on it under the terms of its kind.
TRIAGE_STATES: tuple[State, ...] = (State.RECEIVED, State.RETURNED)


class TriageRefusedError(Exception):
    """It isn't this person's to sort, or somebody works on it already."""


def may_reclassify(case: Case, user: User) -> bool:
    """Whether this person may change the kind of this case now."""
    return case.state in TRIAGE_STATES and Actor.INTAKE in parts_of(user, case)


@transaction.atomic
def reclassify(
    case_id: int,
    kind: str,
    *,
    actor: User,
    reason: str,
    expected_version: int,
    now: datetime | None = None,
) -> CaseEvent:
    """Change the kind of a case, with the terms that a case of this kind received on that day has.

    The reason is told to the sender. Raises ``Case.DoesNotExist``, ``StaleCaseError``, ``TriageRefusedError`` when
    it isn't allowed or changes nothing, ``ValueError`` for an unknown kind or without a reason.
    """
    moment = now or timezone.now()
    new_kind = CaseKind(kind)
    if not reason.strip():
        raise ValueError("a change of kind needs a reason")
    case = _to_sort(case_id, new_kind, actor, expected_version)
    before, changed = case.due_at, _in_words(CaseKind(case.kind), new_kind, reason.strip())
    case.kind = new_kind
    case.rule, case.rule_snapshot = freeze_rules(
        new_kind, case.clock_started_at.astimezone(LOCAL_ZONE).date()
    )
    deadline = case_deadline(case, moment)
    case.due_at = deadline.due_at if deadline else None
    case.version += 1
    case.save(update_fields=["kind", "rule", "rule_snapshot", "due_at", "version"])
    tell_citizen(case, "case_reclassified", comment=changed)
    return _record(case, actor, moment, changed, before)


def _record(case: Case, actor: User, now: datetime, comment: str, due_before: datetime | None) -> CaseEvent:
    return CaseEvent.objects.create(
        case=case,
        at=now,
        move=RECLASSIFIED,
        from_state=case.state,
        to_state=case.state,
        actor=actor,
        actor_label=label_of(actor),
        public_comment=comment,
        due_before=due_before,
        due_after=case.due_at,
    )


def _to_sort(case_id: int, kind: CaseKind, actor: User, expected_version: int) -> Case:
    """The case, locked, when this person may give it this kind now."""
    cases = Case.objects.visible_to(actor).select_related("owner_department")
    case = cases.select_for_update(of=("self",)).get(pk=case_id)
    if case.version != expected_version:
        raise StaleCaseError(case.public_code)
    if kind == case.kind or not may_reclassify(case, actor):
        raise TriageRefusedError(case.public_code)
    return case


def _in_words(old: CaseKind, new: CaseKind, reason: str) -> str:
    """What is stored and mailed, always in Vietnamese."""
    with translation.override("vi"):
        return f"{old.label} → {new.label}. {reason}"
