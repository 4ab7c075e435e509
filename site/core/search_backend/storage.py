"""The index entries in their two forms: FTS5 beside a table on SQLite, text vectors in the table on PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final, Protocol

from wagtail.search.models import IndexEntry

from core.search_backend.matching import FTS5, TSQUERY, Language

_TABLE: Final = IndexEntry._meta.db_table
_FTS: Final = f"{_TABLE}_fts"

Sql = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class EntryText:
    """The folded words of one object: its titles, what else is searched, what is found while typing."""

    title: list[str]
    rest: list[str]
    autocomplete: list[str]


class Storage(Protocol):
    """What differs between the databases."""

    language: Language
    columns: tuple[str, ...]

    def values(self, text: EntryText) -> tuple[str, ...]:
        """The values of ``columns`` for one entry."""
        ...

    def hits(self, expression: str, *, column: str, content_types: list[int], key: str, ranked: bool) -> Sql:
        """A query for the rows (pk, score) that the expression finds in ``column``: title, autocomplete or all.

        ``key`` is the SQL type of the objects' primary key. The score is 0 unless ``ranked``; higher is better, and
        a short title that matches stands before a long one. The database runs it once, whatever it is joined with.
        """
        ...


class SqliteStorage:
    """Text columns; triggers of Wagtail's own copy them into the FTS5 table.

    CROSS JOIN keeps the order of the tables: from the hits to their entries. Left to itself, the planner goes through
    every entry of a content type and asks FTS5 about each. LIMIT keeps the query whole inside the one around it.
    """

    language: Language = FTS5
    columns: tuple[str, ...] = ("title", "autocomplete", "body")

    _SEARCHED: ClassVar = {"title": "{title}", "autocomplete": "{autocomplete}", "all": "{title body}"}
    # The table's columns are autocomplete, body, title. bm25 is the lower the better.
    _SCORE: ClassVar = f"-bm25({_FTS}, 1, 1, 3) * (1 + 60.0 / max(length(entry.title), 1))"

    def values(self, text: EntryText) -> tuple[str, ...]:
        """Blank-separated words."""
        return " ".join(text.title), " ".join(text.autocomplete), " ".join(text.rest)

    def hits(self, expression: str, *, column: str, content_types: list[int], key: str, ranked: bool) -> Sql:
        """From FTS5 to the entries, by row id."""
        sql = (
            f"SELECT CAST(entry.object_id AS {key}) AS pk, {self._SCORE if ranked else 0} AS score"  # noqa: S608
            f" FROM {_FTS} CROSS JOIN {_TABLE} entry ON entry.id = {_FTS}.rowid"
            f" WHERE {_FTS} MATCH %s AND entry.content_type_id IN ({_marks(content_types)}) LIMIT -1"
        )
        return sql, [f"{self._SEARCHED[column]} : ({expression})", *content_types]


class PostgresStorage:
    """Text vectors of words that are folded already. ``body`` holds the titles too, so that one GIN index serves all.

    (Stock looks in ``title || body``, for which there is no index.) OFFSET keeps the query whole inside the one around
    it, so that ``object_id`` is never read as a number in rows of other models.
    """

    language: Language = TSQUERY
    columns: tuple[str, ...] = ("title", "autocomplete", "body", "title_text", "body_text")

    _SEARCHED: ClassVar = {"title": "title", "autocomplete": "autocomplete", "all": "body"}

    def values(self, text: EntryText) -> tuple[str, ...]:
        """Vectors in PostgreSQL's own notation; the plain texts are for its fuzzy search, which is not offered."""
        title = _vector(text.title, "A")
        body = f"{title} {_vector(text.rest, 'D', after=len(text.title))}"
        return title, _vector(text.autocomplete, "D"), body, "", ""

    def hits(self, expression: str, *, column: str, content_types: list[int], key: str, ranked: bool) -> Sql:
        """By the GIN index of the column. The rank is divided by the number of words, which lets short titles win."""
        vector = f"entry.{self._SEARCHED[column]}"
        score = f"ts_rank({vector}, %s::tsquery, 2)" if ranked else "0.0"
        sql = (
            f"SELECT CAST(entry.object_id AS {key}) AS pk, {score} AS score FROM {_TABLE} entry"  # noqa: S608
            f" WHERE {vector} @@ %s::tsquery AND entry.content_type_id IN ({_marks(content_types)}) OFFSET 0"
        )
        return sql, [*([expression] if ranked else []), expression, *content_types]


def storage_for(vendor: str) -> Storage:
    """The storage of the database ``vendor``. Raises ``KeyError`` for one that this project does not run on."""
    storages: dict[str, Storage] = {"sqlite": SqliteStorage(), "postgresql": PostgresStorage()}
    return storages[vendor]


def _vector(words: list[str], weight: str, after: int = 0) -> str:
    return " ".join(f"{word}:{place}{weight}" for place, word in enumerate(words, start=after + 1))


def _marks(values: list[int]) -> str:
    return ", ".join(["%s"] * len(values))
