"""What an engine is asked, and what it answers with: the first of the two stages (`search.engines.staging`).

A query may be an attack: what is asked is bounded in number and length before an engine sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain
from typing import Any, Final, Protocol, Self

from core.text import fold
from search.cards import Card, make_card
from search.engines import facets
from search.engines.base import EngineQuery, Group, Number, Order
from search.ranking import Candidate

#: Candidates of each kind that are ordered with care; those behind keep the engine's order.
RANKED: Final = 150
#: Words of a query that are looked at, and alternatives of one group; what follows is noise or an attack.
MAX_GROUPS: Final = 24
MAX_ALTERNATIVES: Final = 6
MAX_PHRASE: Final = 16
MAX_WORD: Final = 64
MAX_TEXT: Final = 1000
#: Larger than any fee; what every engine and JSON can hold.
_MAX_NUMBER: Final = 2**53
_FOLDED: Final = re.compile(r"[a-z0-9]+(\.[a-z0-9]+)*")


class Scope(StrEnum):
    """Where words are looked for.

    In `NAMES` (code, title, official name, aliases, context) an alternative is there if all its words are, in any
    order. In `TEXTS` it is also there if it stands in any text, the body too, just as it is: the words of a phrase
    side by side. So `TEXTS` finds all that `NAMES` finds.
    """

    NAMES = "names"
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a document has to hold: of every required group at least one alternative, in the scope.

    Bounded in number and length. Words hold nothing but `a-z`, digits and dots; no group and no alternative is empty.
    """

    groups: tuple[Group, ...]
    scope: Scope

    @property
    def required(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.required) or self.groups

    @property
    def optional(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group not in self.required)

    @property
    def words(self) -> tuple[str, ...]:
        """Each word of each alternative, once."""
        return _words(self.groups)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is chosen among the hits (`EngineQuery.filters` and `at_most`), and the facets to count."""

    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    at_most: Mapping[str, int] = field(default_factory=dict)
    facets: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        return bool(self.filters or self.at_most)


def passes(card: Card, wanted: Wanted) -> bool:
    return facets.within(card.numbers, wanted.at_most) and facets.passes(card.facets, wanted.filters)


def card_from(row: tuple[Any, ...], of: Mapping[str, frozenset[str]]) -> Card:
    """A card from the columns that the databases' engines keep, in their order; `of`: the document's facets."""
    *texts, _facets, fee, days = row
    numbers = {Number.FEE: fee, Number.DAYS: days}
    known = {name: number for name, number in numbers.items() if number is not None}
    return make_card(*texts, facets=of, numbers=known)


@dataclass(frozen=True, slots=True)
class Place:
    """An id with what it is ordered by: the number, None if it is not known, or the folded title."""

    id: int
    number: int | None = None
    name: str = ""

    @property
    def key(self) -> tuple[bool, int, str]:
        return self.number is None, self.number or 0, self.name

    @classmethod
    def of(cls, card: Card, order: Order) -> Self:
        if order is Order.NAME:
            return cls(card.id, name=" ".join(card.words))
        return cls(card.id, number=card.numbers.get(order.value))


@dataclass(frozen=True, slots=True)
class Counted:
    """`found` documents, of which `total` are wanted; the counts of facets mean what `EngineResult.facets` does."""

    found: int
    total: int
    facets: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Strict:
    """Documents that hold everything asked for.

    `best` are the first `RANKED` of all in the engine's order, `wanted` the first `RANKED` of those that are wanted:
    the same sequence when nothing is narrowed. The engine's scores play no part in what holds everything: they are 0.
    """

    counted: Counted
    best: Sequence[Candidate]
    wanted: Sequence[Candidate]


@dataclass(frozen=True, slots=True)
class Close:
    """What is looked for in a name that comes close: any of the words; `pairs` are words that stand side by side."""

    words: Sequence[str]
    pairs: Sequence[tuple[str, str]]


class Recall(Protocol):
    """One engine's first stage for one query, at one state of its index.

    The engine's order is any order that tends to put good hits first and is the same on each call, equal ones by id.
    """

    def documents(self) -> int:
        """Return the number of documents in the index."""
        ...

    def frequencies(self, words: Sequence[str]) -> Mapping[str, int]:
        """Return for each word the number of documents that have it in a name; words that none has may be missing."""
        ...

    def strict(self, asked: Asked, wanted: Wanted) -> Strict:
        """Count the documents that hold everything asked for, and return the best."""
        ...

    def near(self, asked: Asked, close: Close) -> Sequence[Candidate]:
        """Return the `RANKED` best of the documents with any of the words in a name, whatever is wanted.

        Rare words, several words, and pairs of words side by side should count for more.
        """
        ...

    def strict_and_near(
        self, asked: Asked, wanted: Wanted, close: Close
    ) -> tuple[Strict, Sequence[Candidate]]:
        """Return `strict` and `near`: an engine that is far away may be asked both at once."""
        return self.strict(asked, wanted), self.near(asked, close)

    def browse(self, wanted: Wanted) -> Counted:
        """Count all documents."""
        ...

    def listed(self, asked: Asked | None, wanted: Wanted, order: Order, depth: int) -> Sequence[Place]:
        """Return the first `depth` of the wanted documents that hold everything asked for; None asks for nothing.

        Ordered by the number (unknown ones last) or the folded title, then in the engine's order: with
        `Order.RELEVANCE` in that order alone. When nothing is asked for the engine's order is popularity, the largest
        first, then folded title, then id.
        """
        ...

    def titles(self, ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        """Return code and title, as written, of these documents."""
        ...


def asked_of(query: EngineQuery) -> Asked:
    """Return what is asked for first: an engine may look everything that follows from it up at once."""
    return Asked(_bounded(query.groups), Scope.NAMES)


def ordering_of(query: EngineQuery) -> tuple[Group, ...]:
    """Return what hits are ordered by."""
    return _bounded(query.ordering or query.groups)


def words_of(query: EngineQuery) -> tuple[str, ...]:
    """Return each word whose frequency matters, once."""
    return _words((*_bounded(query.groups), *ordering_of(query)))


def wanted_of(query: EngineQuery) -> Wanted:
    at_most = {name: max(min(limit, _MAX_NUMBER), -_MAX_NUMBER) for name, limit in query.at_most.items()}
    return Wanted(query.filters, at_most, query.facets)


def _words(groups: Iterable[Group]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(chain.from_iterable(g.alternatives for g in groups))))


def _bounded(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Return what is looked at of a query, which may be an attack; groups without a word are left out."""
    bounded = []
    for group in groups[:MAX_GROUPS]:
        phrases = (_folded(phrase) for phrase in group.alternatives[:MAX_ALTERNATIVES])
        if alternatives := tuple(filter(None, phrases)):
            bounded.append(replace(group, alternatives=alternatives))
    return tuple(bounded)


def _folded(phrase: Sequence[str]) -> tuple[str, ...]:
    words = phrase[:MAX_PHRASE]
    if not all(map(_FOLDED.fullmatch, words)):
        words = tuple(chain.from_iterable(fold(word[:MAX_TEXT]).split() for word in words))[:MAX_PHRASE]
    return tuple(word[:MAX_WORD] for word in words)
