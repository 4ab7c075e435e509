"""Titles looked up for suggestions: beginnings are indexed, so that one letter is as fast as ten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Bool, Query

from search.cards import Card
from search.engines.elasticsearch import queries
from search.engines.elasticsearch.questions import card_in
from search.engines.elasticsearch.recall import Ask
from search.engines.suggesting import TitleRow

_POPULAR_AND_SHORT = ({"popularity": "desc"}, "length", "id")


@dataclass(frozen=True, slots=True)
class ElasticsearchTitles:
    """`search.engines.suggesting.Titles` of what an alias points at."""

    ask: Ask

    def with_code(self, start: str, limit: int) -> Sequence[TitleRow]:
        return self._rows(Q("prefix", code=start), ("code", "id"), limit)

    def with_start(self, start: str, limit: int) -> Sequence[TitleRow]:
        return self._rows(Q("prefix", typed=start), _POPULAR_AND_SHORT, limit)

    def with_words(self, words: Sequence[str], limit: int) -> Sequence[TitleRow]:
        whole = [Q("term", called=word) for word in words[:-1]]
        return self._rows(Bool(filter=[*whole, Q("prefix", called=words[-1])]), _POPULAR_AND_SHORT, limit)

    def _rows(self, query: Query, order: Sequence[Any], limit: int) -> list[TitleRow]:
        hits = self.ask([queries.cards(Bool(filter=[query]), limit, *order)])[0]["hits"]["hits"]
        return [_row(card_in(hit)) for hit in hits]


def _row(card: Card) -> TitleRow:
    start, exact = " ".join(card.words), " ".join(card.exact)
    return TitleRow(card.id, card.code, card.title, start, exact, card.popularity)
