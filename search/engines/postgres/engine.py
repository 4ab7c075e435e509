"""The PostgreSQL engine: the port's methods over a schema in the site's database."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, Final, Self

import psycopg2
from django.db import connection

from search.engines import staging, suggesting
from search.engines.base import (
    Document,
    EngineQuery,
    EngineResult,
    IndexHealth,
    IndexUnavailableError,
    Suggestion,
)
from search.engines.entries import Entry, entries_of
from search.engines.kept import Kept
from search.engines.postgres import rows, schema
from search.engines.postgres.recall import PostgresRecall
from search.engines.postgres.schema import Generation
from search.engines.postgres.storage import Parameters, Store, View, get_state, set_state
from search.engines.postgres.titles import PostgresTitles

_BATCH: Final = 500


class PostgresEngine:
    """`SearchEngine` over the schema `search_<collection>`, which may be dropped and is built again by `reindex`."""

    def __init__(self, parameters: Parameters, collection: str = "procedures") -> None:
        self._store = Store(parameters, f"search_{collection}")
        self._kept = Kept()

    @classmethod
    def from_settings(cls, collection: str = "procedures") -> Self:
        return cls(_site_database, collection)

    def upsert(self, documents: Iterable[Document]) -> int:
        written = 0
        with self._store.writing() as cursor:
            for entries in entries_of(documents, _BATCH):
                with self._store.transaction(cursor):
                    state = get_state(cursor)
                    if building := state.get("building"):
                        rows.replace(cursor, building, entries, learn=False)
                    if active := state.get("active"):
                        _count(cursor, state, rows.replace(cursor, active, entries, learn=True))
                    _touch(cursor, state, [entry.id for entry in entries])
                written += len(entries)
        return written

    def delete(self, ids: Iterable[int]) -> None:
        gone = list(ids)
        if not gone:
            return
        with self._store.writing() as cursor, self._store.transaction(cursor):
            state = get_state(cursor)
            if building := state.get("building"):
                rows.delete(cursor, building, gone, learn=False)
            if active := state.get("active"):
                _count(cursor, state, -rows.delete(cursor, active, gone, learn=True))
            _touch(cursor, state, gone)

    def rebuild(self, documents: Iterable[Document]) -> int:
        with self._store.writing() as cursor:
            token = uuid.uuid4().hex
            generation = self._begin_build(cursor, token)
            try:
                for entries in entries_of(documents, _BATCH):
                    with self._build_step(cursor, token):
                        rows.replace(cursor, generation, _untouched(cursor, entries), learn=False)
                for statement in schema.indexes(generation):
                    with self._build_step(cursor, token):
                        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
                        cursor.execute(statement)
                for statement in schema.refresh(generation):
                    cursor.execute(statement)
                return self._swap(cursor, token, generation)
            except BaseException:
                self._abandon_build(cursor, token, generation)
                raise

    def search(self, query: EngineQuery) -> EngineResult:
        return self._store.read(lambda view: staging.answer(self._recall(view), query))

    def suggest(self, prefix: str, limit: int = 6) -> Sequence[Suggestion]:
        return self._store.read(lambda view: suggesting.suggest(PostgresTitles(view), prefix, limit))

    def vocabulary(self) -> Mapping[str, int]:
        statement = "SELECT word, documents FROM word_{g} WHERE word >= 'a' AND documents > 0 AND strpos(word, '_') = 0"
        return self._store.read(lambda view: dict(view.rows(statement)))

    def fingerprints(self, after: int = 0, limit: int | None = None) -> Mapping[int, str]:
        statement = "SELECT id, fingerprint FROM document_{g} WHERE id > %s ORDER BY id LIMIT %s"
        most = None if limit is None else max(limit, 0)
        return self._store.read(lambda view: dict(view.rows(statement, (after, most))))

    def health(self) -> IndexHealth:
        try:
            state = self._store.read(lambda view: view.state)
        except IndexUnavailableError as error:
            return IndexHealth.without(error)
        return IndexHealth(
            documents=int(state["documents"]),
            built_at=datetime.fromisoformat(state["built_at"]),
            updated_at=datetime.fromisoformat(state["updated_at"]),
        )

    def _recall(self, view: View) -> PostgresRecall:
        return PostgresRecall(view, self._kept.of(view.state["build"], view.state["updated_at"]))

    def _begin_build(self, cursor: Any, token: str) -> Generation:
        """Claim the build. A build that is running already is superseded: its next step raises."""
        with self._store.transaction(cursor):
            generation: Generation = "b" if get_state(cursor).get("active") == "a" else "a"
            cursor.execute(schema.create(generation))
            cursor.execute("TRUNCATE touched")
            set_state(cursor, "building", generation)
            set_state(cursor, "build_token", token)
        return generation

    @contextmanager
    def _build_step(self, cursor: Any, token: str) -> Iterator[None]:
        with self._store.transaction(cursor):
            if get_state(cursor).get("build_token") != token:
                raise IndexUnavailableError("Another rebuild of the index has started.")
            yield

    def _swap(self, cursor: Any, token: str, generation: Generation) -> int:
        with self._build_step(cursor, token):
            cursor.execute(schema.COUNT_WORDS.replace("{g}", generation))
            cursor.execute(f"SELECT count(*), avg(length(names))::float8 FROM entry_{generation}")  # noqa: S608
            count, average = cursor.fetchone()
            old = get_state(cursor).get("active")
            now = datetime.now(UTC).isoformat()
            news = {
                "active": generation,
                "build": token,
                "documents": str(count),
                "average": str(average or 1),
                "built_at": now,
                "updated_at": now,
            }
            for key, value in news.items():
                set_state(cursor, key, value)
            _end_build(cursor)
        if old:
            self._drop(cursor, old)
        return int(count)

    def _drop(self, cursor: Any, generation: Generation) -> None:
        """Drop a generation that is no longer read, table by table: who still reads one may be about to read the next.

        What is read for too long is left to the next build.
        """
        for statement in schema.drop(generation):
            with suppress(psycopg2.errors.LockNotAvailable), self._store.transaction(cursor):
                cursor.execute("SET LOCAL lock_timeout = '10s'")
                state = get_state(cursor)
                if generation not in (state.get("active"), state.get("building")):
                    cursor.execute(statement)

    def _abandon_build(self, cursor: Any, token: str, generation: Generation) -> None:
        with self._store.transaction(cursor):
            if get_state(cursor).get("build_token") == token:
                cursor.execute(";".join(schema.drop(generation)))
                _end_build(cursor)


def _site_database() -> Mapping[str, Any]:
    """Return how to reach the database that the site uses at this moment."""
    if connection.vendor != "postgresql":
        raise IndexUnavailableError("The site's database is not PostgreSQL.")
    parameters = dict(connection.get_connection_params())
    parameters.pop("cursor_factory", None)
    return parameters


def _count(cursor: Any, state: Mapping[str, str], more: int) -> None:
    set_state(cursor, "documents", str(int(state.get("documents", 0)) + more))


def _touch(cursor: Any, state: Mapping[str, str], ids: Sequence[int]) -> None:
    """Note the change, and which entries a running build must not overwrite with what it has read before."""
    if state.get("building"):
        cursor.execute("INSERT INTO touched SELECT unnest(%s) ON CONFLICT DO NOTHING", (list(ids),))
    set_state(cursor, "updated_at", datetime.now(UTC).isoformat())


def _untouched(cursor: Any, entries: Sequence[Entry]) -> list[Entry]:
    cursor.execute("SELECT id FROM touched WHERE id = ANY(%s)", ([entry.id for entry in entries],))
    touched = {identity for (identity,) in cursor.fetchall()}
    return [entry for entry in entries if entry.id not in touched]


def _end_build(cursor: Any) -> None:
    set_state(cursor, "building", None)
    set_state(cursor, "build_token", None)
    cursor.execute("TRUNCATE touched")
