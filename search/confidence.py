"""How likely the first hit answers what was asked. Pure.

A hit's score compares hits of one query. Whether the catalogue has an answer at all shows in other things: that the
title says what was typed, word beside word, that every word asked for is one that names have, and that the matter is
not known to be somebody else's.
"""

from __future__ import annotations

from typing import Final

from search.engines.base import EngineHit
from search.understanding import Understanding

#: Below this a reader is told that the results may not be what was asked for.
UNSURE: Final = 0.35

#: What the score has that says nothing about the query, and what says most.
_NOT_ASKED: Final = ("preferred", "first_issue", "popularity", "engine")
_TELLING: Final = "compactness"
_TELLING_WEIGHT: Final = 2.0
#: A sum that only a title which says the query and nothing else reaches.
_CERTAIN: Final = 1.75
_OUTSIDE: Final = 0.4
#: From here on the title itself speaks of the matter: "cấp thẻ đăng kiểm viên" is no question about a car's test.
_ITS_OWN_MATTER: Final = 0.2


def confidence(understanding: Understanding, best: EngineHit | None) -> float:
    """From 0 (nothing fits) to 1, of the first hit in the order of relevance, whose parts were asked for."""
    if best is None:
        return 0.0
    telling = best.parts.get(_TELLING, 0.0)
    total = sum(value for name, value in best.parts.items() if name not in _NOT_ASKED)
    total += (_TELLING_WEIGHT - 1) * telling
    if understanding.outside and telling < _ITS_OWN_MATTER:
        total *= _OUTSIDE
    return round(min(total * understanding.known / _CERTAIN, 1.0), 4)
