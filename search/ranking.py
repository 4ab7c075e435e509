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
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from core.text import folded_words
from search.actions import DOING, FIRST, fits_first
from search.audience import NEAR, WHO
from search.engines.base import EngineQuery, Group
from search.titles import title_head

#: Near hits below this share of the best score are noise, not results: stricter beside hits that hold everything.
NEAR_SHARE = 0.65
NEAR_SHARE_BESIDE_EXACT = 0.8

#: Parts of a score that the accents of a query have a say in: they order hits and make none.
OF_ACCENTS = ("accents", "first_issue")

_ALIAS, _NAME, _CONTEXT, _BODY = 0.97, 0.85, 0.45, 0.35
_HEAVIEST_GROUP = 14.0
#: A title whose beginning says just what was asked is nearly as good as one that says nothing more.
_HEAD = 0.85
#: What a hit gains by a facet value that the reader probably wants (`EngineQuery.prefer`), by facet.
_PREFERRED = {NEAR: 0.08, WHO: 0.03}
#: What the first issue of a thing gains, and its taking away loses, when only the thing was named.
_FIRST_ISSUE = 0.08


# Hundreds of these are made for each search: a named tuple is made several times faster than a frozen dataclass.
class Candidate(NamedTuple):
    """A document that may answer. Texts are folded; `exact` are the title's words with their accents (`exact_word`).

    `aliases` holds one line per alias. `in_body` says that everything asked for stands somewhere in the document.
    `base` is the engine's own score, larger is better. `facets` are the document's, by name.
    """

    id: int
    title: tuple[str, ...]
    exact: tuple[str, ...]
    name: str
    aliases: str
    context: str
    popularity: int
    base: float
    in_body: bool
    facets: Mapping[str, frozenset[str]] = {}


class Scored(NamedTuple):
    """A candidate's score, and by name what it is the sum of."""

    score: float
    id: int
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Covered:
    """What texts with the same words of the query have in common.

    `share` of the query's weight that they answer; `said`: words that are no surplus in such a title; `pairs`:
    neighbouring words that such a title should have.
    """

    share: float
    said: frozenset[str]
    pairs: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """An alternative of a group: its words, what share of it each known word gives, its neighbouring words."""

    words: tuple[str, ...]
    shares: tuple[tuple[str, float], ...]
    pairs: tuple[tuple[str, str], ...]


class _Plan:
    """How a group can be answered: by the best of its phrases."""

    def __init__(self, phrases: Sequence[_Phrase], weight: float) -> None:
        self.phrases = phrases
        self.weight = weight
        self.words = frozenset(word for phrase in phrases for word, _share in phrase.shares)
        self._answers: dict[frozenset[str], tuple[float, _Phrase]] = {}

    def answer(self, words: frozenset[str]) -> tuple[float, _Phrase]:
        """Return the share that a text with these words gives, and the phrase: the first, if none is there."""
        held = self.words & words
        if held not in self._answers:
            shares = [sum(part for word, part in phrase.shares if word in held) for phrase in self.phrases]
            best = max(shares)
            self._answers[held] = best, self.phrases[shares.index(best)]
        return self._answers[held]


class Ranker:
    """Scores candidates for one query.

    `frequency` maps each word of the query to the number of documents that have it in a name; `documents` is the
    number of documents. A word that no name has weighs nothing: it can't tell candidates apart.
    """

    def __init__(self, query: EngineQuery, frequency: Mapping[str, int], documents: int) -> None:
        self._idf = {
            word: math.log(1 + (documents - count + 0.5) / (count + 0.5)) if count else 0.0
            for word, count in frequency.items()
        }
        self._accented = {
            word.folded: exact_word(word.folded, word.accents)
            for word in folded_words(query.text)
            if word.accents
        }
        asked = [word for group in query.groups for word in group.typed]
        self._telling_pairs = {pair for pair in pairwise(asked) if all(map(self._idf.get, pair))}
        # Words that say nothing alone may tell two titles apart where they stand: "không phải đánh giá".
        typed = [word.folded for word in folded_words(query.text)]
        self._typed = frozenset(typed)
        typed_pairs = {*pairwise(asked), *pairwise(typed)}
        self._plans = [
            _Plan([self._phrase(words) for words in group.alternatives], self._weight(group))
            for group in query.groups
        ]
        phrases = [phrase for plan in self._plans for phrase in plan.phrases]
        self._pairs = frozenset(typed_pairs).union(*(phrase.pairs for phrase in phrases))
        self._words = frozenset[str]().union(*(plan.words for plan in self._plans))
        self._covered: dict[frozenset[str], _Covered] = {}
        self._total = sum(plan.weight for plan in self._plans)
        self._wants_first = FIRST in query.prefer.get(DOING, ())
        self._prefer = [(name, _PREFERRED.get(name, 0.0), values) for name, values in query.prefer.items()]

    def rank(self, candidates: Sequence[Candidate]) -> list[Scored]:
        """Return the candidates scored, the best first. Equal scores are ordered by popularity, then by id."""
        strongest = max((candidate.base for candidate in candidates), default=0.0) or 1.0
        places = []
        for candidate in candidates:
            parts = self._parts(candidate, candidate.base / strongest)
            scored = Scored(sum(parts.values()), candidate.id, parts)
            places.append((-round(scored.score, 6), -candidate.popularity, candidate.id, scored))
        return [place[-1] for place in sorted(places)]

    def _parts(self, candidate: Candidate, base: float) -> dict[str, float]:
        words = candidate.title
        title = self._cover(words)
        share = max(title.share, self._elsewhere(candidate, title.share))
        head = len(title_head(words))
        density = max(_share(words, title.said), _HEAD * _share(words[:head], title.said))
        pairs = list(pairwise(words))
        compactness = max(_share(pairs, self._pairs), _HEAD * _share(pairs[: head - 1], self._pairs))
        root = math.sqrt(share)
        return {
            "cover": 0.25 * root,
            "density": 0.5 * root * density,
            "phrases": 0.2 * root * _together(title.pairs, pairs),
            "compactness": 0.3 * density * compactness,
            "accents": 0.2 * self._accents(candidate) * title.share,
            "engine": 0.1 * base,
            "preferred": self._preferred(candidate.facets),
            "first_issue": _FIRST_ISSUE * density * fits_first(words) if self._wants_first else 0.0,
            "popularity": 0.01 * min(math.log1p(max(candidate.popularity, 0)), 6.0),
        }

    def _preferred(self, facets: Mapping[str, frozenset[str]]) -> float:
        gained = 0.0
        for name, gain, values in self._prefer:
            if name in facets and not facets[name].isdisjoint(values):
                gained += gain
        return gained

    def _elsewhere(self, candidate: Candidate, in_title: float) -> float:
        """Return the share by which other texts than the title answer; texts that can't win are not read."""
        share = in_title + _BODY * (1 - in_title) if candidate.in_body else 0.0
        for discount, text in (
            (_ALIAS, candidate.aliases),
            (_NAME, candidate.name),
            (_CONTEXT, candidate.context),
        ):
            if text and max(share, in_title) < discount:
                for line in text.splitlines() if discount == _ALIAS else (text,):
                    share = max(share, discount * self._cover(line.split()).share)
        return share

    def _weight(self, group: Group) -> float:
        weight = max(sum(self._idf.get(word, 0.0) for word in phrase) for phrase in group.alternatives)
        return min(weight, _HEAVIEST_GROUP) * group.weight

    def _phrase(self, words: tuple[str, ...]) -> _Phrase:
        """Share that each word of the phrase gives. With a word that no name has, the shares never add up to all."""
        weights = {word: self._idf.get(word, 0.0) for word in words}
        total = sum(weights.values())
        known = sum(1 for weight in weights.values() if weight) / max(len(weights), 1)
        shares = (
            {word: weight / total * (0.6 + 0.4 * known) for word, weight in weights.items()} if total else {}
        )
        return _Phrase(words, tuple(shares.items()), tuple(pairwise(words)))

    def _cover(self, words: Iterable[str]) -> _Covered:
        """Return what a text with these words answers: worked out once for all with the same words of the query."""
        held = self._words.intersection(words)
        if held not in self._covered:
            self._covered[held] = self._covering(held)
        return self._covered[held]

    def _covering(self, words: frozenset[str]) -> _Covered:
        covered = 0.0
        said, pairs = set(self._typed), set(self._telling_pairs)
        for plan in self._plans:
            share, phrase = plan.answer(words)
            covered += plan.weight * share
            said.update(phrase.words)
            pairs.update(phrase.pairs)
        share = covered / self._total if self._total else 0.0
        return _Covered(share, frozenset(said), frozenset(pairs))

    def _accents(self, candidate: Candidate) -> float:
        """Return the share of the words typed with accents that the title has with just these accents."""
        if self._accented.keys().isdisjoint(candidate.title):
            return 0.0
        typed = list(map(self._accented.get, candidate.title))
        agree = sum(map(operator.eq, typed, candidate.exact))
        return agree / (len(typed) - typed.count(None))


def _share(said: Sequence[object], wanted: Collection[object]) -> float:
    """Return how much of what a title says answers: 1 when it says nothing else, the less the longer it is."""
    return math.sqrt(sum(map(wanted.__contains__, said)) / len(said)) if said else 0.0


def _together(wanted: frozenset[tuple[str, str]], pairs: Iterable[tuple[str, str]]) -> float:
    """Return the share of the wanted neighbouring words that are neighbours in the title."""
    return len(wanted.intersection(pairs)) / len(wanted) if wanted else 1.0


def exact_word(folded: str, accents: str) -> str:
    """Return a word and its accents as one string; a word without accents is its folded form."""
    return folded + accents
