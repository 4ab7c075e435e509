"""The index file: who may open it how, which generation answers, and what happens when it is missing or damaged.

Readers open the file read-only, one connection a thread, and notice when the file was deleted or replaced. Writers
open it for one piece of work. In WAL mode both go on beside each other. A file that SQLite can't read is thrown away by
the next writer: the index is derived data.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from search.engines.base import IndexMissingError, IndexUnavailableError
from search.engines.sqlite import schema
from search.engines.sqlite.schema import Generation

logger = logging.getLogger(__name__)

_WRITER_TIMEOUT = 30.0
_READER_TIMEOUT = 5.0


class _Reader:
    """A read-only connection of one thread to one file; closed when the thread ends or the file was replaced."""

    def __init__(self, path: Path, identity: tuple[int, int, int]) -> None:
        self.identity = identity
        self.connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro",
            uri=True,
            timeout=_READER_TIMEOUT,
            isolation_level=None,
            check_same_thread=False,
        )
        if self.connection.execute("PRAGMA user_version").fetchone()[0] != schema.SCHEMA_VERSION:
            raise IndexMissingError("The index was built by another version and has to be built again.")

    def __del__(self, getpid: Callable[[], int] = os.getpid) -> None:
        # A connection from before a fork belongs to the parent process, with its locks. (The function is bound
        # here, because the module may be gone when the interpreter ends.)
        if hasattr(self, "connection") and self.identity[2] == getpid():
            self.connection.close()


class Store:
    """Access to one index file. Safe to share between threads and to use after a fork."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    @contextlib.contextmanager
    def reading(self) -> Iterator[tuple[sqlite3.Connection, Generation]]:
        """Give a connection and the generation that answers; all reads inside see one state of the index.

        Raises `IndexUnavailableError` when there is nothing to read, whatever the reason.
        """
        try:
            connection = self._reader()
            connection.execute("BEGIN")
            try:
                generation = _active(connection)
                if generation is None:
                    raise IndexMissingError("The index has not been built yet.")
                yield connection, generation
            finally:
                connection.execute("ROLLBACK")
        except (sqlite3.Error, OSError) as error:
            self._forget_reader()
            raise IndexMissingError(f"The index file can't be read: {error}") from error

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection for one piece of work; the caller opens the transactions.

        A file that is damaged is thrown away. Raises `IndexUnavailableError` when the work can't be done.
        """
        try:
            with contextlib.closing(self._writer()) as connection:
                yield connection
        except (sqlite3.Error, OSError) as error:
            if type(error) is sqlite3.DatabaseError:
                self._discard(error)
            raise IndexUnavailableError(f"The index file can't be written: {error}") from error

    def _reader(self) -> sqlite3.Connection:
        facts = self.path.stat()
        identity = (facts.st_dev, facts.st_ino, os.getpid())
        reader: _Reader | None = getattr(self._local, "reader", None)
        if reader is None or reader.identity != identity:
            reader = self._local.reader = _Reader(self.path, identity)
        return reader.connection

    def _forget_reader(self) -> None:
        self._local.reader = None

    def _writer(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return self._open_for_writing()
        except sqlite3.DatabaseError as error:
            if type(error) is not sqlite3.DatabaseError:
                raise  # locked or out of space, for example: not a reason to throw the index away
            self._discard(error)
            return self._open_for_writing()

    def _open_for_writing(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_WRITER_TIMEOUT, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            with transaction(connection):
                self._bring_to_version(connection)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _bring_to_version(self, connection: sqlite3.Connection) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == schema.SCHEMA_VERSION:
            return
        if version:
            logger.warning(
                "The search index %s has tables of version %s: it is made anew.", self.path, version
            )
        schema.drop_generation(connection, "a")
        schema.drop_generation(connection, "b")
        connection.execute("DROP TABLE IF EXISTS state")
        connection.execute("DROP TABLE IF EXISTS touched")
        schema.create_state(connection)

    def _discard(self, error: sqlite3.DatabaseError) -> None:
        """Throw away a file that is no database or is malformed: SQLite's plain `DatabaseError` says that."""
        logger.error("The search index %s is damaged (%s) and has to be built again.", self.path, error)
        for suffix in ("", "-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run a block as one write: all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def get_state(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def set_state(connection: sqlite3.Connection, key: str, value: str | None) -> None:
    """Keep a value; None forgets it."""
    if value is None:
        connection.execute("DELETE FROM state WHERE key = ?", (key,))
    else:
        connection.execute("INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)", (key, value))


def get_time(connection: sqlite3.Connection, key: str) -> datetime | None:
    value = get_state(connection, key)
    return datetime.fromisoformat(value) if value else None


def touch_time(connection: sqlite3.Connection, key: str) -> None:
    set_state(connection, key, datetime.now(UTC).isoformat())


def generations(connection: sqlite3.Connection) -> tuple[Generation | None, Generation | None]:
    """Return the generation that answers and the one being built, each None if there is none."""
    return _active(connection), cast("Generation | None", get_state(connection, "building"))


def _active(connection: sqlite3.Connection) -> Generation | None:
    return cast("Generation | None", get_state(connection, "active"))
