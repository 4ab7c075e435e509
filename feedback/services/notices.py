"""Messages that a case causes, written into the outbox in the transaction that causes them.

They name the code and the dates, never the content: mail is read on shared phones and forwarded.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core.models import Department, User
from core.services.outbox import queue_message
from core.templatetags.vietnamese import weekday_date_year
from feedback.models import Case, CaseContact, ContactChannel

APPROVE = "feedback.approve_answer"


def tell_citizen(case: Case, template: str, **facts: Any) -> bool:
    """Queue a mail to the sender, if there is an address and the sender wants to be told; whether it was queued."""
    contact = CaseContact.objects.filter(case=case).first()
    if contact is None or not contact.email or contact.preferred_channel == ContactChannel.NONE:
        return False
    queue_message(
        channel="email",
        template=template,
        recipient=contact.email,
        payload=_payload(case, reverse("tracking:lookup"), facts),
        related=f"case:{case.pk}",
    )
    return True


def tell_staff(case: Case, recipients: Iterable[str], template: str, **facts: Any) -> int:
    """Queue a mail to each of these addresses; the number queued. Empty addresses are passed over."""
    addresses = sorted(set(filter(None, recipients)))
    for address in addresses:
        queue_message(
            channel="email",
            template=template,
            recipient=address,
            payload=_payload(case, reverse("feedback_cases:case", args=[case.pk]), facts),
            related=f"case:{case.pk}",
        )
    return len(addresses)


def heads_of(department: Department) -> list[str]:
    """The addresses of those who approve answers in this department, else the department's own address."""
    heads = User.objects.with_perm(
        APPROVE, include_superusers=False, backend="django.contrib.auth.backends.ModelBackend"
    ).filter(department=department)
    return [head.email for head in heads if head.email] or [department.email]


def supervisors_of(department: Department) -> list[str]:
    """The addresses of the unit above, or of the one that takes what nobody else takes."""
    above = department.parent or Department.objects.filter(is_fallback=True).first()
    return heads_of(above) if above is not None else []


def written_day(moment: datetime | None) -> str:
    """A moment as a message names it: "thứ Tư 16/12/2026", always in Vietnamese; "" for none."""
    with translation.override("vi"):
        return weekday_date_year(moment)


def _payload(case: Case, path: str, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": case.public_code,
        "url": f"{settings.PUBLIC_BASE_URL}{path}",
        "department": case.owner_department.name,
        "department_phone": case.owner_department.phone,
        "due": written_day(case.due_at),
        **facts,
    }
