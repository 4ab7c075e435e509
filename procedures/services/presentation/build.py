"""Read a page once and put it into words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.services.calendar import load_calendar
from core.text import clean_display
from procedures.choices import AgencyRole, OnlineLevel, ReturnMethod
from procedures.models import ProcedureAgency, ProcedureBundle, ProcedurePage
from procedures.services.presentation.changes import dates_of
from procedures.services.presentation.dated import valid_on
from procedures.services.presentation.dossier import paper_cases, paper_summary
from procedures.services.presentation.fees import fee_summary, shared_words
from procedures.services.presentation.lines import Dates
from procedures.services.presentation.model import ProcedureView, Summary, Together
from procedures.services.presentation.promises import promise_badges
from procedures.services.presentation.status import decision_words, status_badge, status_banner
from procedures.services.presentation.steps import process_lines, step_groups
from procedures.services.presentation.times import Clock, law_due, time_summary
from procedures.services.presentation.ways import offered_channels, ways_of_filing

_NATIONWIDE = frozenset(("province", "commune"))


def present(page: ProcedurePage, now: datetime) -> ProcedureView:
    """The read model of ``page`` as seen at ``now`` (aware).

    Costs the same number of queries however many rows the page has. Works on unsaved pages too (previews): every
    relation is read through the page, never through the rows' own table.
    """
    department = page.responsible_department
    agencies = list(page.agencies.select_related("agency"))
    process, process_total = process_lines(page)
    levels = list(page.levels.all())
    running = page.is_in_force(timezone.localtime(now).date())
    return ProcedureView(
        code=page.code if page.has_real_code else "",
        title=page.title,
        official_name=_official_name(page),
        summary=page.summary,
        results=_names(page.results.all()),
        note=page.note,
        dossier_sets=page.dossier_sets,
        requirements=page.requirements,
        online_level=_online_words(page.online_level),
        portal_url=page.portal_url if running else "",
        territory=_territory_words(page, {level.code for level in levels}),
        receiving_addresses=page.receiving_addresses,
        return_methods=_return_methods(page.return_methods),
        step_groups=step_groups(page.steps.all(), (page.title, page.official_name)),
        on_the_spot=page.on_the_spot,
        promises=promise_badges([page.pk], now).get(page.pk, ()) if running else (),
        process=process,
        process_total=process_total,
        bundles=_bundles(page),
        life_events=_life_events(page),
        agencies=_agencies(agencies),
        filed_at=_filed_at(agencies),
        subjects=_names(page.subjects.all()),
        levels=tuple(str(level) for level in levels),
        fields=_names(page.fields.all()),
        contact_office=page.contact_office or (department.name if department else ""),
        contact_phone=page.contact_phone or (department.phone if department else ""),
        contact_person=page.contact_person,
        department=department.name if department else "",
        decision=decision_words(page.decision),
        decision_id=page.decision_id,
        legal_bases=tuple(str(row) for row in page.legal_bases.all()),
        updated_on=timezone.localtime(page.last_published_at).date() if page.last_published_at else None,
        complaint_code=page.code if page.has_real_code else "",
        **_today(page, Clock(now, load_calendar(department), running)),
    )


def _today(page: ProcedurePage, clock: Clock) -> dict[str, Any]:
    """What depends on the day: status, papers, fees, time limits."""
    times, fees = list(page.time_limits.all()), list(page.fees.all())
    methods = list(page.submission_methods.all())
    cases = paper_cases(page, clock.today)
    when, deadline = time_summary(times, clock)
    dates = dates_of(fees, times, clock.today)
    badge_kind, badge_text = status_badge(page, clock.today)
    return {
        "badge_kind": badge_kind,
        "badge_text": badge_text,
        "banner": status_banner(page, clock.today),
        "time_summary": when,
        "fee_summary": _with_change(fee_summary(fees, clock.today), dates),
        "paper_summary": paper_summary(cases, page.dossier_sets),
        "deadline": deadline,
        "law_due": law_due(times, clock),
        "cases": cases,
        "ways": ways_of_filing(methods, times, fees, clock),
        "fee_notes": shared_words(valid_on(fees, clock.today)).notes,
        "dates": dates,
        "channels": tuple(str(channel.label) for channel in offered_channels(methods, times, fees)),
    }


def _with_change(summary: Summary, dates: Dates) -> Summary:
    """The fee on top, with the way to what will change."""
    if not dates.fee_changes:
        return summary
    return replace(summary, url="#sap-thay-doi", link=_("sắp thay đổi"))


def _bundles(page: ProcedurePage) -> tuple[Together, ...]:
    """The bundles that this procedure is part of, or that it does in one go."""
    mine = Q(steps__procedure_id__in=[page.pk]) | Q(one_go_id__in=[page.pk])
    rows = ProcedureBundle.objects.filter(mine).distinct() if page.pk else ()
    return tuple(
        Together(row.name, reverse("procedures:bundle", kwargs={"slug": row.slug}), row.summary)
        for row in rows
    )


def _life_events(page: ProcedurePage) -> tuple[Together, ...]:
    return tuple(
        Together(row.name, reverse("procedures:life_event", kwargs={"slug": row.slug}), row.summary)
        for row in page.life_events.all()
    )


def _territory_words(page: ProcedurePage, levels: set[str]) -> str:
    """Whether the home commune matters. Where the source doesn't say, that is said: it is no "home commune only"."""
    if page.is_non_territorial:
        return _("Nộp ở nơi tiếp nhận nào cũng được, không phải về nơi cư trú.")
    text = _("Trang này chưa ghi có phải nộp ở nơi cư trú hay không.")
    if levels & _NATIONWIDE:
        text += " " + _(
            "Bộ phận Một cửa trong tỉnh tiếp nhận hồ sơ không phụ thuộc địa giới hành chính "
            "(Nghị định 118/2025/NĐ-CP, Điều 14); bạn gọi hỏi trước cho chắc."
        )
    return text


def _official_name(page: ProcedurePage) -> str:
    """The full name on one line, where the short title doesn't already say it."""
    name = clean_display(page.official_name)
    return "" if name == page.title else name


def _names(rows: Iterable[Any]) -> tuple[str, ...]:
    return tuple(row.name for row in rows)


def _online_words(level: str) -> str:
    return {
        OnlineLevel.FULL.value: _("Nộp trực tuyến toàn trình, không phải đến quầy."),
        OnlineLevel.PART.value: _("Nộp trực tuyến một phần, có bước phải đến quầy."),
    }.get(level, "")


def _return_methods(values: object) -> tuple[str, ...]:
    known = dict(ReturnMethod.choices)
    chosen = values if isinstance(values, list) else []
    return tuple(str(known[value]) for value in chosen if value in known)


def _agencies(rows: Sequence[ProcedureAgency]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(role, names) in the order of the roles."""
    grouped: dict[str, list[str]] = {}
    for row in rows:
        grouped.setdefault(row.role, []).append(row.agency.name)
    return tuple(
        (str(role.label), tuple(grouped[role.value])) for role in AgencyRole if role.value in grouped
    )


def _filed_at(rows: Sequence[ProcedureAgency]) -> str:
    return filed_at_words([row.agency.name for row in rows if row.role == AgencyRole.IMPLEMENTING])


def filed_at_words(names: Sequence[str]) -> str:
    """Who takes the file in, of the implementing agencies' names: one or two of them, or one and how many others."""
    if len(names) > 2:
        return _("%(name)s và %(count)s nơi khác") % {"name": names[0], "count": len(names) - 1}
    return ", ".join(names)
