"""Tables of the index file. Every table exists in two generations, `a` and `b`: one answers, the other is built.

All indexed text is folded before it comes here, so the tokenizer only has to split ASCII; the dot is a letter because
of codes such as 1.004873. The FTS tables keep no text of their own: triggers keep them in step with `document`. What is
filtered, counted and ordered by stands in `entry`, which is narrow: a query may read it for every hit. Equal facets
are stored once.
"""

from __future__ import annotations

import sqlite3
from typing import Final, Literal

Generation = Literal["a", "b"]

#: Raised whenever the tables change: an index with another number is made anew.
SCHEMA_VERSION: Final = 2

_STATE = """
CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS touched (id INTEGER PRIMARY KEY);
"""

_GENERATION = """
CREATE TABLE document_{g} (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    popularity INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    initial TEXT NOT NULL,
    start TEXT NOT NULL,
    exact TEXT NOT NULL,
    f_code TEXT NOT NULL,
    f_title TEXT NOT NULL,
    f_name TEXT NOT NULL,
    f_alias TEXT NOT NULL,
    f_context TEXT NOT NULL,
    f_body TEXT NOT NULL
);
CREATE INDEX document_{g}_code ON document_{g} (code);
CREATE INDEX document_{g}_start ON document_{g} (start);
CREATE INDEX document_{g}_initial ON document_{g} (initial, popularity DESC, length(start), id);
CREATE TABLE facets_{g} (id INTEGER PRIMARY KEY, packed TEXT NOT NULL UNIQUE);
CREATE TABLE entry_{g} (
    id INTEGER PRIMARY KEY,
    facets INTEGER NOT NULL,
    fee INTEGER,
    days INTEGER,
    popularity INTEGER NOT NULL,
    start TEXT NOT NULL
);
CREATE INDEX entry_{g}_facets ON entry_{g} (facets, fee, days);
CREATE INDEX entry_{g}_popular ON entry_{g} (popularity DESC, start, id, facets, fee, days);
CREATE VIRTUAL TABLE names_{g} USING fts5(
    f_code, f_title, f_name, f_alias, f_context,
    content='document_{g}', content_rowid='id', tokenize="ascii tokenchars '.'", prefix='2 3'
);
CREATE VIRTUAL TABLE texts_{g} USING fts5(
    f_code, f_title, f_name, f_alias, f_context, f_body,
    content='document_{g}', content_rowid='id', tokenize="ascii tokenchars '.'"
);
CREATE VIRTUAL TABLE words_{g} USING fts5vocab('names_{g}', 'row');
CREATE TRIGGER document_{g}_insert AFTER INSERT ON document_{g} BEGIN
    INSERT INTO names_{g} (rowid, f_code, f_title, f_name, f_alias, f_context)
    VALUES (new.id, new.f_code, new.f_title, new.f_name, new.f_alias, new.f_context);
    INSERT INTO texts_{g} (rowid, f_code, f_title, f_name, f_alias, f_context, f_body)
    VALUES (new.id, new.f_code, new.f_title, new.f_name, new.f_alias, new.f_context, new.f_body);
END;
CREATE TRIGGER document_{g}_delete AFTER DELETE ON document_{g} BEGIN
    INSERT INTO names_{g} (names_{g}, rowid, f_code, f_title, f_name, f_alias, f_context)
    VALUES ('delete', old.id, old.f_code, old.f_title, old.f_name, old.f_alias, old.f_context);
    INSERT INTO texts_{g} (texts_{g}, rowid, f_code, f_title, f_name, f_alias, f_context, f_body)
    VALUES ('delete', old.id, old.f_code, old.f_title, old.f_name, old.f_alias, old.f_context, old.f_body);
END;
"""

_DROP = """
DROP TABLE IF EXISTS words_{g};
DROP TABLE IF EXISTS names_{g};
DROP TABLE IF EXISTS texts_{g};
DROP TABLE IF EXISTS document_{g};
DROP TABLE IF EXISTS entry_{g};
DROP TABLE IF EXISTS facets_{g};
"""

COLUMNS: Final = (
    "id",
    "code",
    "title",
    "popularity",
    "fingerprint",
    "initial",
    "start",
    "exact",
    "f_code",
    "f_title",
    "f_name",
    "f_alias",
    "f_context",
    "f_body",
)


def create_state(connection: sqlite3.Connection) -> None:
    """Make the bookkeeping tables in an empty file. Call inside a transaction."""
    _run(connection, _STATE)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION:d}")


def create_generation(connection: sqlite3.Connection, generation: Generation) -> None:
    """Make empty tables of one generation, dropping what an interrupted build left. Call inside a transaction."""
    drop_generation(connection, generation)
    _run(connection, _GENERATION.replace("{g}", generation))


def drop_generation(connection: sqlite3.Connection, generation: Generation) -> None:
    """Drop the tables of one generation if they are there. Call inside a transaction."""
    _run(connection, _DROP.replace("{g}", generation))


def _run(connection: sqlite3.Connection, script: str) -> None:
    """Run statements one by one: `executescript` would commit the transaction it is called in."""
    statement = ""
    for line in script.strip().splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
