"""What a move changes on the case besides its state: owner, answer, counters, and the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.caching import bump_content_version
from core.calendar.days import LOCAL_ZONE
from core.models import Department
from feedback.deadlines import reopened_rule
from feedback.models import Case, CaseEvent, CasePause, DeadlineStep
from feedback.services import answers
from feedback.services.deadlines import case_deadline, frozen_term
from feedback.services.roles import eligible_assignees
from feedback.workflow import ClockEffect, MoveName, MoveRefusedError, Need, Refusal, State

if TYPE_CHECKING:
    from feedback.services.transitions import MoveContext


def target_state(context: MoveContext) -> State:
    """The state after the move; a case that waited for its sender goes back to where it was interrupted."""
    if context.move.to is not None:
        return context.move.to
    asked = _last_event(context.case, MoveName.ASK_INFO)
    return State(asked.from_state) if asked is not None and asked.from_state else State.RECEIVED


def apply_effect(context: MoveContext) -> None:
    """Change what this move changes; most moves change nothing but the state."""
    effect = _EFFECTS.get(context.move.name)
    if effect is not None:
        effect(context)


def apply_clock(context: MoveContext) -> None:
    """Pause, resume, extend or restart the overall clock, and count the due date again."""
    case, now, clock = context.case, context.now, context.move.clock
    if clock is ClockEffect.PAUSE:
        CasePause.objects.create(case=case, started_at=now, reason=context.comment[:300])
        case.need_info_count += context.move.name is MoveName.ASK_INFO
    elif clock in (ClockEffect.RESUME, ClockEffect.STOP):
        case.pauses.filter(ended_at__isnull=True).update(ended_at=now)
    elif clock is ClockEffect.EXTEND:
        _extend(context)
    elif clock is ClockEffect.RESTART:
        _restart(context)
    elif clock is ClockEffect.START:
        case.clock_started_at = now
    if clock not in (ClockEffect.NONE, ClockEffect.STOP) or context.move.name is MoveName.FORWARD:
        _count_again(case, now)


def _count_again(case: Case, now: datetime) -> None:
    deadline = case_deadline(case, now)
    if deadline is not None:
        case.due_at = deadline.due_at


def _extend(context: MoveContext) -> None:
    if frozen_term(context.case, DeadlineStep.EXTENSION) is None:
        raise MoveRefusedError(context.move.name, Refusal.KIND)
    context.case.extension_count += 1
    context.case.rule_snapshot["extended"] = True


def _restart(context: MoveContext) -> None:
    """Start anew from now: with the whole term after an objection, with the shorter one after a reopening."""
    case = context.case
    case.clock_started_at = context.now
    case.rule_snapshot["extended"] = False
    answer = frozen_term(case, DeadlineStep.ANSWER)
    if context.move.name is not MoveName.REOPEN:
        return
    case.reopen_count += 1
    if answer is not None:
        again = reopened_rule(answer, frozen_term(case, DeadlineStep.REOPEN_ANSWER))
        case.rule_snapshot["first_answer"] = answer.as_json()
        case.rule_snapshot[DeadlineStep.ANSWER] = again.as_json()


def _reject(context: MoveContext) -> None:
    context.case.reject_reason = context.given.reject_reason


def _forward(context: MoveContext) -> None:
    target = context.given.department
    if target is None or target.pk == context.case.owner_department_id or not _exists(target, context.now):
        raise MoveRefusedError(context.move.name, Refusal.MISSING, [Need.DEPARTMENT])
    _hand_over(context.case, target)
    context.case.forward_count += 1
    context.case.routing_reason = context.comment


def _send_back(context: MoveContext) -> None:
    forwarded = _last_event(context.case, MoveName.FORWARD)
    sender = forwarded.from_department if forwarded is not None else None
    if sender is None or not _exists(sender, context.now):
        sender = Department.objects.filter(is_fallback=True).first() or context.case.owner_department
    _hand_over(context.case, sender)


def _hand_over(case: Case, department: Department) -> None:
    case.owner_department = department
    case.assignee = None


def _exists(department: Department, now: datetime) -> bool:
    today: date = now.astimezone(LOCAL_ZONE).date()
    return Department.objects.in_force(today).filter(pk=department.pk).exists()


def _assign(context: MoveContext) -> None:
    assignee = context.given.assignee
    if (
        assignee is None
        or not eligible_assignees(context.case.owner_department).filter(pk=assignee.pk).exists()
    ):
        raise MoveRefusedError(context.move.name, Refusal.MISSING, [Need.ASSIGNEE])
    context.case.assignee = assignee


def _start(context: MoveContext) -> None:
    context.case.assignee = context.user


def _submit_answer(context: MoveContext) -> None:
    if context.given.answer is not None:
        answers.save_draft(context.case, context.given.answer, context.user)


def _send_answer(context: MoveContext) -> None:
    _submit_answer(context)
    try:
        answers.send_draft(context.case, context.user, context.now)
    except answers.NoAnswerError:
        raise MoveRefusedError(context.move.name, Refusal.MISSING, [Need.ANSWER]) from None
    context.case.answered_at = context.now


def _publish(context: MoveContext) -> None:
    context.case.public_content = context.given.public_text.strip()
    context.case.published_at = context.now
    sent = answers.last_sent(context.case)
    if sent is not None:
        sent.is_public = True
        sent.save(update_fields=["is_public"])
    transaction.on_commit(bump_content_version)


def _object(context: MoveContext) -> None:
    context.case.reject_reason = None


def _last_event(case: Case, move: MoveName) -> CaseEvent | None:
    return case.events.filter(move=move).order_by("-at", "-pk").first()


_EFFECTS: dict[MoveName, Callable[[MoveContext], None]] = {
    MoveName.REJECT: _reject,
    MoveName.OBJECT: _object,
    MoveName.FORWARD: _forward,
    MoveName.SEND_BACK: _send_back,
    MoveName.ASSIGN: _assign,
    MoveName.START: _start,
    MoveName.SUBMIT_ANSWER: _submit_answer,
    MoveName.APPROVE_ANSWER: _send_answer,
    MoveName.ANSWER: _send_answer,
    MoveName.PUBLISH: _publish,
}
