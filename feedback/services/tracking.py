"""What the sender may do with a case after sending it, and what the tracking page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from feedback import codes
from feedback.models import OPEN_STATES, Case, CaseAnswer, CaseEvent, Rating
from feedback.services.attachments import attach_draft, removed_on_failure
from feedback.services.deadlines import reopen_window
from feedback.services.transitions import facts_of, move_case
from feedback.workflow import Actor, MoveName, State, legal_moves


class CannotRateError(Exception):
    """There is no answer to rate, or the time for it is over."""


@dataclass(frozen=True)
class Opinion:
    """What the sender thinks of an answer; ``score`` from 1 to 5."""

    score: int
    on_topic: bool = True
    comment: str = ""


def find_case(typed_code: str, typed_secret: str, prefix: str) -> Case | None:
    """The case with this code and this secret, as people type them; None for every kind of mistake alike.

    A wrong code takes as long as a wrong secret: one hash is worked out in each case.
    """
    code = codes.parse_public_code(typed_code, prefix)
    secret = codes.parse_secret(typed_secret)
    case = Case.objects.filter(public_code=code or "").exclude(state=State.DRAFT).first()
    matches = codes.secret_matches(secret or "", case.secret_hash if case else codes.NO_CASE_HASH)
    return case if case is not None and secret is not None and matches else None


def citizen_moves(case: Case, now: datetime) -> frozenset[MoveName]:
    """What the sender may do now."""
    return frozenset(move.name for move in legal_moves(facts_of(case), {Actor.CITIZEN}, now))


def supply_info(case_id: int, *, text: str, key: str, now: datetime) -> CaseEvent:
    """Answer what was asked, with the files of the draft ``key``. MoveRefusedError, StorageFullError."""
    with removed_on_failure() as written, transaction.atomic():
        event = move_case(case_id, MoveName.SUPPLY_INFO, actor=Actor.CITIZEN, now=now, comment=text)
        attach_draft(event.case, key, written, event)
    return event


def reopen_case(case_id: int, *, reason: str, now: datetime) -> CaseEvent:
    """Ask once to look at it again. MoveRefusedError when it isn't possible any more."""
    return move_case(case_id, MoveName.REOPEN, actor=Actor.CITIZEN, now=now, comment=reason)


def object_to_rejection(case_id: int, *, reason: str, now: datetime) -> CaseEvent:
    """Disagree once with a rejection. MoveRefusedError when it isn't possible any more."""
    return move_case(case_id, MoveName.OBJECT, actor=Actor.CITIZEN, now=now, comment=reason)


def answer_to_rate(case: Case, now: datetime) -> CaseAnswer | None:
    """The last answer, while it may be rated and isn't yet."""
    if case.state in OPEN_STATES or case.answered_at is None:
        return None
    if now > rating_until(case, case.answered_at):
        return None
    sent = case.answers.filter(sent_at__isnull=False).order_by("-sent_at", "-pk")
    answer = sent.select_related("rating").first()
    return None if answer is None or hasattr(answer, "rating") else answer


def rating_until(case: Case, answered_at: datetime) -> datetime:
    """Until when the sender may rate and ask for another look."""
    # Calendar days, not rolled to a working day: the citizen isn't an office.
    return answered_at + reopen_window(case)


def rate_answer(case_id: int, opinion: Opinion, *, now: datetime) -> Rating:
    """Rate the last answer, once: a second rating leaves the first. CannotRateError when nothing can be rated."""
    case = Case.objects.get(pk=case_id)
    answer = answer_to_rate(case, now)
    if answer is None:
        known = Rating.objects.filter(answer__case=case).order_by("-pk").first()
        if known is None:
            raise CannotRateError(case.public_code)
        return known
    try:
        with transaction.atomic():
            return Rating.objects.create(
                answer=answer, score=opinion.score, on_topic=opinion.on_topic, comment=opinion.comment
            )
    except IntegrityError:
        return Rating.objects.get(answer=answer)
