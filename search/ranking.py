"""Ordering of candidates, the same for every engine. Pure: the engine supplies texts and word frequencies.

Full-text scores alone put a 1,192-character name that merely contains the words beside the plain answer, and can't tell
"đất" from "dat". An engine therefore hands over its best few hundred candidates, and this module orders them by how
much of the question the title answers, how little else the title says, whether the words stand together as typed,
and whether the accents agree.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from core.text import folded_words
from search.actions import DOING, FIRST
from search.audience import NEAR, WHO
from search.cards import Card
from search.coverage import Coverage, rarities
from search.engines.base import EngineQuery

#: Near hits below this share of the best score are noise, not results: stricter beside hits that hold everything.
NEAR_SHARE = 0.65
NEAR_SHARE_BESIDE_EXACT = 0.8

# What each part of a score counts, where it is all there.
_COVER, _DENSITY, _PHRASES, _COMPACTNESS, _ACCENTS, _ENGINE = 0.25, 0.5, 0.2, 0.3, 0.2, 0.1
_POPULARITY, _MOST_POPULARITY = 0.01, 0.06
_ALIAS, _NAME, _CONTEXT, _BODY = 0.97, 0.85, 0.45, 0.35
#: A title whose beginning says just what was asked is nearly as good as one that says nothing more.
_HEAD = 0.85
#: What a hit gains by a facet value that the reader probably wants (`EngineQuery.prefer`), by facet.
_PREFERRED = {NEAR: 0.08, WHO: 0.03}
#: What the first issue of a thing gains, and its taking away loses, when only the thing was named.
_FIRST_ISSUE = 0.08


# Hundreds of these are made for each search: a named tuple is made several times faster than a frozen dataclass.
class Candidate(NamedTuple):
    """A document that may answer. `base` is the engine's own score, larger is better.

    `in_body` says that everything asked for stands somewhere in the document.
    """

    card: Card
    base: float = 0.0
    in_body: bool = False


class Scored(NamedTuple):
    """A candidate's score, and by name what it is the sum of."""

    score: float
    id: int
    parts: Mapping[str, float]


class _Glance(NamedTuple):
    """What is soon known of a candidate: how much of the question its texts answer, and of its title is an answer.

    `known` are the title's words that the question asks for. `in_title` and `share` are shares of the question, of the
    title alone and of all texts; `at_most` is what the merit is not above.
    """

    known: frozenset[str]
    in_title: float
    share: float
    density: float
    beside: Mapping[str, float]
    at_most: float


class Ranker:
    """Scores candidates for one query.

    `frequency` maps each word of the query to the number of documents that have it in a name; `documents` is the
    number of documents. `strongest` is the largest `base` among the candidates.
    """

    def __init__(
        self, query: EngineQuery, frequency: Mapping[str, int], documents: int, strongest: float = 1.0
    ) -> None:
        typed = folded_words(query.text)
        rarity = rarities(frequency, documents)
        self._coverage = Coverage(query.groups, rarity, [word.folded for word in typed])
        self._accented = {
            word.folded: exact_word(word.folded, word.accents) for word in typed if word.accents
        }
        self._wants_first = FIRST in query.prefer.get(DOING, ())
        self._prefer = [(name, _PREFERRED.get(name, 0.0), values) for name, values in query.prefer.items()]
        self._strongest = strongest
        self._glances: dict[int, _Glance] = {}
        self._parts: dict[int, Mapping[str, float]] = {}

    def rank(self, candidates: Iterable[Candidate]) -> list[Scored]:
        """Return the candidates scored, the best first. Equal scores are ordered by popularity, then by id."""
        places = []
        for candidate in candidates:
            card, parts = candidate.card, self._all_parts(candidate)
            scored = Scored(sum(parts.values()), card.id, parts)
            places.append((-round(scored.score, 6), -card.popularity, card.id, scored))
        return [place[-1] for place in sorted(places)]

    def merit(self, candidate: Candidate, least: float = 0.0) -> float | None:
        """Return the score without what depends on accents, so that a question finds the same without them.

        None if it is below `least`: most candidates of a long question are, and a glance tells.
        """
        if self._glance(candidate).at_most < least:
            return None
        merit = round(sum(self._parts_of(candidate).values()), 9)
        return merit if merit >= least else None

    def _all_parts(self, candidate: Candidate) -> Mapping[str, float]:
        card, glance = candidate.card, self._glance(candidate)
        return {
            **self._parts_of(candidate),
            "accents": _ACCENTS * self._accents(card) * glance.in_title,
            "first_issue": _FIRST_ISSUE * glance.density * card.first if self._wants_first else 0.0,
        }

    def _glance(self, candidate: Candidate) -> _Glance:
        identity = candidate.card.id
        if identity not in self._glances:
            self._glances[identity] = self._look(candidate)
        return self._glances[identity]

    def _parts_of(self, candidate: Candidate) -> Mapping[str, float]:
        """Return what the merit is the sum of."""
        identity = candidate.card.id
        if identity not in self._parts:
            self._parts[identity] = self._weigh(candidate.card, self._glance(candidate))
        return self._parts[identity]

    def _look(self, candidate: Candidate) -> _Glance:
        card, coverage = candidate.card, self._coverage
        known = coverage.known(card.words)
        in_title = coverage.share(known)
        share = max(in_title, self._elsewhere(candidate, in_title))
        density = _answering(card.words, card.head, coverage.said(known))
        beside = {
            "engine": _ENGINE * candidate.base / self._strongest,
            "preferred": self._preferred(card.facets),
            "popularity": min(_POPULARITY * math.log1p(max(card.popularity, 0)), _MOST_POPULARITY),
        }
        asked = math.sqrt(share) * (_COVER + _DENSITY * density + _PHRASES) + _COMPACTNESS * density
        return _Glance(known, in_title, share, density, beside, asked + sum(beside.values()))

    def _weigh(self, card: Card, glance: _Glance) -> Mapping[str, float]:
        root, density = math.sqrt(glance.share), glance.density
        neighbours = self._coverage.side_by_side(glance.known)
        pairs = list(pairwise(card.words))
        compactness = _answering(pairs, card.head - 1, self._coverage.pairs)
        return {
            "cover": _COVER * root,
            "density": _DENSITY * root * density,
            "phrases": _PHRASES * root * _together(neighbours, pairs),
            "compactness": _COMPACTNESS * density * compactness,
            **glance.beside,
        }

    def _preferred(self, facets: Mapping[str, frozenset[str]]) -> float:
        gained = 0.0
        for name, gain, values in self._prefer:
            if name in facets and not facets[name].isdisjoint(values):
                gained += gain
        return gained

    def _elsewhere(self, candidate: Candidate, in_title: float) -> float:
        """Return the share by which other texts than the title answer; texts that can't win are not read."""
        card, coverage = candidate.card, self._coverage
        share = in_title + _BODY * (1 - in_title) if candidate.in_body else 0.0
        for discount, texts in ((_ALIAS, card.aliases), (_NAME, card.names), (_CONTEXT, card.contexts)):
            if max(share, in_title) < discount:
                for words in texts:
                    share = max(share, discount * coverage.share(coverage.known(words)))
        return share

    def _accents(self, card: Card) -> float:
        """Return the share of the words typed with accents that the title has with just these accents."""
        if self._accented.keys().isdisjoint(card.words):
            return 0.0
        typed = list(map(self._accented.get, card.words))
        agree = sum(map(operator.eq, typed, card.exact))
        return agree / (len(typed) - typed.count(None))


def _answering(title: Sequence[object], head: int, wanted: Collection[object]) -> float:
    """Return how much of what a title says answers; nearly as much if its head alone does."""
    whole = _share(title, wanted)
    return max(whole, _HEAD * _share(title[:head], wanted)) if head < len(title) else whole


def _share(said: Sequence[object], wanted: Collection[object]) -> float:
    """Return how much of what a title says answers: 1 when it says nothing else, the less the longer it is."""
    return math.sqrt(sum(map(wanted.__contains__, said)) / len(said)) if said else 0.0


def _together(wanted: frozenset[tuple[str, str]], pairs: Iterable[tuple[str, str]]) -> float:
    """Return the share of the wanted neighbouring words that are neighbours in the title."""
    return len(wanted.intersection(pairs)) / len(wanted) if wanted else 1.0


def exact_word(folded: str, accents: str) -> str:
    """Return a word and its accents as one string; a word without accents is its folded form."""
    return folded + accents
