"""What an engine has read of its index and keeps from query to query, for as long as it is true."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from search.cards import Card
from search.engines.facets import Facets

#: So many are kept at most: 5,000 cards take some 5 MB. Who asks for more begins again.
MOST_CARDS: Final = 5_000
MOST_WORDS: Final = 50_000


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one state of an index, to be looked up and added to.

    `facets` by their number, `words` with the number of documents that have them in a name, `cards` by id. Safe to
    share between threads: what is lost is read again.
    """

    facets: dict[int, Facets] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    cards: dict[int, Card] = field(default_factory=dict)


class Kept:
    """What is known of the state in which an index was last seen."""

    def __init__(self) -> None:
        self._kept = (
            "",
            "",
            Known(),
        )  # replaced as one: another thread sees the state and what is known of it

    def of(self, build: str, updated_at: str) -> Known:
        """Return what is known of this state. Sets of facets keep their numbers as long as the build is the same."""
        kept_build, kept_update, known = self._kept
        if (kept_build, kept_update) != (build, updated_at) or _is_full(known):
            known = Known(facets=known.facets if build == kept_build else {})
            self._kept = (build, updated_at, known)
        return known


def _is_full(known: Known) -> bool:
    return len(known.cards) > MOST_CARDS or len(known.words) > MOST_WORDS
