"""Ordering of candidates, the same for every engine. Pure: the engine supplies texts and word frequencies.

Full-text scores alone put a 1,192-character name that merely contains the words beside the plain answer, and can't tell
"đất" from "dat". An engine therefore hands over its best few hundred candidates, and this module orders them by how
much of the question the title answers, how little else the title says, whether the words stand together as typed,
and whether the accents agree.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from core.text import folded_words
from search.audience import NEAR, WHO
from search.engines.base import EngineQuery, Group
from search.titles import title_head

#: Near hits below this share of the best score are noise, not results: stricter beside hits that hold everything.
NEAR_SHARE = 0.65
NEAR_SHARE_BESIDE_EXACT = 0.8

_ALIAS, _NAME, _CONTEXT, _BODY = 0.97, 0.85, 0.45, 0.35
_HEAVIEST_GROUP = 14.0
#: A title whose beginning says just what was asked is nearly as good as one that says nothing more.
_HEAD = 0.85
#: What a hit gains by a facet value that the reader probably wants (`EngineQuery.prefer`), by facet.
_PREFERRED = {NEAR: 0.08, WHO: 0.03}


@dataclass(frozen=True, slots=True)
class Candidate:
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
    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate's score, and by name what it is the sum of."""

    score: float
    id: int
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """How well one text covers the query: share of the weight, and the words by which it does."""

    share: float
    words: frozenset[str]
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """An alternative of a group: its words, what share of it each known word gives, its neighbouring words."""

    words: tuple[str, ...]
    shares: tuple[tuple[str, float], ...]
    pairs: tuple[tuple[str, str], ...]


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
            (tuple(map(self._plan, group.alternatives)), self._weight(group)) for group in query.groups
        ]
        self._pairs = frozenset(typed_pairs).union(
            *(p.pairs for phrases, _weight in self._plans for p in phrases)
        )
        self._total = sum(weight for _phrases, weight in self._plans)
        self._prefer = {name: (_PREFERRED.get(name, 0.0), values) for name, values in query.prefer.items()}

    def rank(self, candidates: Sequence[Candidate]) -> list[Scored]:
        """Return the candidates scored, the best first. Equal scores are ordered by popularity, then by id."""
        strongest = max((candidate.base for candidate in candidates), default=0.0) or 1.0
        scored = []
        for candidate in candidates:
            parts = self._parts(candidate, candidate.base / strongest)
            scored.append((Scored(sum(parts.values()), candidate.id, parts), candidate.popularity))
        scored.sort(key=lambda entry: (-round(entry[0].score, 6), -entry[1], entry[0].id))
        return [entry for entry, _popularity in scored]

    def _parts(self, candidate: Candidate, base: float) -> dict[str, float]:
        title = self._cover(frozenset(candidate.title))
        share = max(title.share, self._elsewhere(candidate, title.share))
        head = title_head(candidate.title)
        said = title.words | self._typed
        density = max(_density(candidate.title, said), _HEAD * _density(head, said))
        compactness = max(self._compactness(candidate.title), _HEAD * self._compactness(head))
        root = math.sqrt(share)
        return {
            "cover": 0.25 * root,
            "density": 0.5 * root * density,
            "phrases": 0.2 * root * self._together(candidate.title, title.pairs),
            "compactness": 0.3 * density * compactness,
            "accents": 0.2 * self._accents(candidate) * title.share,
            "engine": 0.1 * base,
            "preferred": self._preferred(candidate),
            "popularity": 0.01 * min(math.log1p(max(candidate.popularity, 0)), 6.0),
        }

    def _preferred(self, candidate: Candidate) -> float:
        none: frozenset[str] = frozenset()
        return sum(
            gain
            for name, (gain, values) in self._prefer.items()
            if not candidate.facets.get(name, none).isdisjoint(values)
        )

    def _compactness(self, title: tuple[str, ...]) -> float:
        """Return how many of the title's neighbouring words are neighbours in the query too."""
        pairs = list(pairwise(title))
        return math.sqrt(len([pair for pair in pairs if pair in self._pairs]) / len(pairs)) if pairs else 0.0

    def _elsewhere(self, candidate: Candidate, in_title: float) -> float:
        """Return the share by which other texts than the title answer; texts that can't win are not read."""
        share = in_title + _BODY * (1 - in_title) if candidate.in_body else 0.0
        for discount, texts in (
            (_ALIAS, candidate.aliases.splitlines()),
            (_NAME, (candidate.name,)),
            (_CONTEXT, (candidate.context,)),
        ):
            if max(share, in_title) < discount:
                share = max(
                    share,
                    *(discount * self._cover(frozenset(text.split())).share for text in texts if text),
                    0.0,
                )
        return share

    def _weight(self, group: Group) -> float:
        weight = max(sum(self._idf.get(word, 0.0) for word in phrase) for phrase in group.alternatives)
        return min(weight, _HEAVIEST_GROUP) * group.weight

    def _plan(self, phrase: tuple[str, ...]) -> _Phrase:
        """Share that each word of the phrase gives. With a word that no name has, the shares never add up to all."""
        weights = {word: self._idf.get(word, 0.0) for word in phrase}
        total = sum(weights.values())
        known = sum(1 for weight in weights.values() if weight) / max(len(weights), 1)
        shares = (
            {word: weight / total * (0.6 + 0.4 * known) for word, weight in weights.items()} if total else {}
        )
        return _Phrase(phrase, tuple(shares.items()), tuple(pairwise(phrase)))

    def _cover(self, words: frozenset[str]) -> _Chosen:
        covered = 0.0
        used: set[str] = set()
        pairs: list[tuple[str, str]] = []
        for phrases, weight in self._plans:
            best, chosen = 0.0, phrases[0]
            for phrase in phrases:
                share = 0.0
                for word, part in phrase.shares:
                    if word in words:
                        share += part
                if share > best:
                    best, chosen = share, phrase
            covered += weight * best
            used.update(chosen.words)
            pairs.extend(chosen.pairs)
        return _Chosen(covered / self._total if self._total else 0.0, frozenset(used), tuple(pairs))

    def _together(self, title: tuple[str, ...], phrase_pairs: tuple[tuple[str, str], ...]) -> float:
        """Return the share of neighbouring words of the query that are neighbours in the title."""
        wanted = self._telling_pairs.union(phrase_pairs)
        if not wanted:
            return 1.0
        return len(wanted.intersection(pairwise(title))) / len(wanted)

    def _accents(self, candidate: Candidate) -> float:
        """Return the share of the words typed with accents that the title has with just these accents."""
        if not self._accented:
            return 0.0
        pairs = [
            (self._accented[folded], exact)
            for folded, exact in zip(candidate.title, candidate.exact, strict=True)
            if folded in self._accented
        ]
        return sum(typed == exact for typed, exact in pairs) / len(pairs) if pairs else 0.0


def _density(title: tuple[str, ...], words: frozenset[str]) -> float:
    """Return how much of the title answers: 1 when it says nothing else, the less the longer it is."""
    return math.sqrt(len([word for word in title if word in words]) / len(title)) if title else 0.0


def exact_word(folded: str, accents: str) -> str:
    """Return a word and its accents as one string; a word without accents is its folded form."""
    return folded + accents
