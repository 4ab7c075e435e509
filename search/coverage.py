"""How much of a question the words of a text answer. Pure.

A search asks this of some hundred texts of each of some hundred documents, so whatever depends on the words of the
question alone is worked out once, and what a text answers once for all texts with the same words of the question.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.engines.base import Group

_HEAVIEST_GROUP = 14.0

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """An alternative of a group: its words, what share of it each known word gives, its neighbouring words."""

    words: tuple[str, ...]
    shares: tuple[tuple[str, float], ...]
    pairs: tuple[Pair, ...]


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


class Coverage:
    """What of a question's groups a text covers.

    `rarity` says how much each word tells; a word that no name has tells nothing. `typed` are all words typed, those
    too that nothing is looked for by: they are no surplus in a title.
    """

    def __init__(self, groups: Sequence[Group], rarity: Mapping[str, float], typed: Iterable[str]) -> None:
        self._rarity = rarity
        self._plans = [
            _Plan([self._phrase(words) for words in group.alternatives], self._weight(group))
            for group in groups
        ]
        self._total = sum(plan.weight for plan in self._plans)
        self._known = frozenset[str]().union(*(plan.words for plan in self._plans))
        asked = [word for group in groups for word in group.typed]
        self._telling_pairs = frozenset(pair for pair in pairwise(asked) if all(map(rarity.get, pair)))
        # Words that say nothing alone may tell two titles apart where they stand: "không phải đánh giá".
        typed = tuple(typed)
        self._typed = frozenset(typed)
        phrases = [phrase for plan in self._plans for phrase in plan.phrases]
        self.pairs = frozenset({*pairwise(asked), *pairwise(typed)}).union(*(each.pairs for each in phrases))
        self._shares: dict[frozenset[str], float] = {}
        self._said: dict[frozenset[str], frozenset[str]] = {}
        self._neighbours: dict[frozenset[str], frozenset[Pair]] = {}

    def known(self, words: Iterable[str]) -> frozenset[str]:
        """Return those of a text's words that the other methods want: words of the question that some name has."""
        return self._known.intersection(words)

    def share(self, known: frozenset[str]) -> float:
        """Return the share of the question's weight that a text with these words answers."""
        if known not in self._shares:
            covered = sum(plan.weight * plan.answer(known)[0] for plan in self._plans)
            self._shares[known] = covered / self._total if self._total else 0.0
        return self._shares[known]

    def said(self, known: frozenset[str]) -> frozenset[str]:
        """Return the words that are no surplus in a title with these words."""
        if known not in self._said:
            self._said[known] = self._typed.union(*(phrase.words for phrase in self._answers(known)))
        return self._said[known]

    def side_by_side(self, known: frozenset[str]) -> frozenset[Pair]:
        """Return the words that should be neighbours in a title with these words."""
        if known not in self._neighbours:
            phrases = self._answers(known)
            self._neighbours[known] = self._telling_pairs.union(*(phrase.pairs for phrase in phrases))
        return self._neighbours[known]

    def _answers(self, known: frozenset[str]) -> list[_Phrase]:
        return [plan.answer(known)[1] for plan in self._plans]

    def _weight(self, group: Group) -> float:
        weight = max(sum(self._rarity.get(word, 0.0) for word in phrase) for phrase in group.alternatives)
        return min(weight, _HEAVIEST_GROUP) * group.weight

    def _phrase(self, words: tuple[str, ...]) -> _Phrase:
        """Share that each word of the phrase gives. With a word that no name has, the shares never add up to all."""
        weights = {word: self._rarity.get(word, 0.0) for word in words}
        total = sum(weights.values())
        known = sum(1 for weight in weights.values() if weight) / max(len(weights), 1)
        shares = (
            {word: weight / total * (0.6 + 0.4 * known) for word, weight in weights.items()} if total else {}
        )
        return _Phrase(words, tuple(shares.items()), tuple(pairwise(words)))


def rarities(frequency: Mapping[str, int], documents: int) -> dict[str, float]:
    """Return how much each word tells: the more, the fewer of the documents have it in a name; 0 if none has."""
    return {
        word: math.log(1 + (documents - count + 0.5) / (count + 0.5)) if count else 0.0
        for word, count in frequency.items()
    }
