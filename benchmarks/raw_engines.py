"""The engines asked directly, over the tables of our own index: what ``search_engines.py`` puts beside our search.

``best``: the ten best that have any of the words in a name, in the engine's own order. ``counted``: these, and beside
them what a page of results needs: the number of documents whose names hold all the words (any of them, where none holds
all) and how many of them have each value of each facet. Values are counted as quickly as the tables allow: hits are
grouped by their set of facets, and the sets are joined with their values.
"""

import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

_BEST = 10
_COUNTED = """
WITH hit AS ({hits} GROUP BY e.facets)
SELECT name, value, sum(number) FROM hit JOIN facet_value AS v ON v.facets = hit.facets GROUP BY name, value
UNION ALL SELECT '', '', coalesce(sum(number), 0) FROM hit
"""


class _Database:
    """Two statements with one expression of words each, and a table of the values of each set of facets."""

    either: str
    both: str

    def __init__(self, run: Callable[..., Any], best: str, hits: str) -> None:
        self._run, self._best, self._counted = run, best, _COUNTED.format(hits=hits)

    def best(self, words: Sequence[str]) -> Sequence[Any]:
        """Rows of the ten best."""
        rows: Sequence[Any] = self._run(self._best, {"asked": self.either.join(words)})
        return rows

    def counted(self, words: Sequence[str]) -> tuple[Sequence[Any], Sequence[Any]]:
        """The ten best, and rows of facet, value and number; the number of all has neither."""
        for joint in (self.both, self.either):
            counts = self._run(self._counted, {"asked": joint.join(words)})
            if len(counts) > 1:
                break
        return self.best(words), counts


class RawSqlite(_Database):
    """FTS5 of the index file at ``path``."""

    either, both = " OR ", " AND "

    def __init__(self, path: Path, facets: Sequence[str]) -> None:
        connection = sqlite3.connect(path)
        active = connection.execute("SELECT value FROM state WHERE key = 'active'").fetchone()[0]
        connection.execute("CREATE TEMP TABLE facet_value (facets INTEGER, name TEXT, value TEXT)")
        rows = connection.execute(f"SELECT id, packed FROM facets_{active}").fetchall()  # noqa: S608
        connection.executemany("INSERT INTO facet_value VALUES (?, ?, ?)", _values(rows, facets))
        connection.execute("CREATE INDEX temp.facet_value_facets ON facet_value (facets)")
        names = f"names_{active}"
        super().__init__(
            lambda statement, values: connection.execute(statement, values).fetchall(),
            f"SELECT rowid FROM {names} WHERE {names} MATCH :asked ORDER BY rank LIMIT {_BEST}",  # noqa: S608
            f"SELECT e.facets, count(*) AS number FROM {names} CROSS JOIN entry_{active} AS e "  # noqa: S608
            f"ON e.id = {names}.rowid WHERE {names} MATCH :asked",
        )


class RawPostgres(_Database):
    """The text vectors of ``schema`` in the database ``url``."""

    either, both = " | ", " & "

    def __init__(self, url: str, schema: str, facets: Sequence[str]) -> None:
        import psycopg2
        from psycopg2.extras import execute_values

        cursor = psycopg2.connect(url).cursor()
        cursor.execute(f"SET jit = off; SET search_path = {schema}")
        cursor.execute("SELECT value FROM state WHERE key = 'active'")
        active = cursor.fetchone()[0]
        cursor.execute("CREATE TEMP TABLE facet_value (facets integer, name text, value text)")
        cursor.execute(f"SELECT id, packed FROM facets_{active}")  # noqa: S608
        execute_values(cursor, "INSERT INTO facet_value VALUES %s", _values(cursor.fetchall(), facets))
        cursor.execute("CREATE INDEX ON facet_value (facets); ANALYZE facet_value")

        def run(statement: str, values: dict[str, str]) -> Any:
            cursor.execute(statement, values)
            return cursor.fetchall()

        asked = "%(asked)s::tsquery"
        super().__init__(
            run,
            f"SELECT id FROM entry_{active} WHERE names @@ {asked} "  # noqa: S608
            f"ORDER BY ts_rank(names, {asked}) DESC LIMIT {_BEST}",
            f"SELECT e.facets, count(*) AS number FROM entry_{active} AS e WHERE names @@ {asked}",  # noqa: S608
        )


class RawElasticsearch:
    """The index behind ``alias``; one request, or two where nothing holds all the words."""

    def __init__(self, cluster: Any, alias: str, facets: Sequence[str]) -> None:
        self._cluster, self._alias = cluster, alias
        self._values = {name: {"terms": {"field": f"facets.{name}", "size": 10_000}} for name in facets}

    def best(self, words: Sequence[str]) -> Any:
        """The answer with the ten best."""
        return self._ask(query=self._names(words, "or"), size=_BEST)

    def counted(self, words: Sequence[str]) -> Any:
        """The answer with the ten best, and the counts of what holds all the words."""
        query = self._names(words, "or")
        holding = {"filter": self._names(words, "and"), "aggs": self._values}
        found = self._ask(query=query, size=_BEST, aggs={"holding": holding})
        if found["aggregations"]["holding"]["doc_count"]:
            return found
        return found, self._ask(query=query, size=0, track_total_hits=True, aggs=self._values)

    def _names(self, words: Sequence[str], operator: str) -> dict[str, Any]:
        return {"match": {"names": {"query": " ".join(words), "operator": operator}}}

    def _ask(self, **asked: Any) -> Any:
        with self._cluster.reading() as client:
            return client.search(index=self._alias, source=False, **asked)


def _values(rows: Sequence[tuple[int, str]], facets: Sequence[str]) -> list[tuple[int, str, str]]:
    return [
        (number, name, value)
        for number, packed in rows
        for name, values in json.loads(packed).items()
        if name in facets
        for value in values
    ]
