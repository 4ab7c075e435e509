"""Answering a query in two stages: an engine recalls, what is here decides. The same for every engine.

First names that hold everything asked for; when these are few, whole texts that do; beside them what comes close. The
best few hundred of these are ordered with care (`search.ranking`), what comes close is kept only if its score comes
near the best, and the rest of what holds everything goes behind in the engine's own order. Which documents are hits
depends on the words alone: filters and limits choose among them, so that every count is what choosing it gives.

An engine supplies a `Recall` for each query and calls `answer`. It counts and filters where its documents are: only
the best of the hits ever come here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import accumulate, chain, pairwise
from typing import Final, Protocol

from core.text import fold
from search.engines import facets
from search.engines.base import EngineHit, EngineQuery, EngineResult, Group, Match, Order
from search.ranking import NEAR_SHARE, NEAR_SHARE_BESIDE_EXACT, Candidate, Ranker, Scored

#: With so many names that hold everything, whole texts need not be searched.
ENOUGH_NAMES: Final = 10
#: Candidates of each kind that are ordered with care; those behind keep the engine's order.
RANKED: Final = 150
#: Words of a query that are looked at, and alternatives of one group; what follows is noise or an attack.
MAX_GROUPS: Final = 24
MAX_ALTERNATIVES: Final = 6
MAX_PHRASE: Final = 16
MAX_WORD: Final = 64
_MAX_TEXT: Final = 1000
#: Larger than any fee; what every engine and JSON can hold.
_MAX_NUMBER: Final = 2**53
_FOLDED: Final = re.compile(r"[a-z0-9]+(\.[a-z0-9]+)*")
#: What comes close is found by the rarest words, so many that no more names than these have them together, or than
#: this share of all: others would find too much to be weighed.
_WEIGHED, _WEIGHED_SHARE = 2500, 0.05
#: The same for two words side by side, one of which is in no larger share; and how many such pairs.
_COMMON_SHARE, _MAX_PAIRS = 0.2, 12


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
        return tuple(
            dict.fromkeys(chain.from_iterable(chain.from_iterable(g.alternatives for g in self.groups)))
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is chosen among the hits (`EngineQuery.filters` and `at_most`), and the facets to count."""

    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    at_most: Mapping[str, int] = field(default_factory=dict)
    facets: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        return bool(self.filters or self.at_most)


@dataclass(frozen=True, slots=True)
class Recalled:
    """A document as the first stage returns it. `title` is as written; the candidate's texts are folded.

    `candidate.base` is the engine's score among what comes close, and 0 in all other answers. `candidate.in_body`
    says whether the document holds everything asked for.
    """

    candidate: Candidate
    code: str
    title: str
    numbers: Mapping[str, int]

    def passes(self, wanted: Wanted) -> bool:
        return facets.within(self.numbers, wanted.at_most) and facets.passes(
            self.candidate.facets, wanted.filters
        )

    def place(self, order: Order) -> Place:
        if order is Order.NAME:
            return Place(self.candidate.id, name=" ".join(self.candidate.title))
        return Place(self.candidate.id, number=self.numbers.get(order.value))


@dataclass(frozen=True, slots=True)
class Place:
    """An id with what it is ordered by: the number, None if it is not known, or the folded title."""

    id: int
    number: int | None = None
    name: str = ""

    @property
    def key(self) -> tuple[bool, int, str]:
        return self.number is None, self.number or 0, self.name


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
    the same sequence when nothing is narrowed.
    """

    counted: Counted
    best: Sequence[Recalled]
    wanted: Sequence[Recalled]


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

    def near(
        self, asked: Asked, words: Sequence[str], pairs: Sequence[tuple[str, str]]
    ) -> Sequence[Recalled]:
        """Return the `RANKED` best of the documents with any of the words in a name, whatever is wanted.

        Rare words, several words, and `pairs` of words side by side should count for more.
        """
        ...

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


def wanted_of(query: EngineQuery) -> Wanted:
    at_most = {name: max(min(limit, _MAX_NUMBER), -_MAX_NUMBER) for name, limit in query.at_most.items()}
    return Wanted(query.filters, at_most, query.facets)


def answer(recall: Recall, query: EngineQuery) -> EngineResult:
    """Return the page of hits that the query asks for."""
    wanted = wanted_of(query)
    return _searched(recall, query, wanted) if query.groups else _browsed(recall, query, wanted)


def _browsed(recall: Recall, query: EngineQuery, wanted: Wanted) -> EngineResult:
    counted = recall.browse(wanted)
    start, end = _page(query, counted.total)
    places = recall.listed(None, wanted, query.order, end)[start:] if start < end else []
    titles = recall.titles([place.id for place in places]) if places else {}
    return EngineResult(
        hits=tuple(EngineHit(place.id, *titles[place.id], 0.0) for place in places),
        total=counted.total,
        match=Match.ALL if counted.total else Match.NONE,
        facets=counted.facets,
    )


def _searched(recall: Recall, query: EngineQuery, wanted: Wanted) -> EngineResult:
    asked = asked_of(query)
    if not asked.groups:
        return EngineResult(hits=(), total=0, match=Match.NONE)
    found = _found(recall, query, asked, wanted)
    kept = [one for one in found.ranked if one.id in found.kept and found.texts[one.id].passes(wanted)]
    beside = [found.texts[one.id] for one in kept if one.id not in found.strict]
    counted = found.counted
    total = counted.total + len(beside)
    start, end = _page(query, total)
    ids = _ordered(recall, found, wanted, query.order, [one.id for one in kept], end)[start:end]
    return EngineResult(
        hits=_hits(recall, found, ids, explain=query.explain),
        total=total,
        match=Match.WORDS if counted.total else Match.NEAR if total else Match.NONE,
        facets=facets.added(counted.facets, _counts_beside(found, wanted)),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found for a query: the careful order of the best, and which of them are hits."""

    asked: Asked
    counted: Counted
    ranked: Sequence[Scored]
    texts: Mapping[int, Recalled]
    strict: frozenset[int]
    kept: frozenset[int]


def _found(recall: Recall, query: EngineQuery, asked: Asked, wanted: Wanted) -> _Found:
    documents = recall.documents()
    frequency = dict.fromkeys(asked.words, 0) | dict(recall.frequencies(asked.words))
    strict = recall.strict(asked, wanted)
    best, chosen = [*strict.best], [*strict.wanted]
    if strict.counted.found < ENOUGH_NAMES:
        asked = replace(asked, scope=Scope.TEXTS)
        strict = recall.strict(asked, wanted)
        best += strict.best
        chosen += strict.wanted
    near = _near(recall, asked, frequency, documents)
    texts = {one.candidate.id: one for one in (*chosen, *best, *near)}
    bounded = replace(query, text=query.text[:_MAX_TEXT], groups=asked.groups)
    ranked = Ranker(bounded, frequency, documents).rank([one.candidate for one in texts.values()])
    holding = frozenset(identity for identity, one in texts.items() if one.candidate.in_body)
    # What is a hit must not depend on what is wanted of hits: what only narrowing brought in sets no measure. Nor must
    # it depend on accents: a question without them finds all that it finds with them.
    measuring = {one.candidate.id for one in (*best, *near)}
    merits = {one.id: one.score - one.parts.get("accents", 0.0) for one in ranked}
    highest = max((merits[identity] for identity in measuring), default=0.0)
    threshold = highest * (NEAR_SHARE_BESIDE_EXACT if strict.counted.found else NEAR_SHARE)
    kept = holding.union(identity for identity, merit in merits.items() if merit >= threshold)
    return _Found(asked, strict.counted, ranked, texts, holding, kept)


def _near(recall: Recall, asked: Asked, frequency: Mapping[str, int], documents: int) -> Sequence[Recalled]:
    """Return what comes close: it has some of the telling words, or two of the words side by side."""
    known = sorted((count, word) for word, count in frequency.items() if count)
    most = max(_WEIGHED, documents * _WEIGHED_SHARE)
    sums = accumulate(count for count, _word in known)
    words = [word for (_count, word), total in zip(known, sums, strict=True) if total <= most]
    if not known:
        return []
    typed = [word for group in asked.groups for word in group.typed]
    phrases = chain(pairwise(typed), *(pairwise(p) for g in asked.groups for p in g.alternatives))
    rarity = {
        pair: min(frequency.get(word, 0) for word in pair)
        for pair in dict.fromkeys(phrases)
        if all(map(frequency.get, pair))
    }
    common = max(_WEIGHED, documents * _COMMON_SHARE)
    pairs = sorted((pair for pair in rarity if rarity[pair] <= common), key=lambda pair: rarity[pair])
    return recall.near(asked, words or [known[0][1]], pairs[:_MAX_PAIRS])


def _ordered(
    recall: Recall, found: _Found, wanted: Wanted, order: Order, ranked: Sequence[int], end: int
) -> Sequence[int]:
    """Return at least the first `end` ids of all wanted hits; `ranked` are those that were ordered with care."""
    missing = found.counted.total - sum(identity in found.strict for identity in ranked)
    if order is Order.RELEVANCE:
        if end <= len(ranked) or missing <= 0:
            return ranked
        listed = recall.listed(found.asked, wanted, order, end)
        return list(dict.fromkeys([*ranked, *(place.id for place in listed)]))
    places = {identity: found.texts[identity].place(order) for identity in ranked}
    if missing > 0 and end:
        for place in recall.listed(found.asked, wanted, order, end):
            places.setdefault(place.id, place)
    return [place.id for place in sorted(places.values(), key=lambda place: place.key)]


def _hits(recall: Recall, found: _Found, ids: Sequence[int], *, explain: bool) -> tuple[EngineHit, ...]:
    scores = {one.id: one for one in found.ranked}
    titles = {identity: (one.code, one.title) for identity, one in found.texts.items()}
    if unknown := [identity for identity in ids if identity not in titles]:
        titles |= recall.titles(unknown)
    hits = []
    for identity in ids:
        scored = scores.get(identity)
        parts = scored.parts if scored and explain else {}
        hits.append(EngineHit(identity, *titles[identity], scored.score if scored else 0.0, parts))
    return tuple(hits)


def _counts_beside(found: _Found, wanted: Wanted) -> Mapping[str, Mapping[str, int]]:
    """Count the facets of the hits that only come close: the engine has counted the others."""
    beside = (found.texts[identity] for identity in found.kept - found.strict)
    counted = [(one.candidate.facets, 1) for one in beside if facets.within(one.numbers, wanted.at_most)]
    return facets.count(counted, wanted.filters, wanted.facets)


def _page(query: EngineQuery, total: int) -> tuple[int, int]:
    start = max(query.offset, 0)
    return start, min(start + max(query.limit, 0), total)


def _bounded(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Return what is looked at of a query, which may be an attack; groups without a word are left out."""
    bounded = []
    for group in groups[:MAX_GROUPS]:
        phrases = (_folded(phrase) for phrase in group.alternatives[:MAX_ALTERNATIVES])
        if alternatives := tuple(filter(None, phrases)):
            bounded.append(Group(alternatives, group.required))
    return tuple(bounded)


def _folded(phrase: Sequence[str]) -> tuple[str, ...]:
    words = phrase[:MAX_PHRASE]
    if not all(map(_FOLDED.fullmatch, words)):
        words = tuple(chain.from_iterable(fold(word[:_MAX_TEXT]).split() for word in words))[:MAX_PHRASE]
    return tuple(word[:MAX_WORD] for word in words)
