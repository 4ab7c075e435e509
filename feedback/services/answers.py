"""Writing, approving and sending a concrete answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError

from core.models import Department, User
from feedback.models import Case, CaseAnswer


class NoAnswerError(LookupError):
    """There is no draft to approve, or it doesn't say enough."""


@dataclass(frozen=True)
class AnswerDraft:
    """What a concrete answer must say at least; either ``legal_basis`` or ``next_step`` may be empty, not both."""

    decision: str
    body: str
    reason: str
    responsible_unit: Department
    contact: str
    legal_basis: str = ""
    next_step: str = ""


def current_draft(case: Case) -> CaseAnswer | None:
    """The answer that has been written and not been sent yet."""
    return case.answers.filter(sent_at__isnull=True).order_by("-created_at", "-pk").first()


def last_sent(case: Case) -> CaseAnswer | None:
    """The newest answer that the citizen has received."""
    return case.answers.filter(sent_at__isnull=False).order_by("-sent_at", "-pk").first()


def save_draft(case: Case, draft: AnswerDraft, author: User | None) -> CaseAnswer:
    """Write the draft, or overwrite the one that was returned for changes."""
    answer = current_draft(case) or CaseAnswer(case=case)
    answer.author = author
    answer.decision = draft.decision
    answer.body = draft.body
    answer.reason = draft.reason
    answer.legal_basis = draft.legal_basis
    answer.next_step = draft.next_step
    answer.responsible_unit = draft.responsible_unit
    answer.contact = draft.contact
    answer.save()
    return answer


def send_draft(case: Case, approver: User | None, now: datetime) -> CaseAnswer:
    """Mark the draft as sent. NoAnswerError without a draft that is concrete; the database refuses it too."""
    answer = current_draft(case)
    if answer is None:
        raise NoAnswerError(case.public_code)
    answer.approved_by = approver
    answer.sent_at = now
    try:
        answer.validate_constraints()
    except ValidationError:
        raise NoAnswerError(case.public_code) from None
    answer.save()
    return answer
