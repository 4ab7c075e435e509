"""The demonstration's feedback cases, taken through the same services as real ones, at moments of the past."""

from datetime import datetime
from typing import Any

from django.db import transaction

from core.models import AdministrativeUnit, Department, OutboundMessage, User
from core.services.calendar import load_calendar
from feedback.models import Case, CaseAnswer, FeedbackReason, Rating, RejectReason
from feedback.services.answers import AnswerDraft
from feedback.services.intake import Contact, Submission, receipt_for, submit_case
from feedback.services.transitions import Given, move_case
from feedback.workflow import Actor
from home.services.demo.clock import DemoClock
from home.services.demo.files import read
from procedures.models import ProcedurePage

_ACTORS = {"citizen": Actor.CITIZEN, "system": Actor.SYSTEM}


def load_cases(now: datetime) -> int:
    """Send the messages that weren't sent before and move them to where they stand; return how many.

    Each is committed alone, so a start that is interrupted goes on where it stopped.
    """
    clock = DemoClock.at(now, load_calendar())
    added = 0
    for row in read("home", "cases.json"):
        if receipt_for(_key(row)) is None:
            with transaction.atomic():
                _play(row, clock)
            added += 1
    return added


def _key(row: dict[str, Any]) -> str:
    return f"demo-{row['key']}"


def _play(row: dict[str, Any], clock: DemoClock) -> None:
    sent = clock.moment(*row["sent"])
    case = submit_case(_submission(row, clock), now=sent).case
    for move in row.get("moves", []):
        at = clock.moment(*move["at"])
        move_case(
            case.pk,
            move["move"],
            actor=_actor(move["by"]),
            now=at,
            comment=move.get("comment", ""),
            given=_given(move),
        )
        if "answer" in move:
            CaseAnswer.objects.filter(case=case, created_at__gt=at).update(created_at=at)
    if "rating" in row:
        _rate(case, row["rating"], clock)
    _mark_messages_sent(case, sent)


def _submission(row: dict[str, Any], clock: DemoClock) -> Submission:
    return Submission(
        key=_key(row),
        kind=row["kind"],
        content=row["content"],
        wish=row.get("wish", ""),
        reason=FeedbackReason.objects.get(code=row["reason"]) if "reason" in row else None,
        procedure=ProcedurePage.objects.get(code=row["procedure"]) if "procedure" in row else None,
        unit_concerned=_department(row["unit"]) if "unit" in row else None,
        place_unit=AdministrativeUnit.objects.get(code=row["place"]) if "place" in row else None,
        place_text=row.get("place_text", ""),
        dossier_code=row.get("dossier_code", ""),
        filed_on=clock.day(row["filed"]) if "filed" in row else None,
        happened_on=clock.day(row["happened"]) if "happened" in row else None,
        reported_fee=row.get("reported_fee"),
        publish_consent=row.get("publish_consent", False),
        contact=Contact(**row.get("contact", {})),
    )


def _actor(name: str) -> User | Actor:
    return _ACTORS.get(name) or User.objects.get(username=name)


def _department(code: str) -> Department:
    return Department.objects.get(code=code)


def _given(move: dict[str, Any]) -> Given:
    rejection = RejectReason.objects.get(code=move["reject_reason"]) if "reject_reason" in move else None
    return Given(
        reject_reason=rejection,
        department=_department(move["department"]) if "department" in move else None,
        assignee=User.objects.get(username=move["assignee"]) if "assignee" in move else None,
        answer=_answer(move["answer"]) if "answer" in move else None,
        public_text=move.get("public_text", ""),
        internal_comment=move.get("internal", ""),
    )


def _answer(row: dict[str, str]) -> AnswerDraft:
    unit = _department(row["unit"])
    return AnswerDraft(
        decision=row["decision"],
        body=row["body"],
        reason=row["reason"],
        responsible_unit=unit,
        contact=f"{unit.name}, {unit.phone}",
        legal_basis=row.get("legal_basis", ""),
        next_step=row.get("next_step", ""),
    )


def _rate(case: Case, row: dict[str, Any], clock: DemoClock) -> None:
    """Rate the answer that was sent last."""
    answer = case.answers.filter(sent_at__isnull=False).latest("sent_at")
    rating = Rating.objects.create(
        answer=answer, score=row["score"], on_topic=row.get("on_topic", True), comment=row.get("comment", "")
    )
    Rating.objects.filter(pk=rating.pk).update(created_at=clock.moment(*row["at"]))


def _mark_messages_sent(case: Case, sent: datetime) -> None:
    """Nobody waits for mail from the past: the outbox shows it as delivered then."""
    messages = OutboundMessage.objects.filter(related=f"case:{case.pk}", state=OutboundMessage.State.QUEUED)
    messages.update(state=OutboundMessage.State.SENT, created_at=sent, sent_at=sent, attempts=1)
