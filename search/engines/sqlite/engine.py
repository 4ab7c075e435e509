"""The SQLite engine: the port's methods over the index file."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from django.conf import settings

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
from search.engines.sqlite import rows, schema, storage
from search.engines.sqlite.recall import SqliteRecall
from search.engines.sqlite.schema import Generation
from search.engines.sqlite.storage import Store, transaction
from search.engines.sqlite.titles import SqliteTitles

#: The collection whose file has the name that the setting gives; the others' files stand beside it.
_MAIN: Final = "procedures"


class SqliteEngine:
    """`SearchEngine` over one SQLite file, which may be deleted at any time and is built again by `reindex`."""

    def __init__(self, path: Path) -> None:
        self._store = Store(path)
        self._kept = Kept()

    @classmethod
    def from_settings(cls, collection: str = _MAIN) -> Self:
        path = Path(settings.SEARCH_INDEX_PATH)
        return cls(path if collection == _MAIN else path.with_name(f"{path.stem}-{collection}{path.suffix}"))

    def upsert(self, documents: Iterable[Document]) -> int:
        written = 0
        with self._store.writing() as connection:
            for entries in entries_of(documents):
                with transaction(connection):
                    for generation in _living(connection):
                        rows.replace(connection, generation, entries)
                    _touch(connection, [entry.id for entry in entries])
                written += len(entries)
        return written

    def delete(self, ids: Iterable[int]) -> None:
        gone = list(ids)
        if not gone:
            return
        with self._store.writing() as connection, transaction(connection):
            for generation in _living(connection):
                rows.delete(connection, generation, gone)
            _touch(connection, gone)

    def rebuild(self, documents: Iterable[Document]) -> int:
        with self._store.writing() as connection:
            token = uuid.uuid4().hex
            generation = _begin_build(connection, token)
            try:
                for entries in entries_of(documents):
                    with _build_step(connection, token):
                        rows.replace(connection, generation, _untouched(connection, entries))
                return _swap(connection, token, generation)
            except BaseException:
                _abandon_build(connection, token, generation)
                raise

    def search(self, query: EngineQuery) -> EngineResult:
        with self._store.reading() as (connection, generation):
            state = dict(connection.execute("SELECT key, value FROM state"))
            known = self._kept.of(state["build"], state["updated_at"])
            return staging.answer(SqliteRecall(connection, generation, known), query)

    def suggest(self, prefix: str, limit: int = 6) -> Sequence[Suggestion]:
        with self._store.reading() as (connection, generation):
            return suggesting.suggest(SqliteTitles(connection, generation), prefix, limit)

    def vocabulary(self) -> Mapping[str, int]:
        with self._store.reading() as (connection, generation):
            return dict(connection.execute(f"SELECT term, doc FROM words_{generation} WHERE term >= 'a'"))  # noqa: S608

    def fingerprints(self, after: int = 0, limit: int | None = None) -> Mapping[int, str]:
        with self._store.reading() as (connection, generation):
            statement = f"SELECT id, fingerprint FROM document_{generation} WHERE id > ? ORDER BY id LIMIT ?"  # noqa: S608
            return dict(connection.execute(statement, (after, -1 if limit is None else max(limit, 0))))

    def health(self) -> IndexHealth:
        try:
            with self._store.reading() as (connection, generation):
                return IndexHealth(
                    documents=connection.execute(f"SELECT count(*) FROM document_{generation}").fetchone()[0],  # noqa: S608
                    built_at=_time(connection, "built_at"),
                    updated_at=_time(connection, "updated_at"),
                )
        except IndexUnavailableError as error:
            return IndexHealth.without(error)


def _living(connection: sqlite3.Connection) -> list[Generation]:
    """The generations that a change has to reach: the one that answers and the one being built."""
    return [generation for generation in storage.generations(connection) if generation]


def _touch(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
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


def _untouched(connection: sqlite3.Connection, entries: Sequence[Entry]) -> list[Entry]:
    marks = ",".join("?" * len(entries))
    ids = [entry.id for entry in entries]
    touched = {row[0] for row in connection.execute(f"SELECT id FROM touched WHERE id IN ({marks})", ids)}  # noqa: S608
    return [entry for entry in entries if entry.id not in touched]


def _swap(connection: sqlite3.Connection, token: str, generation: Generation) -> int:
    with _build_step(connection, token):
        count: int = connection.execute(f"SELECT count(*) FROM document_{generation}").fetchone()[0]  # noqa: S608
        old = storage.generations(connection)[0]
        storage.set_state(connection, "active", generation)
        storage.set_state(connection, "build", token)
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


def _time(connection: sqlite3.Connection, key: str) -> datetime | None:
    return storage.get_time(connection, key)
