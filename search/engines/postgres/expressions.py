"""Queries in the language of text vectors. Pure. Words are folded, so that none can be an operator or hold a quote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from search.engines.base import Group
from search.engines.recall import Asked, Scope


def name_vector(telling: Iterable[tuple[str, str]], context: str) -> str:
    """Return a vector of (text, weight) and, with the weight D, of the context: words, and pairs where they tell."""
    parts: list[str] = []
    for text, weight in telling:
        for line in text.splitlines():
            found = [_cut(word) for word in line.split()]
            parts += [f"{word}:1{weight}" for word in found]
            parts += map("_".join, pairwise(found))
    parts += [_cut(word) for word in context.split()]
    return " ".join(parts)


def text_vector(names: Sequence[str], body: str) -> str:
    """Return a vector of words, of pairs of neighbours, and of the names' words once more with a mark."""
    words: dict[str, None] = {}
    for text in (*names, body):
        for line in text.splitlines():
            found = [_cut(word) for word in line.split()]
            words.update(dict.fromkeys(found))
            words.update(dict.fromkeys(map("_".join, pairwise(found))))
    marked = (f"={_cut(word)}" for text in names for word in text.split())
    return " ".join({**words, **dict.fromkeys(marked)})


def holding(asked: Asked) -> str:
    """Return what finds documents that hold everything asked for, in the vector of the scope."""
    return in_names(asked.required) if asked.scope is Scope.NAMES else _in_texts(asked.required)


def in_names(groups: Sequence[Group], weights: str = "") -> str:
    """Return what finds names that hold an alternative of each group; `weights` tells the names that count."""
    return " & ".join(
        f"({' | '.join(_all_of(phrase, weights=weights) for phrase in group.alternatives)})"
        for group in groups
    )


def _in_texts(groups: Sequence[Group]) -> str:
    """A phrase counts as it stands, or if all its words are in the names."""
    return " & ".join(f"({' | '.join(map(_in_text, group.alternatives))})" for group in groups)


def _in_text(phrase: Sequence[str]) -> str:
    if len(phrase) == 1:
        return _quoted(phrase[0])
    return f"{_all_of(phrase, mark='=')} | {_all_of(tuple(map('_'.join, pairwise(phrase))))}"


def any_one(words: Sequence[str], weights: str = "") -> str:
    return " | ".join(_quoted(word, weights) for word in words)


def with_any(word: str, others: Sequence[str]) -> str:
    """Return what finds the word together with any of the others, if there are others."""
    return f"{_quoted(word)} & ({any_one(others)})" if others else _quoted(word)


def beginning(words: Sequence[str], weights: str) -> str:
    """Return what finds all the words, the last possibly unfinished."""
    return " & ".join([*(_quoted(word, weights) for word in words[:-1]), _quoted(words[-1], f"*{weights}")])


def _all_of(phrase: Sequence[str], weights: str = "", mark: str = "") -> str:
    return f"({' & '.join(_quoted(mark + word, weights) for word in phrase)})"


def _quoted(word: str, weights: str = "") -> str:
    return f"'{word}':{weights}" if weights else f"'{word}'"


def _cut(word: str) -> str:
    return word[:64]
