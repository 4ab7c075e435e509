"""Pages that lead to several procedures: a life event, procedures that go together, a service promise.

Each costs the same number of queries however many procedures it names.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import fold
from procedures.models import (
    LifeEvent,
    ProcedureBundle,
    ProcedurePage,
    ProcedureQuerySet,
    ServicePromise,
)
from procedures.promise_days import PromiseState, Today
from procedures.services.presentation import Brief, briefs
from procedures.services.presentation.dossier import (
    cases_in_words,
    items_with_files,
    paper_counts,
    paper_summary,
    span_words,
)
from procedures.services.presentation.model import PaperCase, Summary, Together
from procedures.services.presentation.promises import promise_state, promise_words, when_words
from procedures.services.presentation.status import status_badge
from procedures.wording import validity_words


@dataclass(frozen=True)
class LandingRow:
    """One procedure: what it gives, what it asks today. ``note``: when and why it comes at this place.

    ``status``: (kind, words) of a badge where it doesn't apply today, else empty.
    """

    title: str
    url: str
    code: str
    gives: str
    note: str
    brief: Brief
    papers: Summary
    status: tuple[str, str] | None = None


@dataclass(frozen=True)
class RowGroup:
    """Procedures under one heading. ``steps``: in this order, or all at once by ``one_go`` where there is one."""

    rows: tuple[LandingRow, ...]
    title: str = ""
    url: str = ""
    summary: str = ""
    steps: bool = False
    one_go: LandingRow | None = None


@dataclass(frozen=True)
class LifeEventView:
    """A life event's page."""

    title: str
    summary: str
    introduction: str
    groups: tuple[RowGroup, ...]
    total: int


@dataclass(frozen=True)
class BundleView:
    """A bundle's page. ``one_go``: the procedure that does all of it with one file; ``papers``: of all steps."""

    title: str
    summary: str
    text: str
    one_go: LandingRow | None
    rows: tuple[LandingRow, ...]
    papers: Summary
    event: Together | None


@dataclass(frozen=True)
class PromiseView:
    """A service promise's page. ``upcoming``: the next days it holds; ``kind``: how today's words are set off."""

    title: str
    summary: str
    kind: str
    today: str
    when: str
    place: str
    validity: str
    legal_basis: str
    department: str
    upcoming: tuple[date, ...]
    rows: tuple[LandingRow, ...]


def life_event_view(event: LifeEvent, now: datetime) -> LifeEventView:
    """The procedures of ``event`` that apply today: bundle by bundle in their order, then the others by name."""
    today = timezone.localtime(now).date()
    rows = _shown().in_force(today).filter(life_events=event).order_by("title")
    pages = {page.pk: page for page in rows}
    bundles = list(event.bundles.prefetch_related("steps"))
    shown = _landing_rows(list(pages.values()), now)
    groups, left = [], dict(shown)
    for bundle in bundles:
        steps = [step for step in bundle.steps.all() if step.procedure_id in left]
        own = tuple(replace(left.pop(step.procedure_id), note=step.note) for step in steps)
        one_go = left.pop(bundle.one_go_id, None)
        url = reverse("procedures:bundle", kwargs={"slug": bundle.slug})
        if own or one_go:
            groups.append(RowGroup(own, bundle.name, url, bundle.summary, steps=True, one_go=one_go))
    if left:
        groups.append(RowGroup(tuple(left.values()), _("Thủ tục khác") if groups else ""))
    return LifeEventView(event.name, event.summary, event.introduction, tuple(groups), len(shown))


def bundle_view(bundle: ProcedureBundle, now: datetime) -> BundleView:
    """The procedures of ``bundle`` in order. One that doesn't apply any more stays and says so."""
    steps = list(
        bundle.steps.filter(procedure__in=_shown()).select_related("procedure").order_by("sort_order")
    )
    one_go = _shown().filter(pk=bundle.one_go_id).first()
    pages = [step.procedure for step in steps] + ([one_go] if one_go else [])
    shown = _landing_rows(pages, now)
    event = bundle.life_event
    return BundleView(
        title=bundle.name,
        summary=bundle.summary,
        text=bundle.text,
        one_go=shown[one_go.pk] if one_go else None,
        rows=tuple(replace(shown[step.procedure_id], note=step.note) for step in steps),
        papers=_all_papers([step.procedure for step in steps], timezone.localtime(now).date()),
        event=Together(event.name, reverse("procedures:life_event", kwargs={"slug": event.slug}))
        if event
        else None,
    )


def promise_view(promise: ServicePromise, now: datetime) -> PromiseView:
    """``promise`` at ``now``: what it is today, and the days to come."""
    today = timezone.localtime(now).date()
    at: PromiseState = promise_state(promise, now)
    pages = list(_shown().in_force(today).filter(service_promises=promise).order_by("title"))
    return PromiseView(
        title=promise.name,
        summary=promise.summary,
        kind={Today.HOLDS: "ok", Today.HOLIDAY: "wait", Today.CLOSED: "wait"}.get(at.today, "tint"),
        today=promise_words(promise, at),
        when=when_words(promise.weekdays),
        place=promise.place,
        validity=validity_words(promise.valid_from, promise.valid_to),
        legal_basis=promise.legal_basis,
        department=promise.department.name if promise.department else "",
        upcoming=at.upcoming,
        rows=tuple(_landing_rows(pages, now).values()),
    )


def _shown() -> ProcedureQuerySet:
    pages: ProcedureQuerySet = ProcedurePage.objects.live().public().for_citizens()
    return pages


def _landing_rows(pages: Sequence[ProcedurePage], now: datetime) -> dict[int, LandingRow]:
    """The rows by primary key, in the order given."""
    today = timezone.localtime(now).date()
    prefetch_related_objects(list(pages), "results", Prefetch("dossier_cases__items", items_with_files()))
    facts = briefs(pages, now)
    return {page.pk: _row(page, facts[page.pk], today) for page in pages}


def _row(page: ProcedurePage, brief: Brief, today: date) -> LandingRow:
    return LandingRow(
        title=page.title,
        url=page.url or "",
        code=page.code if page.has_real_code else "",
        gives=page.summary or "; ".join(row.name for row in page.results.all()),
        note="",
        brief=brief,
        papers=paper_summary(_cases(page, today), page.dossier_sets),
        status=None if page.is_in_force(today) else status_badge(page, today),
    )


def _cases(page: ProcedurePage, today: date) -> tuple[PaperCase, ...]:
    return cases_in_words(page.dossier_cases.all(), today)


def _all_papers(pages: Sequence[ProcedurePage], today: date) -> Summary:
    """The papers of all of them together, and those that several ask for. ``pages`` come with their papers."""
    label = _("Giấy tờ của cả nhóm")
    cases = [_cases(page, today) for page in pages]
    counts = [count for count in map(paper_counts, cases) if count is not None]
    if not counts:
        return Summary(label, _("Chưa công bố"), known=False)
    value = span_words(sum(low for low, _high in counts), sum(high for _low, high in counts))
    return Summary(label, value, _papers_note(cases, len(cases) - len(counts)))


def _papers_note(cases: Sequence[Sequence[PaperCase]], unknown: int) -> str:
    """Papers that several procedures ask for, and how many procedures publish none."""
    asked = Counter(fold(name) for own in cases for name in _handed_in(own))
    names = {fold(name): name for own in cases for name in _handed_in(own)}
    shared = [names[key] for key, count in asked.items() if count > 1]
    parts = []
    if shared:
        text = ngettext("%(names)s: nhiều thủ tục cùng cần", "%(names)s: nhiều thủ tục cùng cần", len(shared))
        parts.append(text % {"names": ", ".join(shared)})
    if unknown:
        text = ngettext(
            "%(count)d thủ tục chưa công bố giấy tờ", "%(count)d thủ tục chưa công bố giấy tờ", unknown
        )
        parts.append(text % {"count": unknown})
    return "; ".join(parts)


def _handed_in(cases: Sequence[PaperCase]) -> set[str]:
    return {paper.name for case in cases for paper in case.papers if not paper.shown_only}
