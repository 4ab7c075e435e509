"""Moving a case: one transaction, one locked row, one row of history, messages on commit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.models import Department, User
from feedback.models import Case, CaseEvent, RejectReason
from feedback.services import effects, move_notices
from feedback.services.answers import AnswerDraft
from feedback.services.deadlines import reopen_window
from feedback.services.roles import parts_of
from feedback.workflow import (
    Actor,
    CaseFacts,
    Move,
    MoveName,
    Need,
    State,
    StateType,
    check_move,
    state_type,
)

NOTE = "note"
# What the administration says to itself; every other comment is told to the citizen.
INTERNAL_MOVES: frozenset[MoveName] = frozenset(
    {MoveName.ASSIGN, MoveName.SEND_BACK, MoveName.RETURN_ANSWER, MoveName.DECLINE_PUBLICATION}
)


class StaleCaseError(Exception):
    """Somebody else moved the case after the form was opened."""


@dataclass(frozen=True)
class Given:
    """What comes with a move, besides the comment."""

    reject_reason: RejectReason | None = None
    department: Department | None = None
    assignee: User | None = None
    answer: AnswerDraft | None = None
    public_text: str = ""
    internal_comment: str = ""


@dataclass
class MoveContext:
    """Everything that the effects of one move look at. ``case`` is locked; ``came_from`` is its state before."""

    case: Case
    move: Move
    now: datetime
    comment: str
    given: Given
    user: User | None
    came_from: State
    from_department: Department
    notes: dict[str, str] = field(default_factory=dict)


def facts_of(case: Case) -> CaseFacts:
    """What the workflow table must know; one query, for the objections."""
    objections = case.events.filter(move=MoveName.OBJECT).count() if case.reject_reason_id else 0
    return CaseFacts(
        state=State(case.state),
        kind=case.kind,
        done={
            MoveName.ASK_INFO: case.need_info_count,
            MoveName.EXTEND: case.extension_count,
            MoveName.REOPEN: case.reopen_count,
            MoveName.OBJECT: objections,
        },
        answered_at=case.answered_at,
        publish_consent=case.publish_consent,
        window=reopen_window(case),
    )


@transaction.atomic
def move_case(
    case_id: int,
    move: str,
    *,
    actor: User | Actor,
    now: datetime | None = None,
    comment: str = "",
    given: Given | None = None,
    expected_version: int | None = None,
) -> CaseEvent:
    """Make one move, or none at all.

    ``actor`` is an officer, or ``Actor.CITIZEN`` / ``Actor.SYSTEM``. Raises ``Case.DoesNotExist`` when an officer
    doesn't see the case, ``StaleCaseError`` when ``expected_version`` isn't the case's any more,
    ``MoveRefusedError`` when the table or a missing requirement forbids it.
    """
    moment = now or timezone.now()
    given = given or Given()
    case = _lock(case_id, actor)
    if expected_version is not None and case.version != expected_version:
        raise StaleCaseError(case.public_code)
    user = actor if isinstance(actor, User) else None
    parts = parts_of(actor, case) if isinstance(actor, User) else frozenset({actor})
    row = check_move(move, facts_of(case), parts, _given_needs(comment, given), moment)
    context = MoveContext(
        case=case,
        move=row,
        now=moment,
        comment=comment.strip(),
        given=given,
        user=user,
        came_from=State(case.state),
        from_department=case.owner_department,
    )
    return _carry_out(context, actor)


def add_note(case_id: int, *, actor: User, text: str, now: datetime | None = None) -> CaseEvent:
    """Write an internal note into the history; it moves nothing. ``Case.DoesNotExist`` when it isn't seen."""
    case = Case.objects.visible_to(actor).get(pk=case_id)
    return CaseEvent.objects.create(
        case=case,
        at=now or timezone.now(),
        move=NOTE,
        from_state=case.state,
        to_state=case.state,
        actor=actor,
        actor_label=label_of(actor),
        internal_comment=text.strip(),
        due_before=case.due_at,
        due_after=case.due_at,
    )


def label_of(actor: User | Actor) -> str:
    """How the history names somebody, always in Vietnamese: an officer's unit, never a citizen's name."""
    with translation.override("vi"):
        if isinstance(actor, User):
            return actor.department.name if actor.department else _("Quản trị")
        return _("Người gửi") if actor is Actor.CITIZEN else _("Hệ thống")


def _lock(case_id: int, actor: User | Actor) -> Case:
    cases = Case.objects.visible_to(actor) if isinstance(actor, User) else Case.objects.all()
    return cases.select_for_update(of=("self",)).select_related("owner_department").get(pk=case_id)


def _given_needs(comment: str, given: Given) -> set[Need]:
    present = {
        Need.COMMENT: bool(comment.strip()),
        Need.REJECT_REASON: given.reject_reason is not None,
        Need.DEPARTMENT: given.department is not None,
        Need.ASSIGNEE: given.assignee is not None,
        Need.ANSWER: given.answer is not None,
        Need.PUBLIC_TEXT: bool(given.public_text.strip()),
    }
    return {need for need, there in present.items() if there}


def _carry_out(context: MoveContext, actor: User | Actor) -> CaseEvent:
    case, before = context.case, context.case.due_at
    case.state = effects.target_state(context)
    effects.apply_effect(context)
    effects.apply_clock(context)
    case.closed_at = context.now if state_type(case.state) is StateType.ENDED else None
    case.version += 1
    case.save()
    event = _record(context, actor, before)
    move_notices.tell(context, event)
    return event


def _record(context: MoveContext, actor: User | Actor, due_before: datetime | None) -> CaseEvent:
    case, internal = context.case, context.move.name in INTERNAL_MOVES
    forwarded = case.owner_department_id != context.from_department.pk
    extra = context.given.internal_comment.strip()
    return CaseEvent.objects.create(
        case=case,
        at=context.now,
        move=context.move.name,
        from_state=context.came_from,
        to_state=case.state,
        actor=context.user,
        actor_label=label_of(actor),
        public_comment="" if internal else context.comment,
        internal_comment="\n\n".join(filter(None, [context.comment if internal else "", extra])),
        due_before=due_before,
        due_after=case.due_at,
        from_department=context.from_department if forwarded else None,
        to_department=case.owner_department if forwarded else None,
    )
