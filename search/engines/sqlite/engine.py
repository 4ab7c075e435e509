"""The SQLite engine: the port's methods over the index file."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final, Self

from django.conf import settings

from search.engines import facets
from search.engines.base import (
    Document,
    EngineHit,
    EngineQuery,
    EngineResult,
    IndexHealth,
    IndexUnavailableError,
    Match,
    Suggestion,
)
from search.engines.sqlite import matching, schema, storage
from search.engines.sqlite.rows import row_of, unpack_facets
from search.engines.sqlite.schema import Generation
from search.engines.sqlite.storage import Store, transaction
from search.engines.sqlite.suggesting import suggest

_BATCH: Final = 200


class SqliteEngine:
    """`SearchEngine` over one SQLite file, which may be deleted at any time and is built again by `reindex`."""

    def __init__(self, path: Path) -> None:
        self._store = Store(path)

    @classmethod
    def from_settings(cls) -> Self:
        return cls(Path(settings.SEARCH_INDEX_PATH))

    def upsert(self, documents: Iterable[Document]) -> int:
        written = 0
        with self._store.writing() as connection:
            for rows in _batches(map(row_of, documents)):
                with transaction(connection):
                    for generation in _living(connection):
                        _replace(connection, generation, rows)
                    _touch(connection, [row[0] for row in rows])
                written += len(rows)
        return written

    def delete(self, ids: Iterable[int]) -> None:
        gone = [(identity,) for identity in ids]
        if not gone:
            return
        with self._store.writing() as connection, transaction(connection):
            for generation in _living(connection):
                connection.executemany(f"DELETE FROM document_{generation} WHERE id = ?", gone)  # noqa: S608
            _touch(connection, [row[0] for row in gone])

    def rebuild(self, documents: Iterable[Document]) -> int:
        with self._store.writing() as connection:
            token = uuid.uuid4().hex
            generation = _begin_build(connection, token)
            try:
                for rows in _batches(map(row_of, documents)):
                    with _build_step(connection, token):
                        _replace(connection, generation, _untouched(connection, rows))
                return _swap(connection, token, generation)
            except BaseException:
                _abandon_build(connection, token, generation)
                raise

    def search(self, query: EngineQuery) -> EngineResult:
        with self._store.reading() as (connection, generation):
            found = (
                matching.match(connection, generation, query)
                if query.groups
                else matching.browse(connection, generation)
            )
            passing = found.rows
            if query.filters:
                passing = [row for row in passing if facets.passes(unpack_facets(row[1]), query.filters)]
            page = passing[max(query.offset, 0) : max(query.offset, 0) + max(query.limit, 0)]
            return EngineResult(
                hits=tuple(_hits(connection, generation, page)),
                total=len(passing),
                match=found.match if passing else Match.NONE,
                facets=facets.count(
                    (row[1] for row in found.rows), unpack_facets, query.filters, query.facets
                ),
            )

    def suggest(self, prefix: str, limit: int = 6) -> Sequence[Suggestion]:
        with self._store.reading() as (connection, generation):
            return suggest(connection, generation, prefix, limit)

    def vocabulary(self) -> Mapping[str, int]:
        with self._store.reading() as (connection, generation):
            return dict(connection.execute(f"SELECT term, doc FROM words_{generation} WHERE term >= 'a'"))  # noqa: S608

    def health(self) -> IndexHealth:
        try:
            with self._store.reading() as (connection, generation):
                return IndexHealth(
                    documents=connection.execute(f"SELECT count(*) FROM document_{generation}").fetchone()[0],  # noqa: S608
                    built_at=_time(connection, "built_at"),
                    updated_at=_time(connection, "updated_at"),
                )
        except IndexUnavailableError as error:
            return IndexHealth(documents=0, built_at=None, updated_at=None, problem=str(error))


def _living(connection: sqlite3.Connection) -> list[Generation]:
    """The generations that a change has to reach: the one that answers and the one being built."""
    return [generation for generation in storage.generations(connection) if generation]


def _replace(
    connection: sqlite3.Connection, generation: Generation, rows: Sequence[tuple[object, ...]]
) -> None:
    columns, marks = ", ".join(schema.COLUMNS), ", ".join("?" * len(schema.COLUMNS))
    connection.executemany(f"DELETE FROM document_{generation} WHERE id = ?", [(row[0],) for row in rows])  # noqa: S608
    connection.executemany(f"INSERT INTO document_{generation} ({columns}) VALUES ({marks})", rows)  # noqa: S608


def _touch(connection: sqlite3.Connection, ids: Sequence[object]) -> None:
    """Note the change, and which entries a running build must not overwrite with what it has read before."""
    if storage.get_state(connection, "building"):
        connection.executemany(
            "INSERT OR IGNORE INTO touched (id) VALUES (?)", [(identity,) for identity in ids]
        )
    storage.touch_time(connection, "updated_at")


def _begin_build(connection: sqlite3.Connection, token: str) -> Generation:
    """Claim the build. A build that is running already is superseded: its next step raises."""
    with transaction(connection):
        active, _building = storage.generations(connection)
        generation: Generation = "b" if active == "a" else "a"
        schema.create_generation(connection, generation)
        connection.execute("DELETE FROM touched")
        storage.set_state(connection, "building", generation)
        storage.set_state(connection, "build_token", token)
    return generation


@contextmanager
def _build_step(connection: sqlite3.Connection, token: str) -> Iterator[None]:
    with transaction(connection):
        if storage.get_state(connection, "build_token") != token:
            raise IndexUnavailableError("Another rebuild of the index has started.")
        yield


def _untouched(
    connection: sqlite3.Connection, rows: Sequence[tuple[object, ...]]
) -> list[tuple[object, ...]]:
    marks = ",".join("?" * len(rows))
    ids = [row[0] for row in rows]
    touched = {row[0] for row in connection.execute(f"SELECT id FROM touched WHERE id IN ({marks})", ids)}  # noqa: S608
    return [row for row in rows if row[0] not in touched]


def _swap(connection: sqlite3.Connection, token: str, generation: Generation) -> int:
    with _build_step(connection, token):
        count: int = connection.execute(f"SELECT count(*) FROM document_{generation}").fetchone()[0]  # noqa: S608
        old = storage.generations(connection)[0]
        storage.set_state(connection, "active", generation)
        _end_build(connection)
        storage.touch_time(connection, "built_at")
        storage.touch_time(connection, "updated_at")
        if old:
            schema.drop_generation(connection, old)
    return count


def _abandon_build(connection: sqlite3.Connection, token: str, generation: Generation) -> None:
    with transaction(connection):
        if storage.get_state(connection, "build_token") == token:
            schema.drop_generation(connection, generation)
            _end_build(connection)


def _end_build(connection: sqlite3.Connection) -> None:
    storage.set_state(connection, "building", None)
    storage.set_state(connection, "build_token", None)
    connection.execute("DELETE FROM touched")


def _hits(
    connection: sqlite3.Connection, generation: Generation, page: Sequence[tuple[int, str, float]]
) -> Iterator[EngineHit]:
    marks = ",".join("?" * len(page))
    statement = f"SELECT id, code, title FROM document_{generation} WHERE id IN ({marks})"  # noqa: S608
    texts = {row[0]: row for row in connection.execute(statement, [row[0] for row in page])}
    for identity, _facets, score in page:
        _id, code, title = texts[identity]
        yield EngineHit(id=identity, code=code, title=title, score=score)


def _batches(rows: Iterable[tuple[object, ...]]) -> Iterator[list[tuple[object, ...]]]:
    """Cut into batches; of two rows with one id in a batch the last counts."""
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        yield list({row[0]: row for row in batch}.values())


def _time(connection: sqlite3.Connection, key: str) -> datetime | None:
    return storage.get_time(connection, key)
