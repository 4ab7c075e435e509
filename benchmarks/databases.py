"""Databases of the benchmarks: one for each number of pages, kept below VAR_DIR or on the server that is named."""

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit


def folder() -> Path:
    """Where databases, indexes and caches are kept between two runs."""
    return Path(os.environ.get("VAR_DIR") or Path(tempfile.gettempdir()) / "mot-cua-mo-bench").resolve()


def database_of(size: int, server: str = "", copied_for: str = "") -> str:
    """The URL of the database with so many pages, on SQLite or beside the PostgreSQL database ``server``.

    An empty one is made where there is none; ``copied_for`` names a copy of it, which is made from what it holds.
    """
    name = f"bench_{size}"
    copy = f"{name}_{copied_for}" if copied_for else ""
    if server.startswith("postgres"):
        return _on_postgres(server, name, copy)
    path, target = (folder() / f"{each.replace('_', '-')}.sqlite3" for each in (name, copy or name))
    if copy and not target.exists():
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as made:
            source.backup(made)
    return f"sqlite:///{target}"


def _on_postgres(server: str, name: str, copy: str) -> str:
    import psycopg2

    with closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for new, template in ((name, "template1"), (copy, name)):
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [new])
                if new and cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {new} TEMPLATE {template}")
    return urlsplit(server)._replace(path=f"/{copy or name}").geturl()
