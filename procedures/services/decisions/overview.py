"""Decisions in a list: what became of their items."""

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from procedures.models import PublicationDecision


def with_states(decisions: QuerySet[PublicationDecision]) -> QuerySet[PublicationDecision]:
    """Add the numbers of items, of those done and of those that something is in the way of; the newest first."""
    return decisions.annotate(
        item_count=Count("items", filter=Q(items__undone_at__isnull=True), distinct=True),
        done_count=Count(
            "items", filter=Q(items__undone_at__isnull=True, items__applied_at__isnull=False), distinct=True
        ),
        problem_count=Count(
            "items", filter=Q(items__undone_at__isnull=True) & ~Q(items__problem=""), distinct=True
        ),
    ).order_by(F("decided_on").desc(nulls_last=True), "-pk")


def state_words(decision: PublicationDecision) -> str:
    """ "Chờ duyệt, 3 dòng", "Đã thực hiện 2/3 dòng, 1 dòng vướng". For rows of ``with_states``."""
    items, done, problems = (
        getattr(decision, name, 0) for name in ("item_count", "done_count", "problem_count")
    )
    if not items:
        return "–"
    if done:
        text = _("Đã thực hiện %(done)s/%(items)s dòng") % {"done": done, "items": items}
    elif decision.approved_at is None:
        return _("Chờ duyệt, %(items)s dòng") % {"items": items}
    else:
        text = _("Đã duyệt, %(items)s dòng chờ đến ngày") % {"items": items}
    return text + (_(", %(problems)s dòng vướng") % {"problems": problems} if problems else "")
