"""Read a page once and put it into words."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.services.calendar import load_calendar
from core.text import clean_display
from procedures.choices import IN_FORCE, AgencyRole, Channel, OnlineLevel, ReturnMethod, Status
from procedures.models import ProcedureAgency, ProcedurePage, ProcedureStep, PublicationDecision
from procedures.services.presentation.dossier import paper_cases, paper_summary
from procedures.services.presentation.fees import fee_summary, shared_words
from procedures.services.presentation.model import Banner, ProcedureView, Step
from procedures.services.presentation.times import Clock, time_summary
from procedures.services.presentation.ways import offered_channels, ways_of_filing
from procedures.wording import day_words


def present(page: ProcedurePage, now: datetime) -> ProcedureView:
    """The read model of ``page`` as seen at ``now`` (aware).

    Costs the same number of queries however many rows the page has. Works on unsaved pages too (previews): every
    relation is read through the page, never through the rows' own table.
    """
    today = timezone.localtime(now).date()
    department = page.responsible_department
    running = page.is_in_force(today)
    clock = Clock(now, load_calendar(department), running)
    times = [row for row in page.time_limits.all() if row.is_valid_on(today)]
    fees = [row for row in page.fees.all() if row.is_valid_on(today)]
    methods = list(page.submission_methods.all())
    cases = paper_cases(page, today)
    agencies = list(page.agencies.select_related("agency"))
    when, deadline = time_summary(times, clock)
    badge_kind, badge_text = _badge(page, today)
    return ProcedureView(
        code=page.code if page.has_real_code else "",
        title=page.title,
        official_name=_official_name(page),
        badge_kind=badge_kind,
        badge_text=badge_text,
        banner=_banner(page, today),
        summary=page.summary,
        results=tuple(row.name for row in page.results.all()),
        note=page.note,
        time_summary=when,
        fee_summary=fee_summary(fees),
        paper_summary=paper_summary(cases, page.dossier_sets),
        deadline=deadline,
        cases=cases,
        dossier_sets=page.dossier_sets,
        requirements=page.requirements,
        ways=ways_of_filing(methods, times, fees, clock),
        fee_notes=shared_words(fees).notes,
        channels=tuple(str(channel.label) for channel in offered_channels(methods, times, fees)),
        online_level=_online_words(page.online_level),
        portal_url=page.portal_url if running else "",
        is_non_territorial=page.is_non_territorial,
        receiving_addresses=page.receiving_addresses,
        return_methods=_return_methods(page.return_methods),
        steps=tuple(_step(row) for row in page.steps.all()),
        agencies=_agencies(agencies),
        filed_at=filed_at_words(agencies),
        subjects=_names(page.subjects.all()),
        levels=tuple(str(level) for level in page.levels.all()),
        fields=_names(page.fields.all()),
        contact_office=page.contact_office or (department.name if department else ""),
        contact_phone=page.contact_phone or (department.phone if department else ""),
        contact_person=page.contact_person,
        department=department.name if department else "",
        decision=decision_words(page.decision),
        legal_bases=tuple(str(row) for row in page.legal_bases.all()),
        updated_on=timezone.localtime(page.last_published_at).date() if page.last_published_at else None,
        complaint_code=page.code if page.has_real_code else "",
    )


def _official_name(page: ProcedurePage) -> str:
    """The full name on one line, where the short title doesn't already say it."""
    name = clean_display(page.official_name)
    return "" if name == page.title else name


def _names(rows: Iterable[Any]) -> tuple[str, ...]:
    return tuple(row.name for row in rows)


def _badge(page: ProcedurePage, today: date) -> tuple[str, str]:
    if page.is_in_force(today):
        return "ok", _("Đang áp dụng")
    if page.status in {Status.REPLACED, Status.ABOLISHED}:
        return "late", str(page.get_status_display())
    if page.effective_from and page.effective_from > today:
        return "wait", _("Chưa áp dụng")
    return "late", _("Hết áp dụng")


def _banner(page: ProcedurePage, today: date) -> Banner | None:
    """Why nobody should file this now; None for a procedure in force."""
    if page.is_in_force(today):
        return None
    successor = page.replaced_by
    link: dict[str, str] = {}
    if successor is not None and successor.live:
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


def _online_words(level: str) -> str:
    return {
        OnlineLevel.FULL.value: _("Nộp trực tuyến toàn trình, không phải đến quầy."),
        OnlineLevel.PART.value: _("Nộp trực tuyến một phần, có bước phải đến quầy."),
    }.get(level, "")


def _return_methods(values: object) -> tuple[str, ...]:
    known = dict(ReturnMethod.choices)
    chosen = values if isinstance(values, list) else []
    return tuple(str(known[value]) for value in chosen if value in known)


def _step(row: ProcedureStep) -> Step:
    channel = "" if row.channel == Channel.ANY else str(row.get_channel_display())
    return Step(title=row.title, text=row.text, channel=channel)


def _agencies(rows: Iterable[ProcedureAgency]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(role, names) in the order of the roles."""
    grouped: dict[str, list[str]] = {}
    for row in rows:
        grouped.setdefault(row.role, []).append(row.agency.name)
    return tuple(
        (str(role.label), tuple(grouped[role.value])) for role in AgencyRole if role.value in grouped
    )


def filed_at_words(rows: Iterable[ProcedureAgency]) -> str:
    """Who takes the file in: one or two names, or the first and how many others; "" where none is stated."""
    names = [row.agency.name for row in rows if row.role == AgencyRole.IMPLEMENTING]
    if len(names) > 2:
        return _("%(name)s và %(count)s nơi khác") % {"name": names[0], "count": len(names) - 1}
    return ", ".join(names)


def decision_words(decision: PublicationDecision | None) -> str:
    """ "Quyết định 1203/QĐ-UBND ngày 10/6/2026, Ủy ban nhân dân tỉnh"."""
    if decision is None:
        return ""
    number = _("Quyết định %(number)s") % {"number": decision.number}
    if decision.decided_on:
        number = _("%(number)s ngày %(day)s") % {"number": number, "day": day_words(decision.decided_on)}
    return f"{number}, {decision.issuer}"
