"""Filtering and counting by facets, for engines that count in Python. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

Facets = Mapping[str, frozenset[str]]


def passes(facets: Facets, filters: Mapping[str, Sequence[str]]) -> bool:
    """Whether a document has at least one chosen value of every facet that is filtered by."""
    return all(not facets.get(name, frozenset()).isdisjoint(values) for name, values in filters.items())


def count(
    packed: Iterable[str],
    unpack: Callable[[str], Facets],
    filters: Mapping[str, Sequence[str]],
    names: Sequence[str],
) -> dict[str, dict[str, int]]:
    """Count the values of each facet over documents that pass the filters of the other facets.

    `packed` has one string for each document; documents with equal facets share a string and are counted at once.
    """
    counted = [(unpack(text), number) for text, number in Counter(packed).items()]
    result = {}
    for name in names:
        others = {other: values for other, values in filters.items() if other != name}
        totals: Counter[str] = Counter()
        for facets, number in counted:
            if not others or passes(facets, others):
                totals.update(dict.fromkeys(facets.get(name, ()), number))
        result[name] = dict(totals)
    return result
