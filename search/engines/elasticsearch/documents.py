"""What an index of Elasticsearch is made of: its mapping, and the document that an entry becomes.

Every text is folded before it comes here, so an analyzer only has to split at blanks; "1.004873" stays one word. What
a hit needs is kept as its source, what is only searched is not. A document that is gone leaves a marker with nothing
to be found by, so that a change that was overtaken on its way can't bring it back.
"""

from __future__ import annotations

from typing import Any, Final

from elasticsearch.dsl import Boolean, Document, Integer, Keyword, Long, MetaField, Object, Text

from search.engines.entries import Entry

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
    # Kept for hits.
    code = Keyword(ignore_above=_LONGEST_WORD)
    title = Keyword(index=False, doc_values=False)
    exact = Keyword(index=False, doc_values=False)
    name = Keyword(index=False, doc_values=False)
    aliases = Keyword(index=False, doc_values=False)
    context = Keyword(index=False, doc_values=False)
    start = Keyword(ignore_above=_LONGEST_SORTED)
    facets = Object(dynamic=True)
    numbers = Object(dynamic=True)
    # Only searched.
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
        source = MetaField(excludes=["heading", "called", "names", "body", "typed", "words"])

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
        "title": entry.title,
        "exact": " ".join(entry.exact),
        "name": entry.name,
        "aliases": entry.aliases,
        "context": entry.context,
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
