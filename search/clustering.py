"""Putting together queries that ask the same in other words, so that an editor answers them once. Pure.

Two queries ask the same when nearly all of what they ask for is the same, in any order: "so do lam", "lam so do",
"lam so do o dau". Which words ask for something comes in from outside (`search.understanding`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

#: Share of both queries' words that has to be common (Dice): three of four words are not enough ("khai sinh" and
#: "khai tử" differ by one), two beside one more word are.
LIKENESS: Final = 0.8


@dataclass(frozen=True, slots=True)
class Asked:
    """A query: its folded text, the folded words that ask for something, and how often it was asked."""

    text: str
    words: frozenset[str]
    count: int


def clusters(queries: Iterable[Asked]) -> dict[str, str]:
    """Return for each text the text of the most frequent query that asks the same; its own if none does.

    Every query is compared with the most frequent ones only, never with its neighbours' neighbours: a chain of small
    differences does not end at another question. The order of the input changes nothing.
    """
    leaders: dict[str, list[Asked]] = defaultdict(list)
    joined: dict[str, Asked] = {}
    found: dict[str, str] = {}
    for query in sorted(queries, key=lambda each: (-each.count, len(each.text), each.text)):
        words = query.words or frozenset(query.text.split())
        query = Asked(query.text, words, query.count)
        run_together = query.text.replace(" ", "")
        leader = joined.get(run_together) or _nearest(query, leaders)
        if leader is None:
            leader = query
            for word in words:
                leaders[word].append(query)
        joined.setdefault(run_together, leader)
        found[query.text] = leader.text
    return found


def _nearest(query: Asked, leaders: dict[str, list[Asked]]) -> Asked | None:
    """The leader that is most like the query, the more frequent one if two are."""
    seen = {leader.text: leader for word in query.words for leader in leaders.get(word, ())}
    like = [(likeness(query.words, leader.words), leader) for leader in seen.values()]
    near = [(share, leader) for share, leader in like if share >= LIKENESS]
    return max(near, key=lambda entry: (entry[0], entry[1].count, entry[1].text))[1] if near else None


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Common words as a share of both queries' words, 0 to 1 (Dice's coefficient)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
