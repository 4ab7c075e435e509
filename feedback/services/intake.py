"""Taking a case in: committed with its history, files and messages, or not at all; the same form twice is one case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core.calendar import Deadline
from core.calendar.days import LOCAL_ZONE
from core.models import AdministrativeUnit, Department
from core.templatetags.vietnamese import weekday_date_year
from core.text import clean_display
from feedback import codes
from feedback.models import (
    Case,
    CaseContact,
    CaseEvent,
    ConsentPurpose,
    ConsentRecord,
    ContactChannel,
    DeadlineRule,
    FeedbackReason,
    IntakeChannel,
)
from feedback.services.attachments import attach_draft, removed_on_failure
from feedback.services.deadlines import case_deadline, first_deadline
from feedback.services.form_token import secret_of, stored_key
from feedback.services.notices import heads_of, tell_citizen, tell_staff
from feedback.services.routing import Routed, route_case
from feedback.workflow import MoveName, State
from procedures.models import ProcedurePage
from procedures.services.promise import published_promise

CONSENT_TEXT_VERSION = "2026-11"
_SUBJECT_LENGTH = 120
_CODE_TRIES = 5


@dataclass(frozen=True)
class Contact:
    """Who sends it; every part may be empty where the kind allows it."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    preferred_channel: str = ContactChannel.NONE


@dataclass(frozen=True)
class Submission:
    """One checked form. ``key`` is the form's key; files wait in the draft of that key."""

    key: str
    kind: str
    content: str
    wish: str = ""
    reason: FeedbackReason | None = None
    procedure: ProcedurePage | None = None
    unit_concerned: Department | None = None
    place_unit: AdministrativeUnit | None = None
    place_text: str = ""
    dossier_code: str = ""
    filed_on: date | None = None
    happened_on: date | None = None
    reported_fee: int | None = None
    publish_consent: bool = False
    contact: Contact = field(default_factory=Contact)
    channel: str = IntakeChannel.WEB


@dataclass(frozen=True)
class Receipt:
    """What the sender is shown. ``secret`` is known here only; ``deadline`` is None without a row of law."""

    public_code: str
    secret: str
    case: Case
    deadline: Deadline | None
    created: bool = False


@dataclass(frozen=True)
class Outlook:
    """Who will answer and by when, if it is sent now."""

    routed: Routed
    rule: DeadlineRule | None
    snapshot: dict[str, Any]
    deadline: Deadline | None


def outlook(submission: Submission, *, now: datetime) -> Outlook:
    """Who answers a submission and by when. Writes nothing; the form shows it before sending."""
    routed = route_case(
        kind=submission.kind,
        text=f"{_subject_of(submission)}\n{submission.content}\n{submission.place_text}",
        on=now.astimezone(LOCAL_ZONE).date(),
        procedure=submission.procedure,
        unit_concerned=submission.unit_concerned,
        place=submission.place_unit,
    )
    rule, snapshot, deadline = first_deadline(submission.kind, routed.department, now)
    return Outlook(routed, rule, snapshot, deadline)


def submit_case(submission: Submission, *, now: datetime) -> Receipt:
    """Take a case in and return its receipt; for a key that was used, the first receipt again.

    Raises StorageFullError when a file can't be stored, routing.NoDepartmentError on a site without departments;
    in both nothing is kept but the draft.
    """
    known = receipt_for(submission.key)
    if known is not None:
        return known
    try:
        # What is stored is read by officers: its words are Vietnamese, whatever language the sender reads.
        with removed_on_failure() as written, translation.override("vi"), transaction.atomic():
            case = _create(submission, now)
            event = _first_event(case, now)
            attach_draft(case, submission.key, written, event)
            _record_consents(case, submission, now)
            _tell(case)
    except IntegrityError:
        # The same form sent twice at once: the other request won.
        known = receipt_for(submission.key)
        if known is None:
            raise
        return known
    return Receipt(case.public_code, secret_of(submission.key), case, case_deadline(case, now), created=True)


def receipt_for(key: str) -> Receipt | None:
    """The receipt of the case that was sent with this key, or None."""
    cases = Case.objects.select_related("owner_department").filter(idempotency_key=stored_key(key))
    case = cases.first()
    if case is None:
        return None
    return Receipt(case.public_code, secret_of(key), case, case_deadline(case, case.received_at))


def _create(submission: Submission, now: datetime) -> Case:
    expected = outlook(submission, now=now)
    case = Case.objects.create(
        public_code=_free_code(),
        secret_hash=codes.hash_secret(secret_of(submission.key)),
        idempotency_key=stored_key(submission.key),
        kind=submission.kind,
        channel=submission.channel,
        reason=submission.reason,
        procedure=submission.procedure,
        procedure_code=submission.procedure.code if submission.procedure else "",
        promise=_promise(submission, now),
        unit_concerned=submission.unit_concerned,
        dossier_code=submission.dossier_code,
        place_unit=submission.place_unit,
        place_text=submission.place_text,
        filed_on=submission.filed_on,
        happened_on=submission.happened_on,
        reported_fee=submission.reported_fee,
        subject=_subject_of(submission),
        content=submission.content,
        wish=submission.wish,
        publish_consent=submission.publish_consent,
        state=State.RECEIVED,
        owner_department=expected.routed.department,
        routing_reason=expected.routed.reason,
        received_at=now,
        clock_started_at=now,
        rule=expected.rule,
        rule_snapshot=expected.snapshot,
        due_at=expected.deadline.due_at if expected.deadline else None,
    )
    _keep_contact(case, submission.contact)
    return case


def _keep_contact(case: Case, contact: Contact) -> None:
    CaseContact.objects.create(
        case=case,
        name=contact.name,
        phone=contact.phone,
        email=contact.email,
        address=contact.address,
        preferred_channel=contact.preferred_channel,
    )


def _free_code() -> str:
    """A code that no case has. The database's uniqueness stands behind it."""
    for _try in range(_CODE_TRIES):
        code = codes.new_public_code(settings.SITE_CODE_PREFIX)
        if not Case.objects.filter(public_code=code).exists():
            return code
    raise RuntimeError("no free public code found")


def _promise(submission: Submission, now: datetime) -> dict[str, Any]:
    if submission.procedure is None:
        return {}
    day = submission.filed_on or now.astimezone(LOCAL_ZONE).date()
    return published_promise(submission.procedure, day)


def _subject_of(submission: Submission) -> str:
    """One line for the queue: what is wrong and with which procedure, else how the message begins."""
    reason = submission.reason.label if submission.reason else ""
    about = submission.procedure.title if submission.procedure else ""
    line = ": ".join(filter(None, (reason, about))) or clean_display(submission.content)
    if len(line) <= _SUBJECT_LENGTH:
        return line
    return line[: _SUBJECT_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def _first_event(case: Case, now: datetime) -> CaseEvent:
    return CaseEvent.objects.create(
        case=case,
        at=now,
        move=MoveName.RECEIVE,
        to_state=case.state,
        actor_label=_("Người gửi"),
        public_comment=case.routing_reason,
        due_after=case.due_at,
        to_department=case.owner_department,
    )


def _record_consents(case: Case, submission: Submission, now: datetime) -> None:
    purposes = []
    if submission.publish_consent:
        purposes.append(ConsentPurpose.PUBLICATION)
    if submission.contact.preferred_channel != ContactChannel.NONE:
        purposes.append(ConsentPurpose.NOTIFICATION)
    ConsentRecord.objects.bulk_create(
        ConsentRecord(
            case=case,
            purpose=purpose,
            text_version=CONSENT_TEXT_VERSION,
            given_at=now,
            channel=submission.channel,
        )
        for purpose in purposes
    )


def _tell(case: Case) -> None:
    """Queue the messages. The mail carries the code and never the secret: whoever reads the mail can't open it."""
    due = weekday_date_year(case.due_at.astimezone(LOCAL_ZONE).date()) if case.due_at else ""
    tell_citizen(case, "feedback_received", due_text=due)
    tell_staff(case, heads_of(case.owner_department), "feedback_new", due_text=due)
