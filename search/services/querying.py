"""Answering a search: understanding, engine, facets; and the database when the index can't answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from operator import and_
from typing import Final

from django.db.models import Q

from core.text import fold
from procedures.choices import Scope
from procedures.services.lookup import Found, look_up, looks_standard
from search.confidence import confidence
from search.engines import get_engine
from search.engines.base import EngineQuery, EngineResult, IndexUnavailableError, Match, Order, Suggestion
from search.parameters import FACET_PARAMETERS, PAGE_SIZE, SearchRequest
from search.services.documents import searchable
from search.services.language import current_language
from search.services.vocabulary import current_vocabulary
from search.spelling import EVERY_WORD
from search.understanding import Understanding, repaired, understand

logger = logging.getLogger(__name__)

_FALLBACK_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """The ids of one page of results, best first, with the exact total and the facets' counts.

    `degraded` says that the index was out of reach and the database answered, without facets. `confidence`
    is that of `search.confidence`, known for the first page in the order of relevance, else 1.
    """

    understanding: Understanding
    ids: tuple[int, ...]
    total: int
    match: Match
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    degraded: bool = False
    confidence: float = 1.0


def answer(request: SearchRequest, today: date) -> Answer:
    """Answer one request. An index that is out of reach is logged, and the database answers instead."""
    understanding = read_words(request)
    query = query_for(understanding, request)
    if request.text and not understanding.groups:
        return Answer(understanding, (), 0, Match.NONE)  # typed, but no letter and no digit in it
    try:
        result = get_engine().search(query)
    except IndexUnavailableError as error:
        logger.error("The search index can't answer, the database does: %s", error)
        return _from_database(understanding, query, today)
    return Answer(
        understanding,
        tuple(hit.id for hit in result.hits),
        result.total,
        result.match,
        result.facets,
        confidence=_confidence(understanding, query, result),
    )


def _confidence(understanding: Understanding, query: EngineQuery, result: EngineResult) -> float:
    if not query.groups or query.offset or query.order is not Order.RELEVANCE:
        return 1.0
    return confidence(understanding, result.hits[0] if result.hits else None)


def read_words(request: SearchRequest, *, repaired: bool = True) -> Understanding:
    """Understand the words of a request with the language rows and the words of the index as they are now.

    Without `repaired` every word stays as it was typed: the index of procedures doesn't know the names of places.
    """
    language = current_language()
    if not repaired:
        return understand(request.text, language, EVERY_WORD, literal=request.literal)
    try:
        vocabulary = current_vocabulary(language)
    except IndexUnavailableError:
        vocabulary = EVERY_WORD
    return understand(request.text, language, vocabulary, literal=request.literal)


def query_for(understanding: Understanding, request: SearchRequest) -> EngineQuery:
    """What an engine is asked for one page of the request's results."""
    return replace(
        understanding.query,
        filters=request.filters,
        at_most=request.at_most,
        order=request.order,
        facets=tuple(FACET_PARAMETERS),
        explain=True,
        offset=(request.page - 1) * PAGE_SIZE,
        limit=PAGE_SIZE,
    )


def suggestions(prefix: str, limit: int) -> tuple[Suggestion, ...]:
    """Titles for what was typed so far, typed raw or wrong too; none when the index is out of reach."""
    try:
        found = get_engine().suggest(prefix, limit)
        if not found:
            read, repairs = repaired(prefix, current_vocabulary(current_language()))
            found = get_engine().suggest(read, limit) if repairs else ()
        return tuple(found)
    except IndexUnavailableError as error:
        logger.error("The search index can't suggest: %s", error)
        return ()


def procedure_with_code(text: str) -> Found | None:
    """The published procedure whose code, of today or old, is all that was typed; in force or not: its page says.

    None for words: what holds no digit, or several words that are no code, is left to the search.
    """
    if not any(map(str.isdigit, text)) or not (looks_standard(text) or len(text.split()) == 1):
        return None
    found = look_up(text)
    return found if found is not None and found.page.scope != Scope.INTERNAL else None


def _from_database(understanding: Understanding, query: EngineQuery, today: date) -> Answer:
    """Look for the typed words, accents and all, in codes and names. Slow and literal, but an answer."""
    words = [word for word in understanding.text.split() if fold(word)][:_FALLBACK_WORDS]
    conditions = [
        Q(code__icontains=word)
        | Q(title__icontains=word)
        | Q(official_name__icontains=word)
        | Q(keywords__icontains=word)
        for word in words
    ]
    pages = searchable(today).filter(reduce(and_, conditions, Q())).order_by("title", "pk")
    total = pages.count()
    ids = tuple(pages.values_list("pk", flat=True)[query.offset : query.offset + query.limit])
    return Answer(understanding, ids, total, Match.WORDS if total else Match.NONE, degraded=True)
