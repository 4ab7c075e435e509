"""Filtering and counting by facets and numbers, for what is counted in Python. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

Facets = Mapping[str, frozenset[str]]
Counts = Mapping[str, Mapping[str, int]]


def passes(facets: Facets, filters: Mapping[str, Sequence[str]]) -> bool:
    """Whether a document has at least one chosen value of every facet that is filtered by."""
    return all(not facets.get(name, frozenset()).isdisjoint(values) for name, values in filters.items())


def within(numbers: Mapping[str, int], at_most: Mapping[str, int]) -> bool:
    """Whether every limited number is known and not above its limit."""
    return all(name in numbers and numbers[name] <= limit for name, limit in at_most.items())


def total(counted: Iterable[tuple[Facets, int]], filters: Mapping[str, Sequence[str]]) -> int:
    """Return how many documents pass the filters; `counted` has each set of facets with its number of documents."""
    return sum(number for facets, number in counted if passes(facets, filters))


def count(
    counted: Iterable[tuple[Facets, int]], filters: Mapping[str, Sequence[str]], names: Sequence[str]
) -> dict[str, dict[str, int]]:
    """Count the values of each facet over documents that pass the filters of the other facets."""
    totals: dict[str, Counter[str]] = {name: Counter() for name in names}
    for facets, number in counted:
        failed = [
            name for name, values in filters.items() if facets.get(name, frozenset()).isdisjoint(values)
        ]
        if len(failed) > 1:
            continue
        for name in failed or totals:
            if name in totals:
                for value in facets.get(name, ()):
                    totals[name][value] += number
    return {name: dict(counter) for name, counter in totals.items()}


def added(counts: Counts, more: Counts) -> dict[str, dict[str, int]]:
    """Return the sum of two counts."""
    return {
        name: dict(Counter(counts.get(name, {})) + Counter(more.get(name, {}))) for name in {**counts, **more}
    }
