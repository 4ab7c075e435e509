"""The index's connections to the site's database: which, how many, and what happens when one breaks.

Never the request's own: a search must neither wait for its transaction nor break it. Readers keep one connection a
thread, in transactions that see one state of the index; a writer opens its own for one piece of work, and writers wait
for each other. The database's parameters are read when a connection is made, so tests have theirs.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from zlib import crc32

import psycopg2
from psycopg2 import errors

from search.engines.base import IndexMissingError, IndexUnavailableError
from search.engines.postgres.schema import SCHEMA_VERSION, STATE, Generation, drop

_Answer = TypeVar("_Answer")
Parameters = Callable[[], Mapping[str, Any]]

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,60}[a-z0-9]")
_READER_SECONDS: Final = 5
_CONNECT_SECONDS: Final = 5
# Every question has its index. The planner would read small tables whole: it takes a vector for as cheap as a number.
_PLANNING: Final = (
    "SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0;"
    "SET LOCAL enable_seqscan = off; SET LOCAL cpu_operator_cost = 0.02"
)
# A writer may have to wait for another one's index over all texts.
_WRITER_LOCK_SECONDS: Final = 300
# What no table is there for, or no longer: readers of the old generation may come too late.
_MISSING: Final = (errors.UndefinedTable, errors.InvalidSchemaName, errors.UndefinedColumn)

_STATE: Final = "SELECT key, value FROM state"

_open: weakref.WeakSet[_Connection] = weakref.WeakSet()


@dataclass(frozen=True, slots=True)
class View:
    """One state of the index: a cursor inside a transaction, the generation that answers, and what is noted of it."""

    cursor: Any
    generation: Generation
    state: Mapping[str, Any]

    def rows(self, statement: str, values: object = None) -> list[Any]:
        """Run a statement about the generation `{g}` and return all its rows."""
        self.cursor.execute(statement.replace("{g}", self.generation), values)
        rows: list[Any] = self.cursor.fetchall()
        return rows


class _Connection:
    """A connection that commits by itself, of one thread of one process to one database."""

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.parameters = parameters
        self.process = os.getpid()
        self.raw = psycopg2.connect(**{"connect_timeout": _CONNECT_SECONDS, **parameters})
        self.raw.autocommit = True
        _open.add(self)

    def fits(self, parameters: Mapping[str, Any]) -> bool:
        return not self.raw.closed and self.process == os.getpid() and self.parameters == parameters

    def close(self, getpid: Callable[[], int] = os.getpid) -> None:
        # A connection from before a fork belongs to the parent process: closing it would end the parent's session. (The
        # function is bound here, because the module may be gone when the interpreter ends.)
        if self.process == getpid():
            self.raw.close()

    def __del__(self) -> None:
        if hasattr(self, "raw"):
            self.close()


def close_connections() -> None:
    """Close every connection of this process; whoever searches next opens a new one."""
    for connection in list(_open):
        connection.close()


class Store:
    """Access to one collection's schema. Safe to share between threads and to use after a fork."""

    def __init__(self, parameters: Parameters, schema: str) -> None:
        if not _NAME.fullmatch(schema):
            raise ValueError(f"“{schema}” can't be the name of a schema.")
        self.schema = schema
        self._parameters = parameters
        self._local = threading.local()
        self._begin = (
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
            f"SET LOCAL statement_timeout = '{_READER_SECONDS}s'; {_PLANNING};"
            f"SET LOCAL search_path = {schema};" + _STATE
        )

    def read(self, work: Callable[[View], _Answer]) -> _Answer:
        """Do some reading of one state of the index. `work` may be called a second time when the first fails.

        Raises `IndexUnavailableError` when there is nothing to read, whatever the reason.
        """
        try:
            return self._read(work)
        except errors.QueryCanceled as error:
            raise IndexUnavailableError("The search took too long.") from error
        except (*_MISSING, psycopg2.OperationalError, psycopg2.InterfaceError):
            pass  # the generation was swapped meanwhile, or the server was started again
        except psycopg2.Error as error:
            raise IndexUnavailableError(f"The index can't be read: {error}") from error
        try:
            return self._read(work)
        except _MISSING as error:
            raise IndexMissingError("The index has not been built yet.") from error
        except psycopg2.Error as error:
            raise IndexUnavailableError(f"The index can't be read: {error}") from error

    def _read(self, work: Callable[[View], _Answer]) -> _Answer:
        connection = self._reader()
        try:
            with connection.raw.cursor() as cursor:
                cursor.execute(self._begin)
                state = dict(cursor.fetchall())
                if state.get("version") != str(SCHEMA_VERSION):
                    raise IndexMissingError("The index was built by another version, or not yet.")
                if "active" not in state:
                    raise IndexMissingError("The index has not been built yet.")
                return work(View(cursor, state["active"], state))
        finally:
            _end(connection.raw, "ROLLBACK")

    @contextlib.contextmanager
    def writing(self) -> Iterator[Any]:
        """Give a connection for one piece of work; the caller opens the transactions.

        Raises `IndexUnavailableError` when the work can't be done.
        """
        try:
            connection = _Connection(self._parameters())
            try:
                with connection.raw.cursor() as cursor:
                    cursor.execute(
                        f"SET search_path = {self.schema}; SET lock_timeout = '{_WRITER_LOCK_SECONDS}s';"
                        "SET statement_timeout = 0; SET synchronous_commit = off"
                    )
                    self._bring_to_version(cursor)
                    yield cursor
            finally:
                connection.close()
        except psycopg2.Error as error:
            raise IndexUnavailableError(f"The index can't be written: {error}") from error

    @contextlib.contextmanager
    def transaction(self, cursor: Any) -> Iterator[None]:
        """Run a block as one write: all of it or nothing, and no other writer meanwhile."""
        cursor.execute("BEGIN; SELECT pg_advisory_xact_lock(%s)", (crc32(self.schema.encode()),))
        try:
            yield
        except BaseException:
            _end(cursor.connection, "ROLLBACK")
            raise
        cursor.execute("COMMIT")

    def _bring_to_version(self, cursor: Any) -> None:
        with self.transaction(cursor):
            cursor.execute("SELECT to_regclass(%s)", (f"{self.schema}.state",))
            if cursor.fetchone()[0]:
                state = get_state(cursor)
                if state.get("version") == str(SCHEMA_VERSION):
                    return
                cursor.execute(";".join([*drop("a"), *drop("b"), "DROP TABLE state, touched"]))
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {self.schema};{STATE}")
            set_state(cursor, "version", str(SCHEMA_VERSION))

    def _reader(self) -> _Connection:
        parameters = self._parameters()
        connection: _Connection | None = getattr(self._local, "connection", None)
        if connection is None or not connection.fits(parameters):
            self._local.connection = None
            try:
                connection = self._local.connection = _Connection(parameters)
            except psycopg2.Error as error:
                raise IndexUnavailableError(f"The database is out of reach: {error}") from error
        return connection


def get_state(cursor: Any) -> dict[str, Any]:
    """Return what is noted of the index; generations are `Generation`, everything else is text."""
    cursor.execute(_STATE)
    return dict(cursor.fetchall())


def set_state(cursor: Any, key: str, value: str | None) -> None:
    """Keep a value; None forgets it."""
    if value is None:
        cursor.execute("DELETE FROM state WHERE key = %s", (key,))
    else:
        cursor.execute(
            "INSERT INTO state (key, value) VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )


def _end(connection: Any, statement: str) -> None:
    """End a transaction; a connection that can't even do that is closed."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except psycopg2.Error:
        connection.close()
