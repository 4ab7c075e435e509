"""The database that tests begin with is a copy of a migrated one; a test that commits gets it back as it was.

On SQLite it is the one that a first start copies (that it equals a fresh migration is a test of its own), on PostgreSQL
one that was migrated on the same server. Migrations that a copy lacks are applied to it as ever.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

import psycopg2
from django.db import connection

from scripts import prepare, services


class Beginning(Protocol):
    """What the test database is before the first test."""

    def keep(self) -> None:
        """Take it from the test database as that is now."""

    def bring_back(self) -> None:
        """Give the test database all of it again."""


class InMemory:
    """SQLite: what is kept is a file."""

    def __init__(self, file: Path) -> None:
        self._file = file.as_uri()
        self._name = connection.creation._get_test_db_name()

    def keep(self) -> None:
        _copy(self._name, self._file)

    def bring_back(self) -> None:
        _copy(self._file, self._name)


def _copy(source: str, target: str) -> None:
    with (
        closing(sqlite3.connect(source, uri=True)) as here,
        closing(sqlite3.connect(target, uri=True)) as there,
    ):
        here.backup(there)


class OnServer:
    """PostgreSQL: what is kept is the migrated database beside it."""

    def __init__(self, server: str, migrated: str) -> None:
        self._server = server
        self._migrated = migrated

    def keep(self) -> None:
        """It is kept already."""

    def bring_back(self) -> None:
        connection.close()
        name = connection.settings_dict["NAME"]
        with closing(psycopg2.connect(self._server)) as server, server.cursor() as cursor:
            server.autocommit = True  # databases are made and dropped outside of transactions
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {self._migrated}")


@contextmanager
def beginning(folder: Path) -> Iterator[Beginning]:
    """Have the test database made as a copy; TEST_TEMPLATE names a migrated one on the server."""
    if connection.vendor == "postgresql":
        with _on_server() as kept:
            yield kept
        return
    file = folder / "beginning.sqlite3"
    prepare.copy_template(file)
    in_memory = InMemory(file)
    # A database in memory lasts as long as somebody is connected.
    with closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True)):
        in_memory.bring_back()
        yield in_memory


@contextmanager
def _on_server() -> Iterator[OnServer]:
    server = os.environ["DATABASE_URL"]
    if template := os.environ.get("TEST_TEMPLATE"):
        connection.settings_dict["TEST"]["TEMPLATE"] = template
        yield OnServer(server, template)
        return
    with services.migrated(server) as template:
        connection.settings_dict["TEST"]["TEMPLATE"] = template
        yield OnServer(server, template)
