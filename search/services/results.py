"""Everything the results page shows, put together: what the template gets and needs no rules for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.models import SiteIdentity
from search.engines.base import Match
from search.parameters import MAX_PAGE, PAGE_SIZE, SearchRequest
from search.services.facets import Facet, FacetOption, field_options, present_facets
from search.services.hits import Hit, present_hits
from search.services.querying import Answer, answer
from search.services.zero_hits import count_zero_hit
from search.understanding import Expansion, Intent, Repair

_BROWSED_FIELDS: Final = 12
_INTENTS: Final = {
    Intent.FEES: gettext_lazy("phí, lệ phí"),
    Intent.TIME: gettext_lazy("thời hạn giải quyết"),
    Intent.DOSSIER: gettext_lazy("giấy tờ cần có"),
    Intent.PLACE: gettext_lazy("nơi nộp"),
    Intent.FORMS: gettext_lazy("mẫu đơn, tờ khai"),
}


@dataclass(frozen=True, slots=True)
class Results:
    """The results page. `fields` are offered where there is nothing to list, or nothing was asked yet."""

    text: str
    hits: tuple[Hit, ...]
    total: int
    page: Page[Any]
    facets: tuple[Facet, ...]
    expansions: tuple[Expansion, ...]
    repairs: tuple[Repair, ...]
    intents: tuple[str, ...]
    fields: tuple[FacetOption, ...]
    popular: tuple[Hit, ...]
    is_browsing: bool
    is_near: bool
    is_degraded: bool
    is_literal: bool
    page_query: str
    literal_query: str
    plain_query: str
    unfiltered_query: str
    hotline: str

    @property
    def selected_count(self) -> int:
        return sum(len(facet.selected) for facet in self.facets)


class _Counted(list[None]):
    """Stands in for results that are not in memory: a paginator only needs their number."""

    def __init__(self, total: int) -> None:
        self._total = total

    def __len__(self) -> int:
        return self._total


def results_for(request: SearchRequest, now: datetime, http_request: HttpRequest | None = None) -> Results:
    """Answer a request and hydrate one page of it. A page behind the last shows the last."""
    today = timezone.localtime(now).date()
    found = answer(request, today)
    last = max(1, min(-(-found.total // PAGE_SIZE), MAX_PAGE))
    if request.page > last:
        request = SearchRequest(request.text, request.filters, last, request.literal)
        found = answer(request, today)
    if request.text and not request.filters and not found.total and not found.degraded:
        count_zero_hit(request.text, today)
    help_answer = _browse(found, request, today)
    paginator = Paginator(_Counted(min(found.total, MAX_PAGE * PAGE_SIZE)), PAGE_SIZE)
    understanding = found.understanding
    return Results(
        text=request.text,
        hits=present_hits(found.ids, understanding.marks, now, http_request),
        total=found.total,
        page=paginator.page(request.page),
        facets=present_facets(found.facets, request.filters),
        expansions=understanding.expansions,
        repairs=understanding.repairs,
        intents=tuple(str(_INTENTS[intent]) for intent in understanding.intents),
        fields=field_options(help_answer.facets.get("field", {}), _BROWSED_FIELDS) if help_answer else (),
        popular=present_hits(help_answer.ids[:6], {}, now, http_request)
        if help_answer and not found.total
        else (),
        is_browsing=not request.text,
        is_near=found.match is Match.NEAR,
        is_degraded=found.degraded,
        is_literal=request.literal,
        page_query=request.query_string(),
        literal_query=request.query_string(filters=False, literal=True),
        plain_query=request.query_string(filters=False, literal=False),
        unfiltered_query=request.query_string(filters=False),
        hotline=_hotline(http_request),
    )


def _browse(found: Answer, request: SearchRequest, today: Any) -> Answer | None:
    """What can be browsed instead: for an empty request the answer itself, for one without hits a second look."""
    if request.is_empty:
        return found
    return answer(SearchRequest(), today) if not found.total else None


def _hotline(http_request: HttpRequest | None) -> str:
    if http_request is None:
        return ""
    identity = SiteIdentity.for_request(http_request)
    return str(identity.hotline)
