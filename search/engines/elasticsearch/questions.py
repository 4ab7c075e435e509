"""What is asked of Elasticsearch for one query, and how its answers are read. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from elasticsearch.dsl import Search

from search.cards import Card
from search.engines.elasticsearch import queries
from search.engines.elasticsearch.documents import card_of
from search.engines.recall import Asked, Close, Counted, Strict, Wanted
from search.ranking import Candidate

Answer = dict[str, Any]
_Read = TypeVar("_Read", covariant=True)


class Question(Protocol[_Read]):
    """One thing that is asked: by which searches, and what their answers say."""

    def searches(self) -> list[Search]: ...

    def read(self, answers: Sequence[Answer]) -> _Read: ...


@dataclass(frozen=True, slots=True)
class WordsQuestion:
    """How many documents there are, and how many of them have each word in a name."""

    words: tuple[str, ...]

    def searches(self) -> list[Search]:
        return [queries.frequencies(self.words)]

    def read(self, answers: Sequence[Answer]) -> tuple[int, dict[str, int]]:
        counts = answers[0]["aggregations"]["words"]["buckets"] if self.words else {}
        words = {word: counts[str(place)]["doc_count"] for place, word in enumerate(self.words)}
        return _total(answers[0]), words


@dataclass(frozen=True, slots=True)
class StrictQuestion:
    """What holds everything asked for."""

    asked: Asked
    wanted: Wanted

    def searches(self) -> list[Search]:
        searches = [queries.counting(queries.strict(self.asked, Wanted()), self.wanted)]
        return [*searches, queries.strict(self.asked, self.wanted)] if self.wanted.narrows else searches

    def read(self, answers: Sequence[Answer]) -> Strict:
        best, *chosen = ([Candidate(card_in(hit), in_body=True) for hit in _hits(each)] for each in answers)
        return Strict(counted_in(answers[0], self.wanted), best, chosen[0] if chosen else best)


@dataclass(frozen=True, slots=True)
class NearQuestion:
    """What comes close; without a word nothing does."""

    asked: Asked
    close: Close

    def searches(self) -> list[Search]:
        return [queries.near(self.asked, self.close)] if self.close.words else []

    def read(self, answers: Sequence[Answer]) -> list[Candidate]:
        return [
            Candidate(card_in(hit), hit["_score"], queries.HOLDS_ALL in hit.get("matched_queries", ()))
            for answer in answers
            for hit in _hits(answer)
        ]


def card_in(hit: Answer) -> Card:
    """Return the card of a hit of `queries.cards`."""
    return card_of(hit["fields"]["card"][0])


def counted_in(answer: Answer, wanted: Wanted) -> Counted:
    """Return the counts of an answer to `queries.counting`."""
    counts = answer.get("aggregations", {})
    found = _total(answer)
    facets = {
        name: {bucket["key"]: bucket["doc_count"] for bucket in counts[f"facet{place}"]["values"]["buckets"]}
        for place, name in enumerate(wanted.facets)
    }
    return Counted(found, counts["wanted"]["doc_count"] if wanted.narrows else found, facets)


def _hits(answer: Answer) -> list[Answer]:
    hits: list[Answer] = answer["hits"]["hits"]
    return hits


def _total(answer: Answer) -> int:
    total: int = answer["hits"]["total"]["value"]
    return total
