"""From an entry to the rows that are stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from search.engines.base import Number
from search.engines.entries import Entry, pack_facets
from search.engines.sqlite import schema
from search.engines.sqlite.schema import Generation


def replace(connection: sqlite3.Connection, generation: Generation, entries: Sequence[Entry]) -> None:
    """Store entries in place of those with the same ids."""
    delete(connection, generation, [entry.id for entry in entries])
    facets = _facet_ids(connection, generation, {pack_facets(entry.facets) for entry in entries})
    narrow = [
        (
            entry.id,
            facets[pack_facets(entry.facets)],
            entry.numbers.get(Number.FEE),
            entry.numbers.get(Number.DAYS),
            entry.popularity,
            entry.start,
        )
        for entry in entries
    ]
    connection.executemany(f"INSERT INTO entry_{generation} VALUES (?, ?, ?, ?, ?, ?)", narrow)  # noqa: S608
    columns, marks = ", ".join(schema.COLUMNS), ", ".join("?" * len(schema.COLUMNS))
    connection.executemany(
        f"INSERT INTO document_{generation} ({columns}) VALUES ({marks})",  # noqa: S608
        map(_row, entries),
    )


def delete(connection: sqlite3.Connection, generation: Generation, ids: Sequence[int]) -> None:
    gone = [(identity,) for identity in ids]
    connection.executemany(f"DELETE FROM document_{generation} WHERE id = ?", gone)  # noqa: S608
    connection.executemany(f"DELETE FROM entry_{generation} WHERE id = ?", gone)  # noqa: S608


def _facet_ids(connection: sqlite3.Connection, generation: Generation, packed: set[str]) -> dict[str, int]:
    rows = [(text,) for text in sorted(packed)]
    connection.executemany(f"INSERT OR IGNORE INTO facets_{generation} (packed) VALUES (?)", rows)  # noqa: S608
    marks = ",".join("?" * len(rows))
    statement = f"SELECT packed, id FROM facets_{generation} WHERE packed IN ({marks})"  # noqa: S608
    return dict(connection.execute(statement, [row[0] for row in rows]).fetchall())


def _row(entry: Entry) -> tuple[object, ...]:
    """Return the values of `schema.COLUMNS`."""
    return (
        entry.id,
        entry.code,
        entry.title,
        entry.popularity,
        entry.fingerprint,
        entry.start[:1],
        entry.start,
        " ".join(entry.exact),
        entry.folded_code,
        entry.start,
        entry.name,
        entry.aliases,
        entry.context,
        entry.body,
    )
