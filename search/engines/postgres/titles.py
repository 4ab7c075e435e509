"""Titles looked up for suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search.engines.postgres import expressions
from search.engines.postgres.storage import View
from search.engines.suggesting import TitleRow

_POPULAR_AND_SHORT = "ORDER BY e.popularity DESC, length(e.start), e.id"


@dataclass(frozen=True, slots=True)
class PostgresTitles:
    """`search.engines.suggesting.Titles` of one view of the index."""

    view: View

    def with_code(self, start: str, limit: int) -> Sequence[TitleRow]:
        return self._rows(
            "d.code >= %(start)s AND d.code < %(start)s || '~' ORDER BY d.code", limit, start=start
        )

    def with_start(self, start: str, limit: int) -> Sequence[TitleRow]:
        condition = f"e.start >= %(start)s AND e.start < %(start)s || '~' {_POPULAR_AND_SHORT}"
        return self._rows(condition, limit, start=start)

    def with_words(self, words: Sequence[str], limit: int) -> Sequence[TitleRow]:
        condition = f"e.names @@ %(words)s::tsquery {_POPULAR_AND_SHORT}"
        return self._rows(condition, limit, words=expressions.beginning(words, "AB"))

    def _rows(self, condition: str, limit: int, **values: str) -> list[TitleRow]:
        rows = self.view.rows(
            "SELECT e.id, d.code, d.title, e.start, d.exact, e.popularity "  # noqa: S608
            f"FROM entry_{{g}} AS e JOIN document_{{g}} AS d USING (id) WHERE {condition} LIMIT %(limit)s",
            values | {"limit": limit},
        )
        return [TitleRow(*row) for row in rows]
