"""Whether a procedure applies, by which decision, and what applies instead."""

from datetime import date

from django.utils.translation import gettext as _

from procedures.choices import IN_FORCE, Status
from procedures.models import ProcedurePage, PublicationDecision
from procedures.services.lookup import present_successor
from procedures.services.presentation.model import Banner
from procedures.wording import day_words


def status_badge(page: ProcedurePage, today: date) -> tuple[str, str]:
    """Kind and words of the badge beside the name."""
    if page.is_in_force(today):
        return "ok", _("Đang áp dụng")
    if page.status in {Status.REPLACED, Status.ABOLISHED}:
        return "late", str(page.get_status_display())
    if page.effective_from and page.effective_from > today:
        return "wait", _("Chưa áp dụng")
    return "late", _("Hết áp dụng")


def status_banner(page: ProcedurePage, today: date) -> Banner | None:
    """Why nobody should file this now; None for a procedure in force."""
    if page.is_in_force(today):
        return None
    successor = present_successor(page, today)
    link: dict[str, str] = {}
    if successor is not None:
        link = {"successor_title": successor.title, "successor_url": successor.url or ""}
    if page.effective_from and page.effective_from > today and page.status in IN_FORCE:
        text = _("Thủ tục này áp dụng từ %(day)s.") % {"day": day_words(page.effective_from)}
        return Banner(text, **link)
    text = {
        Status.REPLACED.value: _("Thủ tục này đã được thay thế."),
        Status.ABOLISHED.value: _("Thủ tục này đã bị bãi bỏ."),
    }.get(page.status, _("Thủ tục này không còn áp dụng."))
    if page.effective_to:
        text += " " + _("Áp dụng đến hết ngày %(day)s.") % {"day": day_words(page.effective_to)}
    return Banner(text, **link)


def decision_words(decision: PublicationDecision | None) -> str:
    """ "Quyết định 1203/QĐ-UBND ngày 10/6/2026, Ủy ban nhân dân tỉnh"."""
    if decision is None:
        return ""
    number = _("Quyết định %(number)s") % {"number": decision.number}
    if decision.decided_on:
        number = _("%(number)s ngày %(day)s") % {"number": number, "day": day_words(decision.decided_on)}
    return f"{number}, {decision.issuer}"
