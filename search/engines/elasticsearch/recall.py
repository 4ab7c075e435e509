"""The first stage on Elasticsearch: the server counts, filters and orders, and the best come here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from elasticsearch import Elasticsearch
from elasticsearch.dsl import Search

from search.cards import Card
from search.engines.base import IndexUnavailableError, Order
from search.engines.elasticsearch import queries
from search.engines.elasticsearch.documents import card_of
from search.engines.recall import Asked, Close, Counted, Place, Recall, Strict, Wanted
from search.ranking import Candidate

#: What the server sorts documents without a number by.
_NO_NUMBER: Final = 2**63 - 1
_MOST_IDS: Final = 10_000
_PARTS: Final = "responses.hits,responses.aggregations,responses.error,responses.status"

_Answer = dict[str, Any]
#: Several searches in one round trip.
Ask = Callable[[Sequence[Search]], list[_Answer]]


class IndexGoneError(Exception):
    """The index that the alias pointed at was perhaps replaced while it was asked: ask again.

    `is_missing`: there was none at all.
    """

    def __init__(self, message: str, *, is_missing: bool) -> None:
        super().__init__(message)
        self.is_missing = is_missing


def asker(client: Elasticsearch, index: str) -> Ask:
    """Return what asks one index several questions at once."""

    def ask(searches: Sequence[Search]) -> list[_Answer]:
        lines: list[_Answer] = []
        for search in searches:
            lines += [{"index": index}, search.to_dict()]
        answers: list[_Answer] = client.msearch(searches=lines, filter_path=_PARTS)["responses"]
        for answer in answers:
            if error := answer.get("error"):
                _raise(error, answer.get("status", 0))
        return answers

    return ask


def _raise(error: Mapping[str, Any], status: int) -> None:
    what = f"{status} {error.get('type')}"
    if status == HTTPStatus.NOT_FOUND or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise IndexGoneError(what, is_missing=status == HTTPStatus.NOT_FOUND)
    raise IndexUnavailableError(f"Elasticsearch refused: {what}.")


class ElasticsearchRecall(Recall):
    """`search.engines.recall.Recall` of what an alias points at, for one query."""

    def __init__(self, ask: Ask, asked: Asked, wanted: Wanted, words: tuple[str, ...]) -> None:
        """Ask at once for what every search needs: how many documents there are, frequent words, strict hits."""
        self._ask = ask
        self._words = words
        self._key = asked, wanted
        self._known: tuple[_Answer, Strict] | None = None

    def documents(self) -> int:
        return _total(self._begun()[0])

    def frequencies(self, words: Sequence[str]) -> Mapping[str, int]:
        if tuple(words) != self._words:
            return _frequencies(self._ask([queries.frequencies(words)])[0], words)
        return _frequencies(self._begun()[0], words)

    def strict(self, asked: Asked, wanted: Wanted) -> Strict:
        if (asked, wanted) == self._key:
            return self._begun()[1]
        return _strict(self._ask(_strict_searches(asked, wanted)), wanted)

    def near(self, asked: Asked, close: Close) -> Sequence[Candidate]:
        return _near(self._ask([queries.near(asked, close)])[0]) if close.words else []

    def strict_and_near(
        self, asked: Asked, wanted: Wanted, close: Close
    ) -> tuple[Strict, Sequence[Candidate]]:
        if not close.words:
            return self.strict(asked, wanted), []
        near, *strict = self._ask([queries.near(asked, close), *_strict_searches(asked, wanted)])
        return _strict(strict, wanted), _near(near)

    def browse(self, wanted: Wanted) -> Counted:
        return _counted(self._ask([queries.counting(queries.everything(), wanted)])[0], wanted)

    def listed(self, asked: Asked | None, wanted: Wanted, order: Order, depth: int) -> Sequence[Place]:
        hits = self._ask([queries.listed(asked, wanted, order, depth)])[0]["hits"]["hits"]
        return [_place(hit, order) for hit in hits]

    def titles(self, ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        parts = [ids[start : start + _MOST_IDS] for start in range(0, len(ids), _MOST_IDS)]
        answers = self._ask([queries.with_ids(part) for part in parts]) if parts else []
        cards = (card_in(hit) for answer in answers for hit in answer["hits"]["hits"])
        return {card.id: (card.code, card.title) for card in cards}

    def _begun(self) -> tuple[_Answer, Strict]:
        """Return the answers to the first round of questions."""
        if self._known is None:
            asked, wanted = self._key
            first, *rest = self._ask([queries.frequencies(self._words), *_strict_searches(asked, wanted)])
            self._known = first, _strict(rest, wanted)
        return self._known


def _strict_searches(asked: Asked, wanted: Wanted) -> list[Search]:
    searches = [queries.counting(queries.strict(asked, Wanted()), wanted)]
    return [*searches, queries.strict(asked, wanted)] if wanted.narrows else searches


def _strict(answers: Sequence[_Answer], wanted: Wanted) -> Strict:
    best, *chosen = (
        [Candidate(card_in(hit), in_body=True) for hit in each["hits"]["hits"]] for each in answers
    )
    return Strict(_counted(answers[0], wanted), best, chosen[0] if chosen else best)


def _near(answer: _Answer) -> list[Candidate]:
    return [
        Candidate(card_in(hit), hit["_score"], queries.HOLDS_ALL in hit.get("matched_queries", ()))
        for hit in answer["hits"]["hits"]
    ]


def _counted(answer: _Answer, wanted: Wanted) -> Counted:
    counts = answer.get("aggregations", {})
    found = _total(answer)
    facets = {
        name: {bucket["key"]: bucket["doc_count"] for bucket in counts[f"facet{place}"]["values"]["buckets"]}
        for place, name in enumerate(wanted.facets)
    }
    return Counted(found, counts["wanted"]["doc_count"] if wanted.narrows else found, facets)


def _total(answer: _Answer) -> int:
    total: int = answer["hits"]["total"]["value"]
    return total


def _frequencies(answer: _Answer, words: Sequence[str]) -> dict[str, int]:
    if not words:
        return {}
    buckets = answer["aggregations"]["words"]["buckets"]
    return {word: buckets[str(place)]["doc_count"] for place, word in enumerate(words)}


def card_in(hit: _Answer) -> Card:
    """Return the card of a hit of `queries.cards`."""
    return card_of(hit["fields"]["card"][0])


def _place(hit: _Answer, order: Order) -> Place:
    first, identity = hit["sort"][0], hit["sort"][-1]
    if order is Order.RELEVANCE:
        return Place(identity)
    if order is Order.NAME:
        return Place(identity, name=first or "")
    return Place(identity, number=None if first is None or first >= _NO_NUMBER else first)
