"""Tables of one collection's index, in a schema of its own. Every table exists in two generations, `a` and `b`.

All indexed text is folded before it comes here, so a vector is just its words: no text search configuration takes
part. Pairs of neighbouring words are words too ("giay_chung"), and in the vectors of whole texts a word of a name
stands once more with a mark ("=giay"): phrases are found by the index alone, without reading the vector of every text
that holds their words. What is filtered, counted and ordered by stands in `entry` beside the vector of the names, in
narrow rows: a query may read one for every hit.
"""

from __future__ import annotations

from typing import Final, Literal

Generation = Literal["a", "b"]

#: Raised whenever the tables change: an index with another number is made anew.
SCHEMA_VERSION: Final = 1

STATE: Final = """
CREATE TABLE IF NOT EXISTS state (key text PRIMARY KEY, value text NOT NULL);
CREATE TABLE IF NOT EXISTS touched (id bigint PRIMARY KEY);
"""

_GENERATION = """
CREATE TABLE document_{g} (
    id bigint PRIMARY KEY,
    code text COLLATE "C" NOT NULL,
    title text NOT NULL,
    fingerprint text NOT NULL,
    exact text NOT NULL,
    f_title text NOT NULL,
    f_name text NOT NULL,
    f_alias text NOT NULL,
    f_context text NOT NULL
);
CREATE TABLE entry_{g} (
    id bigint PRIMARY KEY,
    facets integer NOT NULL,
    fee bigint,
    days bigint,
    popularity integer NOT NULL,
    size integer NOT NULL,
    start text COLLATE "C" NOT NULL,
    names tsvector NOT NULL
);
CREATE TABLE text_{g} (id bigint PRIMARY KEY, texts tsvector NOT NULL);
CREATE TABLE facets_{g} (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest text NOT NULL UNIQUE,
    packed text NOT NULL
);
CREATE TABLE word_{g} (word text COLLATE "C" PRIMARY KEY, documents integer NOT NULL);
"""

#: Made when the tables are filled, one by one: a change of the index waits for one of them at most.
_INDEXES = """
CREATE INDEX ON entry_{g} USING gin (names) WITH (fastupdate = off);
CREATE INDEX ON text_{g} USING gin (texts) WITH (fastupdate = off);
CREATE INDEX ON entry_{g} (facets, fee, days);
CREATE INDEX ON entry_{g} (popularity DESC, start, id);
CREATE INDEX ON entry_{g} (popularity DESC, length(start), id);
CREATE INDEX ON entry_{g} (start);
CREATE INDEX ON document_{g} (code);
"""

_TABLES: Final = ("document", "entry", "text", "facets", "word")

COUNT_WORDS: Final = """
INSERT INTO word_{g} (word, documents) SELECT word, ndoc FROM ts_stat('SELECT names FROM entry_{g}')
"""
#: Before and after the entries with these ids are replaced.
FORGET_WORDS: Final = """
UPDATE word_{g} AS known SET documents = known.documents - gone.documents
FROM (SELECT lexeme, count(*) AS documents FROM entry_{g}, unnest(names) WHERE id = ANY(%s) GROUP BY lexeme) AS gone
WHERE known.word = gone.lexeme
"""
LEARN_WORDS: Final = """
INSERT INTO word_{g} AS known (word, documents)
SELECT lexeme, count(*) FROM entry_{g}, unnest(names) WHERE id = ANY(%s) GROUP BY lexeme
ON CONFLICT (word) DO UPDATE SET documents = known.documents + excluded.documents
"""


def create(generation: Generation) -> str:
    """Return the statements that make empty tables, dropping what an interrupted build left."""
    return ";".join([*drop(generation), _GENERATION.replace("{g}", generation)])


def indexes(generation: Generation) -> list[str]:
    return _INDEXES.replace("{g}", generation).strip().splitlines()


def refresh(generation: Generation) -> list[str]:
    """Return statements, for outside a transaction, by which the planner knows the tables and their visible rows."""
    return [f"VACUUM (ANALYZE) {table}_{generation}" for table in _TABLES]


def drop(generation: Generation) -> list[str]:
    return [f"DROP TABLE IF EXISTS {table}_{generation}" for table in _TABLES]
