"""Everything the results page shows, put together: what the template gets and needs no rules for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.core.paginator import Page
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from search.confidence import UNSURE
from search.engines.base import Match
from search.everyday_words import Intent
from search.families import LEAST_MEMBERS, Family, family_of
from search.highlighting import Segment
from search.language import Outside
from search.parameters import SearchRequest
from search.services.facets import Facet, FacetOption, field_options, present_facets
from search.services.hits import Hit, NamedHit, grouped, name_hits, present_hits
from search.services.narrowing import Limit, OrderLink, present_limits, present_orders
from search.services.paging import last_page, pages_of
from search.services.popular import most_chosen, popular_words
from search.services.querying import Answer, answer
from search.services.zero_hits import count_unsure, count_zero_hit
from search.understanding import Repair, Understanding

_BROWSED_FIELDS: Final = 12
_POPULAR: Final = 6
_MOST_READINGS: Final = 3
_INTENTS: Final = {
    Intent.FEES: gettext_lazy("phí, lệ phí"),
    Intent.TIME: gettext_lazy("thời hạn giải quyết"),
    Intent.DOSSIER: gettext_lazy("giấy tờ cần có"),
    Intent.PLACE: gettext_lazy("nơi nộp"),
    Intent.FORMS: gettext_lazy("mẫu đơn, tờ khai"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Words as typed, and the official words, any of which they may stand for."""

    typed: str
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of a family: its page and its name, marked where it differs from the others."""

    url: str
    code: str
    title: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """Kinds of one thing to choose from. `is_decided`: the words typed say already which, and it is the first hit."""

    shared: str
    choices: tuple[Choice, ...]
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Results:
    """The results page. `fields` are offered where there is nothing to list, or nothing was asked yet."""

    request: SearchRequest
    understanding: Understanding
    hits: tuple[Hit, ...]
    total: int
    page: Page[Any]
    facets: tuple[Facet, ...]
    limits: tuple[Limit, ...]
    orders: tuple[OrderLink, ...]
    fields: tuple[FacetOption, ...]
    popular: tuple[NamedHit, ...]
    popular_words: tuple[str, ...]
    family: ChoiceList | None
    is_near: bool
    is_unsure: bool
    is_degraded: bool

    @property
    def text(self) -> str:
        return self.request.text

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What was read into the words: what is to be done, then what it is about."""
        added: dict[str, list[str]] = {}
        understanding = self.understanding
        for expansion in (*understanding.verbs, *understanding.expansions, *understanding.learned):
            added.setdefault(expansion.typed, []).append(expansion.added)
        return tuple(Reading(typed, tuple(words[:_MOST_READINGS])) for typed, words in added.items())

    @property
    def repairs(self) -> tuple[Repair, ...]:
        return self.understanding.repairs

    @property
    def intents(self) -> tuple[str, ...]:
        return tuple(str(_INTENTS[intent]) for intent in self.understanding.intents)

    @property
    def outside(self) -> Outside | None:
        return self.understanding.outside

    @property
    def is_browsing(self) -> bool:
        return not self.request.text

    @property
    def groups_first(self) -> bool:
        """Whether guides, answers and places that hold all words stand above procedures that may all be wrong."""
        return self.is_near or self.is_unsure

    @property
    def page_query(self) -> str:
        return self.request.query_string

    @property
    def literal_query(self) -> str:
        return self.request.literally(True).query_string

    @property
    def plain_query(self) -> str:
        return self.request.literally(False).query_string

    @property
    def unfiltered_query(self) -> str:
        return self.request.unfiltered().query_string

    @property
    def can_compare(self) -> bool:
        """Whether two procedures stand here that can be put side by side."""
        return len([hit for hit in self.hits if hit.code]) > 1


def results_for(request: SearchRequest, now: datetime, http_request: HttpRequest | None = None) -> Results:
    """Answer a request and hydrate one page of it. A page behind the last shows the last."""
    today = timezone.localtime(now).date()
    found = answer(request, today)
    if request.page > last_page(found.total):
        request = request.on_page(last_page(found.total))
        found = answer(request, today)
    is_unsure = bool(found.total) and not found.degraded and found.confidence < UNSURE
    _count_unanswered(request, found, is_unsure, today)
    help_answer = _browse(found, request, today)
    understanding = found.understanding
    hits = present_hits(
        found.ids, now, http_request, marks=understanding.marks, intents=understanding.intents
    )
    hits = grouped(hits, request.filters.get("level", ()))
    popular = help_answer.ids[:_POPULAR] if help_answer and not found.total else ()
    if request.is_empty and found.total:
        popular = most_chosen(today, _POPULAR)
    return Results(
        request=request,
        understanding=understanding,
        hits=hits,
        total=found.total,
        page=pages_of(found.total).page(request.page),
        facets=present_facets(found.facets, request.filters),
        limits=() if found.degraded else present_limits(request.at_most),
        orders=() if found.degraded else present_orders(request),
        fields=field_options(help_answer.facets.get("field", {}), _BROWSED_FIELDS) if help_answer else (),
        popular=name_hits(popular, today, http_request),
        popular_words=popular_words(today) if request.is_empty else (),
        family=_choice_list(hits, request, understanding) if found.match is Match.WORDS else None,
        is_near=found.match is Match.NEAR,
        is_unsure=is_unsure,
        is_degraded=found.degraded,
    )


def _count_unanswered(request: SearchRequest, found: Answer, is_unsure: bool, today: date) -> None:
    """Count words that nothing answers, for editors. What filters left over says nothing of the words."""
    if not request.text or request.is_narrowed or request.literal or found.degraded:
        return
    if not found.total:
        count_zero_hit(request.text, today)
    elif is_unsure:
        count_unsure(request.text, today)


def _choice_list(
    hits: Sequence[Hit], request: SearchRequest, understanding: Understanding
) -> ChoiceList | None:
    """The family at the top of the first page; none where the reader asked for one thing by name or in an order."""
    is_plain = request.page == 1 and request.order_word == "" and not request.literal
    family = family_of([hit.name for hit in hits]) if is_plain and len(hits) >= LEAST_MEMBERS else None
    if family is None:
        return None
    members = [(hits[place], title) for place, title in zip(family.members, family.titles, strict=True)]
    return ChoiceList(
        shared=family.shared,
        choices=tuple(Choice(hit.url, hit.code, title) for hit, title in members),
        is_decided=_says_which(family, understanding),
    )


def _says_which(family: Family, understanding: Understanding) -> bool:
    """Whether what tells the first of the family from the others was typed, or read from what was typed."""
    asked = {word for group in understanding.groups for phrase in group.alternatives for word in phrase}
    return family.own_words <= asked


def _browse(found: Answer, request: SearchRequest, today: date) -> Answer | None:
    """What can be browsed instead: for an empty request the answer itself, for one without hits a second look."""
    if request.is_empty:
        return found
    return answer(SearchRequest(), today) if not found.total else None
