"""Titles for what has been typed so far, read from indexes on titles only."""

from __future__ import annotations

import re
import sqlite3
from itertools import chain, pairwise
from typing import Final

from core.text import FoldedWord, folded_words
from search.engines.base import Suggestion
from search.engines.sqlite.schema import Generation
from search.ranking import exact_word

#: How many titles are compared before the best are chosen.
_POOL: Final = 60
_MAX_WORDS: Final = 12
_CODE_START: Final = re.compile(r"([0-9])\.([0-9]{0,6})")
_Row = tuple[int, str, str, str, str, int]


def suggest(
    connection: sqlite3.Connection, generation: Generation, prefix: str, limit: int
) -> list[Suggestion]:
    """Return up to `limit` titles: those that begin as typed, then those that have the words anywhere."""
    columns = f"d.id, d.code, d.title, d.start, d.exact, d.popularity FROM document_{generation} AS d"
    code = _CODE_START.fullmatch(prefix.strip())
    if code:
        start = f"{code[1]}.{code[2]}"
        rows = connection.execute(
            f"SELECT {columns} WHERE d.code >= ? AND d.code < ? ORDER BY d.code LIMIT ?",
            (start, start + "~", limit),
        ).fetchall()
        return _chosen(rows, limit)
    words = folded_words(prefix[:200])[:_MAX_WORDS]
    if not words:
        return []
    return _chosen(_ordered(_rows(connection, generation, columns, words), words), limit)


def _rows(
    connection: sqlite3.Connection, generation: Generation, columns: str, words: tuple[FoldedWord, ...]
) -> list[_Row]:
    start = " ".join(word.folded for word in words)
    if len(start) == 1:
        statement = f"SELECT {columns} WHERE d.initial = ? ORDER BY d.popularity DESC LIMIT ?"
        return connection.execute(statement, (start, _POOL)).fetchall()
    by_start = connection.execute(
        f"SELECT {columns} WHERE d.start >= ? AND d.start < ? "
        "ORDER BY d.popularity DESC, length(d.start) LIMIT ?",
        (start, start + "~", _POOL),
    ).fetchall()
    if len(by_start) >= _POOL:
        return by_start
    names = f"names_{generation}"
    expression = " AND ".join(f'"{word.folded}"' for word in words) + "*"
    anywhere = connection.execute(
        f"SELECT {columns.replace(' FROM ', f' FROM {names} CROSS JOIN ')} ON d.id = {names}.rowid "  # noqa: S608
        f"WHERE {names} MATCH ? ORDER BY d.popularity DESC, length(d.start) LIMIT ?",
        (f"{{f_title f_alias}} : ({expression})", _POOL),
    ).fetchall()
    return list(dict.fromkeys(chain(by_start, anywhere)))


def _ordered(rows: list[_Row], words: tuple[FoldedWord, ...]) -> list[_Row]:
    """Order by the accents typed, then by how much of the title is typed, where it stands, and how popular it is."""
    start = " ".join(word.folded for word in words)
    typed = tuple(exact_word(word.folded, word.accents) for word in words)
    wanted = set(pairwise(word.folded for word in words[:-1]))

    def order(row: _Row) -> tuple[float, ...]:
        identity, _code, _title, title_start, exact, popularity = row
        title, exact_words = title_start.split(), exact.split()
        accents = sum(word in exact_words for word in typed[:-1]) + any(
            _may_become(words[-1], word) for word in exact_words
        )
        together = len(wanted & set(pairwise(title))) / len(wanted) if wanted else 1.0
        # "khai s" wants "Đăng ký khai sinh" before "Khai sinh có yếu tố nước ngoài", though that begins so.
        merit = len(words) / max(len(title), 1) + 0.15 * title_start.startswith(start) + 0.2 * together
        return (-accents, -round(merit + min(popularity, 60) / 120, 6), len(title_start), identity)

    return sorted(rows, key=order)


def _may_become(typed: FoldedWord, exact: str) -> bool:
    """Whether going on typing can give the word: "tà" may become "tàu", not "tạm"."""
    return exact.startswith(typed.folded) and set(typed.accents) <= set(exact)


def _chosen(rows: list[_Row], limit: int) -> list[Suggestion]:
    return [Suggestion(id=row[0], code=row[1], title=row[2]) for row in rows[:limit]]
