"""From an entry to the rows that are stored."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from psycopg2.extras import execute_values

from search.engines.base import Number
from search.engines.entries import Entry, pack_facets
from search.engines.postgres import schema
from search.engines.postgres.expressions import name_vector, text_vector
from search.engines.postgres.schema import Generation


def replace(cursor: Any, generation: Generation, entries: Sequence[Entry], *, learn: bool) -> int:
    """Store entries in place of those with the same ids; return how many are new. `learn` keeps the words counted."""
    if not entries:
        return 0
    ids = [entry.id for entry in entries]
    gone = delete(cursor, generation, ids, learn=learn)
    facets = _facet_ids(cursor, generation, {pack_facets(entry.facets) for entry in entries})
    _insert(cursor, f"document_{generation}", [_document(entry) for entry in entries])
    _insert(cursor, f"text_{generation}", [_text(entry) for entry in entries])
    narrow = [_narrow(entry, facets[pack_facets(entry.facets)]) for entry in entries]
    _insert(cursor, f"entry_{generation}", narrow)
    if learn:
        cursor.execute(schema.LEARN_WORDS.replace("{g}", generation), (ids,))
    return len(entries) - gone


def delete(cursor: Any, generation: Generation, ids: Sequence[int], *, learn: bool) -> int:
    """Delete entries; return how many there were."""
    if learn:
        cursor.execute(schema.FORGET_WORDS.replace("{g}", generation), (list(ids),))
    for table in ("document", "text", "entry"):
        cursor.execute(f"DELETE FROM {table}_{generation} WHERE id = ANY(%s)", (list(ids),))  # noqa: S608
    gone: int = cursor.rowcount
    return gone


def _insert(cursor: Any, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    execute_values(cursor, f"INSERT INTO {table} VALUES %s", rows, page_size=len(rows))  # noqa: S608


def _facet_ids(cursor: Any, generation: Generation, packed: set[str]) -> dict[str, int]:
    """Return the number of each; equal facets are stored once, and what is stored stays."""
    digests = {blake2b(text.encode(), digest_size=16).hexdigest(): text for text in packed}
    statement = f"SELECT digest, id FROM facets_{generation} WHERE digest = ANY(%s)"  # noqa: S608
    cursor.execute(statement, (list(digests),))
    known = dict(cursor.fetchall())
    if new := sorted((digest, text) for digest, text in digests.items() if digest not in known):
        execute_values(
            cursor,
            f"INSERT INTO facets_{generation} (digest, packed) VALUES %s",  # noqa: S608
            new,
            page_size=len(new),
        )
        cursor.execute(statement, (list(digests),))
        known = dict(cursor.fetchall())
    return {text: known[digest] for digest, text in digests.items()}


def _document(entry: Entry) -> tuple[object, ...]:
    return (
        entry.id,
        entry.code,
        entry.title,
        entry.fingerprint,
        " ".join(entry.exact),
        entry.start,
        entry.name,
        entry.aliases,
        entry.context,
    )


def _narrow(entry: Entry, facets: int) -> tuple[object, ...]:
    telling = [(entry.start, "A"), (entry.aliases, "B"), (entry.name, "C"), (entry.folded_code, "C")]
    return (
        entry.id,
        facets,
        entry.numbers.get(Number.FEE),
        entry.numbers.get(Number.DAYS),
        entry.popularity,
        len(entry.words),
        entry.start,
        name_vector(telling, entry.context),
    )


def _text(entry: Entry) -> tuple[object, ...]:
    names = (entry.folded_code, entry.start, entry.name, entry.aliases, entry.context)
    return entry.id, text_vector(names, entry.body)
