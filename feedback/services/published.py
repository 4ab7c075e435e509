"""Answers that everybody may read: published with the sender's consent, without what would name the sender."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import Truncator

from core.models import Department
from feedback.models import Case, CaseAnswer, CaseContact
from feedback.redaction import cover_name, cover_personal
from feedback.workflow import State
from procedures.models import Field, ProcedurePage, ProcedureQuerySet

_TITLE_LENGTH: Final = 100
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])\s+|\n")


@dataclass(frozen=True)
class PublishedAnswer:
    """One answer as it is public. `title` is the beginning of what was asked, `procedure` what it was about.

    The case's own words, its codes and its sender are nowhere in here: only what an editor published, and the answer
    with names and numbers of the sender covered.
    """

    pk: int
    title: str
    question: str
    decision: str
    text: str
    reason: str
    legal_basis: str
    next_step: str
    unit: str
    unit_phone: str
    answered_at: datetime | None
    procedure: ProcedurePage | None


def published_answers() -> QuerySet[CaseAnswer]:
    """The answers that were published and still are the last word: none of a case that was opened again since."""
    later = CaseAnswer.objects.filter(case=OuterRef("case"), sent_at__gt=OuterRef("sent_at"))
    return CaseAnswer.objects.filter(
        ~Exists(later),
        is_public=True,
        case__publish_consent=True,
        case__published_at__isnull=False,
        case__state__in=(State.PUBLISHED, State.CLOSED),
    ).exclude(case__public_content="")


def newest_published(unit: str = "", field: str = "") -> QuerySet[CaseAnswer]:
    """Published answers, the newest first, of one unit (its code) and about procedures of one field (its slug).

    A procedure that is not online lends its answers no field: nothing here says what a case was about beyond that.
    """
    answers = published_answers().order_by("-sent_at", "-pk")
    if unit:
        answers = answers.filter(responsible_unit__code=unit)
    if field:
        answers = answers.filter(case__procedure__in=_open_procedures().filter(fields__slug=field))
    return answers


def units_that_answered() -> QuerySet[Department]:
    """The units of published answers, by name."""
    return Department.objects.filter(pk__in=published_answers().values("responsible_unit")).order_by("name")


def fields_answered_about() -> QuerySet[Field]:
    """The fields of the procedures that published answers are about, by name."""
    asked = _open_procedures().filter(pk__in=published_answers().values("case__procedure"))
    return Field.objects.filter(pk__in=asked.values("fields")).order_by("name")


def present_published(answers: QuerySet[CaseAnswer]) -> list[PublishedAnswer]:
    """Read answers as they are public, in two queries."""
    rows = list(answers.select_related("case", "case__contact", "responsible_unit"))
    wanted = {row.case.procedure_id for row in rows if row.case.procedure_id}
    open_pages = _open_procedures().filter(pk__in=wanted) if wanted else ()
    pages = {page.pk: page for page in open_pages}
    return [_present(row, pages.get(row.case.procedure_id or 0)) for row in rows]


def _open_procedures() -> ProcedureQuerySet:
    pages: ProcedureQuerySet = ProcedurePage.objects.live().public().for_citizens()
    return pages


def _present(row: CaseAnswer, procedure: ProcedurePage | None) -> PublishedAnswer:
    covered = _cover_for(row.case)
    unit = row.responsible_unit
    return PublishedAnswer(
        pk=row.pk,
        title=_title(row.case.public_content),
        question=row.case.public_content,
        decision=str(row.get_decision_display()),
        text=covered(row.body),
        reason=covered(row.reason),
        legal_basis=row.legal_basis,
        next_step=covered(row.next_step),
        unit=unit.name if unit else "",
        unit_phone=unit.phone if unit else "",
        answered_at=row.sent_at,
        procedure=procedure,
    )


def _title(text: str) -> str:
    """The first sentence, or its beginning."""
    return Truncator(_SENTENCE_END.split(text.strip(), maxsplit=1)[0]).chars(_TITLE_LENGTH)


def _cover_for(case: Case) -> Callable[[str], str]:
    """The answer was written to the sender: the name that the form gave is covered besides numbers and addresses."""
    try:
        name = case.contact.name
    except CaseContact.DoesNotExist:
        name = ""
    return lambda text: cover_personal(cover_name(text, name))
