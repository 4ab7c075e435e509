"""From a document to the row that is stored: folding, the first word for suggestions, facets as one string."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

from core.text import clean_display, fold, folded_words
from search.engines.base import Document
from search.ranking import exact_word

# 1,608 of 5,670 official names begin with "Thủ tục": it tells nothing apart and hides the first real word.
_LEADS = (("thu", "tuc"), ("ten", "thu", "tuc"))


def row_of(document: Document) -> tuple[object, ...]:
    """Return the values of `schema.COLUMNS`."""
    words = folded_words(document.title)
    for lead in _LEADS:
        if len(words) > len(lead) and tuple(word.folded for word in words[: len(lead)]) == lead:
            words = words[len(lead) :]
            break
    title = " ".join(word.folded for word in words)
    name = fold(document.official_name)
    return (
        document.id,
        document.code,
        clean_display(document.title),
        document.popularity,
        pack_facets(document.facets),
        title[:1],
        title,
        " ".join(exact_word(word.folded, word.accents) for word in words),
        fold(document.code),
        title,
        "" if name == fold(document.title) else name,
        "\n".join(filter(None, map(fold, document.aliases))),
        "\n".join(filter(None, map(fold, document.context))),
        fold(document.body),
    )


def pack_facets(facets: Mapping[str, Iterable[str]]) -> str:
    """Return facets as one string; equal facets give equal strings, so that each is unpacked once a query."""
    return json.dumps({name: sorted(set(values)) for name, values in sorted(facets.items()) if values})


@lru_cache(maxsize=20_000)
def unpack_facets(packed: str) -> Mapping[str, frozenset[str]]:
    return {name: frozenset(values) for name, values in json.loads(packed).items()}
