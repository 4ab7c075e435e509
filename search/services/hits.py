"""From hits to what the results page shows of each procedure, in the same number of queries for any hits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Final, Protocol, TypeVar

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import Level
from core.services.calendar import calendar_of
from procedures.choices import AgencyRole, OnlineLevel
from procedures.models import DossierCase, Fee, ProcedureAgency, ProcedurePage, SubmissionMethod, TimeLimit
from procedures.services.presentation.build import filed_at_words
from procedures.services.presentation.dossier import cases_in_words, items_with_forms
from procedures.services.presentation.fees import fee_summary
from procedures.services.presentation.model import PromiseBadge, Summary
from procedures.services.presentation.promises import promise_badges
from procedures.services.presentation.times import Clock, time_summary
from search.everyday_words import Intent
from search.families import by_matter
from search.highlighting import Segment, highlight
from search.services.answering import Facts, SectionAnswer, section_answers
from search.services.documents import searchable
from search.understanding import Marks


@dataclass(frozen=True, slots=True)
class Hit:
    """One procedure among the results. Texts with marks are segments; `fee` and `time` are facts as of now.

    `answers` say what was asked about; `elsewhere` are the same matter's procedures at other levels.
    """

    url: str
    code: str
    name: str
    title: tuple[Segment, ...]
    summary: tuple[Segment, ...]
    agency: str
    level_codes: tuple[str, ...]
    levels: str
    fee: Summary
    time: Summary
    online: str
    on_the_spot: bool
    promises: tuple[PromiseBadge, ...]
    answers: tuple[SectionAnswer, ...] = ()
    elsewhere: tuple[Hit, ...] = ()

    @property
    def says_fee(self) -> bool:
        """Whether the fee is among the answers, so that it need not be said again."""
        return any(answer.intent == Intent.FEES for answer in self.answers)

    @property
    def says_time(self) -> bool:
        return any(answer.intent == Intent.TIME for answer in self.answers)

    @property
    def says_place(self) -> bool:
        return any(answer.intent == Intent.PLACE for answer in self.answers)


@dataclass(frozen=True, slots=True)
class NamedHit:
    """One procedure where only its name is shown, and who takes the file in."""

    url: str
    name: str
    agency: str


class _PageRow(Protocol):
    page_id: int


_Row = TypeVar("_Row", bound=_PageRow)
# What a hit shows of the page itself, and what its address and its calendar are found by.
_COLUMNS: Final = (
    "code",
    "title",
    "summary",
    "online_level",
    "on_the_spot",
    "is_non_territorial",
    "receiving_addresses",
    "responsible_department_id",
    "url_path",
)
_ONLINE: Final = {
    OnlineLevel.FULL.value: gettext_lazy("Trực tuyến toàn trình"),
    OnlineLevel.PART.value: gettext_lazy("Trực tuyến một phần"),
}


def present_hits(
    ids: Sequence[int],
    now: datetime,
    request: HttpRequest | None = None,
    *,
    marks: Marks | None = None,
    intents: Sequence[Intent] = (),
) -> tuple[Hit, ...]:
    """The procedures in the order of `ids`. One that citizens may no longer see is left out."""
    pages = _pages(ids, timezone.localdate(now), _COLUMNS)
    if not pages:
        return ()
    rows = _Rows(pages, now, intents)
    return tuple(
        _hit(pages[identity], rows, now, request, marks or {}, intents)
        for identity in ids
        if identity in pages
    )


def name_hits(ids: Sequence[int], today: date, request: HttpRequest | None = None) -> tuple[NamedHit, ...]:
    """The procedures in the order of `ids`, by their names. One that citizens may no longer see is left out."""
    pages = _pages(ids, today, ("title", "url_path"))
    filed_at = _filed_at(pages) if pages else {}
    return tuple(
        NamedHit(pages[identity].get_url(request) or "", pages[identity].title, filed_at.get(identity, ""))
        for identity in ids
        if identity in pages
    )


def _pages(ids: Sequence[int], today: date, columns: Sequence[str]) -> Mapping[int, ProcedurePage]:
    if not ids:
        return {}
    return {page.pk: page for page in searchable(today).filter(pk__in=ids).only(*columns)}


def grouped(hits: Sequence[Hit], chosen_levels: Sequence[str] = ()) -> tuple[Hit, ...]:
    """Hits of one matter at several levels as one, the nearest level first, the others in its `elsewhere`."""
    groups = by_matter([(hit, hit.name, hit.level_codes) for hit in hits], chosen_levels)
    return tuple(replace(first, elsewhere=tuple(others)) for first, *others in groups)


class _Rows:
    """What belongs to a page of hits, read once and kept by page. Papers and ways only where they are asked about."""

    def __init__(self, pages: Mapping[int, ProcedurePage], now: datetime, intents: Sequence[Intent]) -> None:
        self.fees = _by_page(Fee.objects.filter(page_id__in=pages))
        self.times = _by_page(TimeLimit.objects.filter(page_id__in=pages))
        self.promises = promise_badges(pages, now)
        self.filed_at = _filed_at(pages)
        self.clock = cache(lambda department_id: Clock(now, calendar_of(department_id)))
        self.levels = _levels(pages)
        self.methods: Mapping[int, Sequence[SubmissionMethod]] = {}
        self.cases: Mapping[int, Sequence[DossierCase]] = {}
        if {Intent.FEES, Intent.TIME}.intersection(intents):
            self.methods = _by_page(SubmissionMethod.objects.filter(page_id__in=pages))
        if {Intent.DOSSIER, Intent.FORMS}.intersection(intents):
            papers = Prefetch("items", items_with_forms())
            self.cases = _by_page(DossierCase.objects.filter(page_id__in=pages).prefetch_related(papers))


def _hit(
    page: ProcedurePage,
    rows: _Rows,
    now: datetime,
    request: HttpRequest | None,
    marks: Marks,
    intents: Sequence[Intent],
) -> Hit:
    facts = Facts(
        page=page,
        url=page.get_url(request) or "",
        clock=rows.clock(page.responsible_department_id),
        fees=rows.fees.get(page.pk, ()),
        times=rows.times.get(page.pk, ()),
        methods=rows.methods.get(page.pk, ()),
        filed_at=rows.filed_at.get(page.pk, ""),
        cases=cases_in_words(rows.cases.get(page.pk, ())),
    )
    levels = rows.levels.get(page.pk, ())
    return Hit(
        url=facts.url,
        code=page.code if page.has_real_code else "",
        name=page.title,
        title=highlight(page.title, marks),
        summary=highlight(page.summary, marks),
        agency=facts.filed_at,
        level_codes=tuple(code for code, _name in levels),
        levels=", ".join(name for _code, name in levels),
        fee=fee_summary(facts.fees, facts.clock.today),
        time=time_summary(facts.times, facts.clock)[0],
        online=_online(page.online_level),
        on_the_spot=page.on_the_spot,
        promises=rows.promises.get(page.pk, ()),
        answers=section_answers(facts, intents),
    )


def _by_page(rows: Iterable[_Row]) -> Mapping[int, Sequence[_Row]]:
    by_page: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        by_page[row.page_id].append(row)
    return by_page


def _filed_at(pages: Mapping[int, ProcedurePage]) -> Mapping[int, str]:
    """Who takes the file in, of each page for which it is stated."""
    rows = ProcedureAgency.objects.filter(page_id__in=pages, role=AgencyRole.IMPLEMENTING)
    names: dict[int, list[str]] = defaultdict(list)
    for page_id, name in rows.order_by("sort_order", "pk").values_list("page_id", "agency__name"):
        names[page_id].append(name)
    return {page_id: filed_at_words(of_page) for page_id, of_page in names.items()}


def _levels(pages: Mapping[int, ProcedurePage]) -> Mapping[int, Sequence[tuple[str, str]]]:
    """Code and name of each page's levels."""
    rows = Level.objects.filter(procedures__in=pages).order_by("order", "code")
    by_page: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for page_id, code, name in rows.values_list("procedures", "code", "name"):
        by_page[page_id].append((code, _(name)))
    return by_page


def _online(level: str) -> str:
    return str(_ONLINE.get(level, ""))
