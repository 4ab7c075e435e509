"""The models of feedback."""

from feedback.models.answers import CaseAnswer, CaseAttachment, ConsentRecord, Rating
from feedback.models.cases import Case, CasePause, CaseQuerySet
from feedback.models.choices import (
    ANSWERED_STATES,
    ENDED_STATES,
    OPEN_STATES,
    PAUSED_STATES,
    AnswerDecision,
    CaseKind,
    ConsentPurpose,
    ContactChannel,
    DeadlineStep,
    DeadlineUnit,
    IntakeChannel,
    UploadedBy,
)
from feedback.models.contacts import CaseContact
from feedback.models.history import AppendOnlyError, CaseEvent
from feedback.models.rules import DeadlineRule, FeedbackReason, RejectReason, RoutingRule

__all__ = [
    "ANSWERED_STATES",
    "ENDED_STATES",
    "OPEN_STATES",
    "PAUSED_STATES",
    "AnswerDecision",
    "AppendOnlyError",
    "Case",
    "CaseAnswer",
    "CaseAttachment",
    "CaseContact",
    "CaseEvent",
    "CaseKind",
    "CasePause",
    "CaseQuerySet",
    "ConsentPurpose",
    "ConsentRecord",
    "ContactChannel",
    "DeadlineRule",
    "DeadlineStep",
    "DeadlineUnit",
    "FeedbackReason",
    "IntakeChannel",
    "Rating",
    "RejectReason",
    "RoutingRule",
    "UploadedBy",
]
