"""What else citizens may have meant: answers to others, guides and places, each in a group of its own."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.core.paginator import Page
from django.http import HttpRequest

from search.engines import get_engine
from search.engines.base import EngineQuery, EngineResult, IndexUnavailableError, Match
from search.highlighting import Segment, highlight
from search.parameters import COLLECTION_WORDS, PAGE_SIZE, SearchRequest
from search.services.paging import last_page, pages_of
from search.services.querying import read_words
from search.sources import ListedSource, listed_sources
from search.understanding import Marks, Understanding

logger = logging.getLogger(__name__)

#: Entries of a group beside the procedures.
_FIRST: Final = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing found. Texts are in pieces, marked where a word was looked for."""

    url: str
    title: tuple[Segment, ...]
    summary: tuple[Segment, ...]

    @property
    def name(self) -> str:
        return "".join(segment.text for segment in self.title)


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """The best of one collection, under its heading. `query`: the address of all of it, without "?"."""

    collection: str
    label: str
    entries: tuple[Entry, ...]
    total: int
    query: str

    @property
    def has_more(self) -> bool:
        return self.total > _FIRST


@dataclass(frozen=True, slots=True)
class CollectionResults:
    """One page of everything found in one collection."""

    request: SearchRequest
    label: str
    entries: tuple[Entry, ...]
    total: int
    page: Page[Any]

    @property
    def procedures_query(self) -> str:
        return self.request.within("").query_string


def groups_for(
    request: SearchRequest, understanding: Understanding, http_request: HttpRequest | None = None
) -> tuple[FoundGroup, ...]:
    """The groups that hold everything that was asked for. None beside filtered results or further pages."""
    if not understanding.groups or request.is_narrowed or request.page > 1:
        return ()
    if understanding.repairs:
        understanding = read_words(request, repaired=False)
    found = []
    for source in listed_sources():
        result = _search(source.collection, _query(understanding, 0, _FIRST))
        if result is None or result.match is not Match.WORDS or source.collection not in COLLECTION_WORDS:
            continue
        entries = _entries(source, result, understanding.marks, http_request)
        query = request.within(source.collection).query_string
        if entries:
            found.append(FoundGroup(source.collection, source.label, entries, result.total, query))
    return tuple(found)


def collection_results(
    request: SearchRequest, http_request: HttpRequest | None = None
) -> CollectionResults | None:
    """Everything that one collection has for the words; None where the site has no such collection."""
    source = next((each for each in listed_sources() if each.collection == request.collection), None)
    if source is None:
        return None
    understanding = read_words(request, repaired=False)
    result = _search(source.collection, _query(understanding, (request.page - 1) * PAGE_SIZE, PAGE_SIZE))
    total = result.total if result else 0
    if request.page > last_page(total):
        return collection_results(request.on_page(last_page(total)), http_request)
    return CollectionResults(
        request=request,
        label=source.label,
        entries=_entries(source, result, understanding.marks, http_request) if result else (),
        total=total,
        page=pages_of(total).page(request.page),
    )


def _query(understanding: Understanding, offset: int, limit: int) -> EngineQuery:
    return replace(understanding.query, offset=offset, limit=limit)


def _search(collection: str, query: EngineQuery) -> EngineResult | None:
    """None when the collection's index can't answer: the procedures are found all the same."""
    try:
        return get_engine(collection).search(query)
    except IndexUnavailableError as error:
        logger.error("The index of %s can't answer: %s", collection, error)
        return None


def _entries(
    source: ListedSource, result: EngineResult, marks: Marks, http_request: HttpRequest | None
) -> tuple[Entry, ...]:
    shown: Sequence[Any] = source.present([hit.id for hit in result.hits], http_request)
    return tuple(Entry(one.url, highlight(one.title, marks), highlight(one.summary, marks)) for one in shown)
