"""Titles for what has been typed so far: which are looked up, and which come first. The same for every engine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol

from core.text import FoldedWord, folded_words
from search.engines.base import Suggestion
from search.ranking import exact_word

#: How many titles are compared before the best are chosen.
POOL: Final = 60
_MAX_TYPED: Final = 200
_MAX_WORDS: Final = 12
_CODE_START: Final = re.compile(r"([0-9])\.([0-9]{0,6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A title that may be suggested: `start` are its folded words, `exact` the same with their accents."""

    id: int
    code: str
    title: str
    start: str
    exact: str
    popularity: int


class Titles(Protocol):
    """What an engine looks up for suggestions. `limit` rows at most: the popular first, then the short, then by id."""

    def with_code(self, start: str, limit: int) -> Sequence[TitleRow]:
        """Titles whose code begins so, in the order of codes."""
        ...

    def with_start(self, start: str, limit: int) -> Sequence[TitleRow]:
        """Titles whose folded words begin so. One letter, too, has to be answered fast."""
        ...

    def with_words(self, words: Sequence[str], limit: int) -> Sequence[TitleRow]:
        """Titles that hold these folded words, the last possibly unfinished, in the title or in an alias."""
        ...


def suggest(titles: Titles, prefix: str, limit: int) -> list[Suggestion]:
    """Return up to `limit` titles: those that begin as typed, then those that have the words anywhere."""
    if limit <= 0:
        return []
    code = _CODE_START.fullmatch(prefix.strip())
    if code:
        return _chosen(titles.with_code(f"{code[1]}.{code[2]}", limit), limit)
    words = folded_words(prefix[:_MAX_TYPED])[:_MAX_WORDS]
    if not words:
        return []
    start = " ".join(word.folded for word in words)
    rows = list(titles.with_start(start, POOL))
    if len(start) == 1:
        return _chosen(rows, limit)
    if len(rows) < POOL:
        rows += titles.with_words([word.folded for word in words], POOL)
    return _chosen(_ordered(list(dict.fromkeys(rows)), words), limit)


def _ordered(rows: list[TitleRow], words: tuple[FoldedWord, ...]) -> list[TitleRow]:
    """Order by the accents typed, then by how much of the title is typed, where it stands, and how popular it is."""
    start = " ".join(word.folded for word in words)
    typed = tuple(exact_word(word.folded, word.accents) for word in words)
    wanted = set(pairwise(word.folded for word in words[:-1]))

    def order(row: TitleRow) -> tuple[float, ...]:
        title, exact_words = row.start.split(), row.exact.split()
        accents = sum(word in exact_words for word in typed[:-1]) + any(
            _may_become(words[-1], word) for word in exact_words
        )
        together = len(wanted & set(pairwise(title))) / len(wanted) if wanted else 1.0
        # "khai s" wants "Đăng ký khai sinh" before "Khai sinh có yếu tố nước ngoài", though that begins so.
        merit = len(words) / max(len(title), 1) + 0.15 * row.start.startswith(start) + 0.2 * together
        return (-accents, -round(merit + min(row.popularity, 60) / 120, 6), len(row.start), row.id)

    return sorted(rows, key=order)


def _may_become(typed: FoldedWord, exact: str) -> bool:
    """Whether going on typing can give the word: "tà" may become "tàu", not "tạm"."""
    return exact.startswith(typed.folded) and set(typed.accents) <= set(exact)


def _chosen(rows: Sequence[TitleRow], limit: int) -> list[Suggestion]:
    return [Suggestion(id=row.id, code=row.code, title=row.title) for row in rows[:limit]]
