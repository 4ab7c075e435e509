"""From hits to what the results page shows of each procedure, in the same number of queries for any hits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import Level
from core.services.calendar import load_calendar
from procedures.choices import OnlineLevel
from procedures.models import Fee, ProcedureAgency, ProcedurePage, TimeLimit
from procedures.services.presentation import filed_at_words
from procedures.services.presentation.fees import fee_summary
from procedures.services.presentation.model import PromiseBadge, Summary
from procedures.services.presentation.promises import promise_badges
from procedures.services.presentation.times import Clock, time_summary
from search.highlighting import Segment, highlight
from search.services.documents import searchable
from search.understanding import Marks


@dataclass(frozen=True, slots=True)
class Hit:
    """One procedure among the results. Texts with marks are segments; `fee` and `time` are facts as of now."""

    url: str
    code: str
    title: tuple[Segment, ...]
    summary: tuple[Segment, ...]
    agency: str
    levels: str
    fee: Summary
    time: Summary
    online: str
    on_the_spot: bool
    promises: tuple[PromiseBadge, ...]


class _PageRow(Protocol):
    page_id: int


_Row = TypeVar("_Row", bound=_PageRow)


def present_hits(
    ids: Sequence[int], marks: Marks, now: datetime, request: HttpRequest | None = None
) -> tuple[Hit, ...]:
    """The procedures in the order of `ids`. One that citizens may no longer see is left out."""
    today = timezone.localtime(now).date()
    pages = {
        page.pk: page
        for page in searchable(today).filter(pk__in=ids).select_related("responsible_department")
    }
    fees = _by_page(Fee.objects.filter(page_id__in=pages))
    times = _by_page(TimeLimit.objects.filter(page_id__in=pages))
    promises = promise_badges(pages, now)
    agencies = _by_page(ProcedureAgency.objects.filter(page_id__in=pages).select_related("agency"))
    levels = _levels(pages)
    shown = []
    for page in (pages[identity] for identity in ids if identity in pages):
        clock = Clock(now, load_calendar(page.responsible_department))
        shown.append(
            Hit(
                url=page.get_url(request) or "",
                code=page.code if page.has_real_code else "",
                title=highlight(page.title, marks),
                summary=highlight(page.summary, marks),
                agency=filed_at_words(agencies.get(page.pk, ())),
                levels=", ".join(levels.get(page.pk, ())),
                fee=fee_summary(fees.get(page.pk, ()), today),
                time=time_summary(times.get(page.pk, ()), clock)[0],
                online=_online(page.online_level),
                on_the_spot=page.on_the_spot,
                promises=promises.get(page.pk, ()),
            )
        )
    return tuple(shown)


def _by_page(rows: Iterable[_Row]) -> Mapping[int, Sequence[_Row]]:
    by_page: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        by_page[row.page_id].append(row)
    return by_page


def _levels(pages: Mapping[int, ProcedurePage]) -> Mapping[int, Sequence[str]]:
    rows = (
        Level.objects.filter(procedures__in=pages).values_list("procedures", "name").order_by("order", "code")
    )
    by_page: dict[int, list[str]] = defaultdict(list)
    for page_id, name in rows:
        by_page[page_id].append(_(name))
    return by_page


def _online(level: str) -> str:
    return {
        OnlineLevel.FULL.value: _("Trực tuyến toàn trình"),
        OnlineLevel.PART.value: _("Trực tuyến một phần"),
    }.get(level, "")
