"""Approving a decision, and taking the approval back while nothing has been carried out."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.caching import bump_content_version
from core.services.background import enqueue_on_commit
from procedures.models import PublicationDecision
from procedures.services.decisions.carrying import procedure_of
from procedures.services.decisions.planning import plan

LOG_APPROVED = "procedures.decision.approved"
LOG_TAKEN_BACK = "procedures.decision.taken_back"


@transaction.atomic
def approve(decision: PublicationDecision, user: Any, now: datetime) -> None:
    """Let the decision's items be carried out on their day; at once, in the background, where it has come.

    Raises ``ValidationError`` with the plan's errors, among them pages that the user may not publish.
    """
    locked = PublicationDecision.objects.select_for_update().get(pk=decision.pk)
    planned = plan(locked, timezone.localdate(now), user)
    if not planned.may_be_approved:
        raise ValidationError([*planned.errors, *(text for line in planned.lines for text in line.errors)])
    if locked.approved_at is None:
        locked.approved_at, locked.approved_by = now, user
        locked.save(update_fields=["approved_at", "approved_by"])
        log(instance=locked, action=LOG_APPROVED, user=user)
        transaction.on_commit(bump_content_version)
    enqueue_on_commit("procedures.carry_out_decisions")


@transaction.atomic
def take_back(decision: PublicationDecision, user: Any) -> None:
    """Take the approval back. Raises ``ValidationError`` where an item was carried out: that has to be undone.

    Raises ``PermissionDenied`` like ``withdraw_approval``.
    """
    locked = PublicationDecision.objects.select_for_update().get(pk=decision.pk)
    if locked.items.filter(applied_at__isnull=False, undone_at__isnull=True).exists():
        raise ValidationError(_("Quyết định đã được thực hiện. Hãy hoàn tác từng dòng, có ghi lý do."))
    withdraw_approval(locked, user)


@transaction.atomic
def withdraw_approval(decision: PublicationDecision, user: Any) -> None:
    """Nothing more of the decision is carried out before somebody approves it again; what was done stays.

    What others approved for a day is withdrawn only by people who could have approved it: raises
    ``PermissionDenied`` for everybody else.
    """
    require_publisher(decision, user)
    if decision.approved_at is None:
        return
    decision.approved_at = decision.approved_by = None
    decision.save(update_fields=["approved_at", "approved_by"])
    log(instance=decision, action=LOG_TAKEN_BACK, user=user)
    transaction.on_commit(bump_content_version)


def require_publisher(decision: PublicationDecision, user: Any) -> None:
    """Raise ``PermissionDenied`` for a person who may not publish one of the decision's procedures."""
    if not is_publisher(decision, user):
        raise PermissionDenied


def is_publisher(decision: PublicationDecision, user: Any) -> bool:
    """Whether the person may publish every procedure that the decision names."""
    items = decision.items.select_related("procedure")
    pages = [page for page in map(procedure_of, items) if page is not None]
    return all(page.permissions_for_user(user).holds_publication() for page in pages)
