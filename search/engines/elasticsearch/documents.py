"""What an index of Elasticsearch is made of: its mapping, and the document that an entry becomes.

Every text is folded before it comes here, so an analyzer only has to split at blanks; "1.004873" stays one word. What
a hit needs is one value, its card, kept in a column: two hundred hits are read ten times as fast from there as from the
stored documents, so there are none. A document that is gone leaves a marker with nothing to be found by, so that a
change that was overtaken on its way can't bring it back.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from functools import lru_cache
from typing import Any, Final

from elasticsearch.dsl import Binary, Boolean, Document, Integer, Keyword, Long, MetaField, Object, Text

from search.cards import Card, make_card
from search.engines.entries import Entry
from search.engines.kept import MOST_CARDS

#: Raised whenever the mapping changes: the alias has it in its name, so no release reads what it can't understand.
SCHEMA_VERSION: Final = 1
#: Longer texts than these are nothing that anybody types or sorts by.
_LONGEST_TYPED: Final = 1000
_LONGEST_SORTED: Final = 8000
_LONGEST_WORD: Final = 255
_SPLIT: Final = "whitespace"


class IndexedDocument(Document):
    """A document as the index has it."""

    id = Long()
    live = Boolean()
    written = Long()  # microseconds since 1970, the order of changes
    fingerprint = Keyword(index=False)
    popularity = Integer()
    length = Integer(index=False)
    card = Binary(doc_values=True)
    code = Keyword(ignore_above=_LONGEST_WORD)
    start = Keyword(index=False, ignore_above=_LONGEST_SORTED)
    facets = Object(dynamic=True)
    numbers = Object(dynamic=True)
    heading = Text(analyzer=_SPLIT, similarity="heading", index_phrases=True)
    called = Text(analyzer=_SPLIT, similarity="names", index_prefixes={"min_chars": 1, "max_chars": 8})
    names = Text(analyzer=_SPLIT, similarity="names", index_phrases=True)
    body = Text(analyzer=_SPLIT, norms=False)
    typed = Text(analyzer="keyword", norms=False, index_prefixes={"min_chars": 1, "max_chars": 19})
    words = Keyword(index=False)

    class Meta:
        dynamic = MetaField("strict")
        dynamic_templates = MetaField(
            [
                {"facets": {"path_match": "facets.*", "mapping": {"type": "keyword"}}},
                {"numbers": {"path_match": "numbers.*", "mapping": {"type": "long"}}},
            ]
        )
        source = MetaField(enabled=False)

    class Index:
        settings = {
            "number_of_shards": 1,
            "auto_expand_replicas": "0-1",
            # Pages far behind are asked for by nobody but robots; they get what they ask for.
            "max_result_window": 1_000_000,
            "similarity": {
                # A short title that has the words is the better one; a name with many aliases is hardly worse.
                "heading": {"type": "BM25", "k1": 0.6, "b": 0.75},
                "names": {"type": "BM25", "k1": 0.8, "b": 0.3},
            },
        }


def source_of(entry: Entry, written: int) -> dict[str, Any]:
    """Return the document for an entry."""
    aliases = entry.aliases.splitlines()
    return {
        "id": entry.id,
        "live": True,
        "written": written,
        "fingerprint": entry.fingerprint,
        "popularity": max(min(entry.popularity, 2**31 - 1), -(2**31)),
        "length": len(entry.start),
        "code": entry.code,
        "card": _packed(entry),
        "start": entry.start,
        "facets": {name: list(values) for name, values in entry.facets.items()},
        "numbers": dict(entry.numbers),
        "heading": entry.start,
        "called": [entry.start, *aliases],
        "names": [entry.folded_code, entry.start, entry.name, *aliases, *entry.context.splitlines()],
        "body": entry.body,
        "typed": entry.start[:_LONGEST_TYPED],
        "words": sorted({word for word in entry.names if word[0].isalpha() and len(word) <= _LONGEST_WORD}),
    }


def marker_of(identity: int, written: int) -> dict[str, Any]:
    """Return what is left of a document that is gone."""
    return {"id": identity, "live": False, "written": written}


def _packed(entry: Entry) -> str:
    facets = {name: list(values) for name, values in entry.facets.items()}
    texts = entry.start, " ".join(entry.exact), entry.name, entry.aliases, entry.context
    parts = entry.id, entry.code, entry.title, entry.popularity, *texts, facets, dict(entry.numbers)
    return b64encode(json.dumps(parts, ensure_ascii=False).encode("utf-8", "replace")).decode()


@lru_cache(maxsize=MOST_CARDS)
def card_of(packed: str) -> Card:
    """Return the card that `source_of` packed; the same ones are asked for again and again."""
    *texts, facets, numbers = json.loads(b64decode(packed))
    values = {facet: frozenset(values) for facet, values in facets.items()}
    return make_card(*texts, facets=values, numbers=numbers)
