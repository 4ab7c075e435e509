"""Titles looked up for suggestions, in indexes on titles only."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from search.engines.sqlite.schema import Generation
from search.engines.suggesting import TitleRow

_POPULAR_AND_SHORT = "ORDER BY d.popularity DESC, length(d.start), d.id"


@dataclass(frozen=True, slots=True)
class SqliteTitles:
    """`search.engines.suggesting.Titles` of one generation."""

    connection: sqlite3.Connection
    generation: Generation

    def with_code(self, start: str, limit: int) -> Sequence[TitleRow]:
        return self._rows("", "d.code >= ? AND d.code < ? ORDER BY d.code", start, start + "~", limit)

    def with_start(self, start: str, limit: int) -> Sequence[TitleRow]:
        if len(start) == 1:
            return self._rows("", f"d.initial = ? {_POPULAR_AND_SHORT}", start, limit)
        return self._rows("", f"d.start >= ? AND d.start < ? {_POPULAR_AND_SHORT}", start, start + "~", limit)

    def with_words(self, words: Sequence[str], limit: int) -> Sequence[TitleRow]:
        names = f"names_{self.generation}"
        expression = " AND ".join(f'"{word}"' for word in words) + "*"
        return self._rows(
            f"{names} CROSS JOIN",
            f"d.id = {names}.rowid AND {names} MATCH ? {_POPULAR_AND_SHORT}",
            f"{{f_title f_alias}} : ({expression})",
            limit,
        )

    def _rows(self, joined: str, condition: str, *values: object) -> list[TitleRow]:
        statement = (
            "SELECT d.id, d.code, d.title, d.start, d.exact, d.popularity "  # noqa: S608
            f"FROM {joined} document_{self.generation} AS d WHERE {condition} LIMIT ?"
        )
        return [TitleRow(*row) for row in self.connection.execute(statement, values)]
