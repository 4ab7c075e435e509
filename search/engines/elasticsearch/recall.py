"""The first stage on Elasticsearch: the server counts, filters and orders, and the best come here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from itertools import chain, islice
from typing import Any, Final, TypeVar

from elasticsearch import Elasticsearch
from elasticsearch.dsl import Search

from search.engines.ahead import ENOUGH_NAMES, close_of, probably_few
from search.engines.base import IndexUnavailableError, Order
from search.engines.elasticsearch import queries
from search.engines.elasticsearch.questions import (
    Answer,
    NearQuestion,
    Question,
    StrictQuestion,
    WordsQuestion,
    card_in,
    counted_in,
)
from search.engines.kept import MOST_WORDS
from search.engines.recall import Asked, Close, Counted, Place, Recall, Scope, Strict, Wanted
from search.ranking import Candidate

#: What the server sorts documents without a number by.
_NO_NUMBER: Final = 2**63 - 1
_MOST_IDS: Final = 10_000
#: Questions that are remembered; with more it begins again.
_MOST_QUESTIONS: Final = 5_000
_PARTS: Final = "responses.hits,responses.aggregations,responses.error,responses.status"

_Read = TypeVar("_Read")
#: Several searches in one round trip.
Ask = Callable[[Sequence[Search]], list[Answer]]


class IndexGoneError(Exception):
    """The index that the alias pointed at was perhaps replaced while it was asked: ask again.

    `is_missing`: there was none at all.
    """

    def __init__(self, message: str, *, is_missing: bool) -> None:
        super().__init__(message)
        self.is_missing = is_missing


def asker(client: Elasticsearch, index: str) -> Ask:
    """Return what asks one index several questions at once."""

    def ask(searches: Sequence[Search]) -> list[Answer]:
        lines: list[Answer] = []
        for search in searches:
            lines += [{"index": index}, search.to_dict()]
        answers: list[Answer] = client.msearch(searches=lines, filter_path=_PARTS)["responses"]
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


@dataclass
class Remembered:
    """What was last found: documents, those with each word in a name, and whether few names hold all that was asked.

    Only to guess what will be asked next, never to answer: the index may have changed since.
    """

    documents: int = 0
    words: dict[str, int] = field(default_factory=dict)
    few: dict[Asked, bool] = field(default_factory=dict)

    def learn(self, documents: int, words: Mapping[str, int], asked: Asked, found: int) -> None:
        if len(self.words) > MOST_WORDS:
            self.words = {}
        if len(self.few) > _MOST_QUESTIONS:
            self.few = {}
        self.documents = documents
        self.words.update(words)
        self.few[asked] = found < ENOUGH_NAMES

    def next(self, words: Sequence[str], strict: StrictQuestion) -> list[Question[Any]]:
        """Return what will probably be asked after these; nothing while a word is not known."""
        if not all(word in self.words for word in words):
            return []
        asked = strict.asked
        close = close_of(asked, self.words, self.documents)
        few = self.few.get(asked)
        if probably_few(asked, self.words, self.documents) if few is None else few:
            asked = replace(asked, scope=Scope.TEXTS)
            return [StrictQuestion(asked, strict.wanted), NearQuestion(asked, close)]
        return [NearQuestion(asked, close)]


class ElasticsearchRecall(Recall):
    """`search.engines.recall.Recall` of what an alias points at, for one query.

    Round trips cost more than anything else. So with the first question goes what will be asked next, guessed from
    what was remembered; an answer counts only if just that is asked.
    """

    def __init__(
        self, ask: Ask, asked: Asked, wanted: Wanted, words: tuple[str, ...], remembered: Remembered
    ) -> None:
        self._ask = ask
        self._first = WordsQuestion(words), StrictQuestion(asked, wanted)
        self._remembered = remembered
        self._asked: list[Question[Any]] = []
        self._read: list[Any] = []

    def documents(self) -> int:
        return self._numbers()[0]

    def frequencies(self, words: Sequence[str]) -> Mapping[str, int]:
        known = self._numbers()[1]
        return known if tuple(words) == self._first[0].words else self._answer(WordsQuestion(tuple(words)))[1]

    def strict(self, asked: Asked, wanted: Wanted) -> Strict:
        return self._answer(StrictQuestion(asked, wanted))

    def near(self, asked: Asked, close: Close) -> Sequence[Candidate]:
        return self._answer(NearQuestion(asked, close))

    def strict_and_near(
        self, asked: Asked, wanted: Wanted, close: Close
    ) -> tuple[Strict, Sequence[Candidate]]:
        near = NearQuestion(asked, close)
        return self._answer(StrictQuestion(asked, wanted), near), self._answer(near)

    def browse(self, wanted: Wanted) -> Counted:
        return counted_in(self._ask([queries.counting(queries.everything(), wanted)])[0], wanted)

    def listed(self, asked: Asked | None, wanted: Wanted, order: Order, depth: int) -> Sequence[Place]:
        hits = self._ask([queries.listed(asked, wanted, order, depth)])[0]["hits"]["hits"]
        return [_place(hit, order) for hit in hits]

    def titles(self, ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        parts = [ids[start : start + _MOST_IDS] for start in range(0, len(ids), _MOST_IDS)]
        answers = self._ask([queries.with_ids(part) for part in parts]) if parts else []
        cards = (card_in(hit) for answer in answers for hit in answer["hits"]["hits"])
        return {card.id: (card.code, card.title) for card in cards}

    def _numbers(self) -> tuple[int, dict[str, int]]:
        """Return the number of documents and of those that have each word of the query."""
        words, strict = self._first
        if words in self._asked:
            return self._answer(words)
        numbers = self._answer(words, strict, *self._remembered.next(words.words, strict))
        self._remembered.learn(*numbers, strict.asked, self._answer(strict).counted.found)
        return numbers

    def _answer(self, question: Question[_Read], *ahead: Question[Any]) -> _Read:
        """Return the answer to a question; if it was not asked yet, it is asked together with those ahead."""
        if question not in self._asked:
            questions = [question, *ahead]
            searches = [each.searches() for each in questions]
            asked = list(chain.from_iterable(searches))
            answers = iter(self._ask(asked) if asked else [])
            self._asked += questions
            self._read += [
                each.read(list(islice(answers, len(own))))
                for each, own in zip(questions, searches, strict=True)
            ]
        read: _Read = self._read[self._asked.index(question)]
        return read


def _place(hit: Answer, order: Order) -> Place:
    first, identity = hit["sort"][0], hit["sort"][-1]
    if order is Order.RELEVANCE:
        return Place(identity)
    if order is Order.NAME:
        return Place(identity, name=first or "")
    return Place(identity, number=None if first is None or first >= _NO_NUMBER else first)
