"""What follows from the words of a question and from how many documents have them. Pure.

It is needed for each search, and an engine that is far away may work it out ahead, from what it knew a moment ago.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate, chain, pairwise
from math import prod
from typing import Final

from search.engines.base import Group
from search.engines.recall import Asked, Close

#: With so many names that hold everything, whole texts need not be searched.
ENOUGH_NAMES: Final = 10
#: What comes close is found by the rarest words, so many that no more names than these have them together, or than
#: this share of all: others would find too much to be weighed.
_WEIGHED, _WEIGHED_SHARE = 2500, 0.05
#: The same for two words side by side, one of which is in no larger share; and how many such pairs.
_COMMON_SHARE, _MAX_PAIRS = 0.2, 12
#: Words of one name belong together, so more names than chance would have it hold them all.
_FEW_BY_CHANCE: Final = ENOUGH_NAMES / 3


def close_of(asked: Asked, frequency: Mapping[str, int], documents: int) -> Close:
    """Return what tells that a name comes close: some of the telling words, or two of the words side by side."""
    known = sorted((frequency[word], word) for word in asked.words if frequency[word])
    most = max(_WEIGHED, documents * _WEIGHED_SHARE)
    sums = accumulate(count for count, _word in known)
    words = [word for (_count, word), total in zip(known, sums, strict=True) if total <= most]
    typed = [word for group in asked.groups for word in group.typed]
    phrases = chain(pairwise(typed), *(pairwise(p) for g in asked.groups for p in g.alternatives))
    rarity = {
        pair: min(frequency.get(word, 0) for word in pair)
        for pair in dict.fromkeys(phrases)
        if all(map(frequency.get, pair))
    }
    common = max(_WEIGHED, documents * _COMMON_SHARE)
    pairs = sorted((pair for pair in rarity if rarity[pair] <= common), key=lambda pair: rarity[pair])
    return Close(words or [word for _count, word in known[:1]], pairs[:_MAX_PAIRS])


def probably_few(asked: Asked, frequency: Mapping[str, int], documents: int) -> bool:
    """Return whether chance would have only few names hold everything asked for."""
    shares = (_share(group, frequency, documents) for group in asked.required)
    return documents * prod(shares) < _FEW_BY_CHANCE


def _share(group: Group, frequency: Mapping[str, int], documents: int) -> float:
    """Return the share of the documents that have any of the phrases, by the rarest word of each."""
    names = sum(min(frequency.get(word, 0) for word in phrase) for phrase in group.alternatives)
    return min(1.0, names / max(documents, 1))
