"""Ending what nobody has to do anything about any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from feedback.models import Case
from feedback.services.deadlines import reopen_window, wait_until
from feedback.services.transitions import move_case
from feedback.workflow import Actor, MoveName, MoveRefusedError, State

BATCH = 200


def close_unanswered_questions(now: datetime) -> int:
    """Close the cases whose sender was asked something and didn't answer in time; how many were closed."""
    return sum(_close_waiting(case, now) for case in _in_state(State.NEED_INFO))


def close_rated(now: datetime) -> int:
    """Close the answered cases whose time for rating and reopening is over; how many were closed."""
    return sum(_close_answered(case, now) for case in _in_state(State.ANSWERED, State.PUBLISHED))


def _in_state(*states: State) -> Iterator[Case]:
    last = 0
    cases = Case.objects.filter(state__in=states).select_related("owner_department").order_by("pk")
    while batch := list(cases.filter(pk__gt=last)[:BATCH]):
        yield from batch
        last = batch[-1].pk


def _close_waiting(case: Case, now: datetime) -> bool:
    pause = case.pauses.filter(ended_at__isnull=True).first()
    until = wait_until(case, pause.started_at) if pause is not None else None
    return until is not None and now > until and _move(case, MoveName.CLOSE_NO_REPLY, now)


def _close_answered(case: Case, now: datetime) -> bool:
    if case.answered_at is None:
        return False
    return now > case.answered_at + reopen_window(case) and _move(case, MoveName.CLOSE, now)


def _move(case: Case, move: MoveName, now: datetime) -> bool:
    """Whether the move was made; somebody else may have moved the case meanwhile, and that is fine."""
    try:
        move_case(case.pk, move, actor=Actor.SYSTEM, now=now)
    except MoveRefusedError:
        return False
    return True
