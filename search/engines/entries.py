"""From a document to what every engine indexes: folded texts, the title without its lead, facets packed. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from core.text import clean_display, fold, folded_words
from search.engines.base import Document, fingerprint
from search.ranking import exact_word

# 1,608 of 5,670 official names begin with "Thủ tục": it tells nothing apart and hides the first real word.
_LEADS = (("thu", "tuc"), ("ten", "thu", "tuc"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it is indexed: everything is folded ASCII except `code`, `title` and `exact`.

    `words` and `exact` are the title's words without and with their accents, one for one; `start` is `words` as text.
    `aliases` and `context` hold one line for each. Words are separated by single blanks; only codes hold a dot.
    """

    id: int
    code: str
    title: str
    popularity: int
    facets: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]
    fingerprint: str
    words: tuple[str, ...]
    exact: tuple[str, ...]
    folded_code: str
    name: str
    aliases: str
    context: str
    body: str

    @property
    def start(self) -> str:
        return " ".join(self.words)

    @property
    def names(self) -> tuple[str, ...]:
        """Every word of the names, in the order in which they stand: a search looks at these first."""
        texts = (self.folded_code, self.start, self.name, self.aliases, self.context)
        return tuple(word for text in texts for word in text.split())


def entries_of(documents: Iterable[Document], batch: int = 200) -> Iterator[list[Entry]]:
    """Return entries batch by batch; of two with one id in a batch the last counts."""
    iterator = map(entry_of, documents)
    while entries := list(islice(iterator, batch)):
        yield list({entry.id: entry for entry in entries}.values())


def entry_of(document: Document) -> Entry:
    words = folded_words(document.title)
    for lead in _LEADS:
        if len(words) > len(lead) and tuple(word.folded for word in words[: len(lead)]) == lead:
            words = words[len(lead) :]
            break
    name = fold(document.official_name)
    return Entry(
        id=document.id,
        code=_storable(document.code),
        title=_storable(document.title),
        popularity=document.popularity,
        facets={facet: tuple(sorted(set(values))) for facet, values in document.facets.items() if values},
        numbers=dict(document.numbers),
        fingerprint=fingerprint(document),
        words=tuple(word.folded for word in words),
        exact=tuple(exact_word(word.folded, word.accents) for word in words),
        folded_code=fold(document.code),
        name="" if name == fold(document.title) else name,
        aliases="\n".join(filter(None, map(fold, document.aliases))),
        context="\n".join(filter(None, map(fold, document.context))),
        body=fold(document.body),
    )


def _storable(text: str) -> str:
    """Return a text without what no database takes: control characters, halves of characters."""
    return clean_display(text).encode("utf-8", "replace").decode()


def pack_facets(facets: Mapping[str, Iterable[str]]) -> str:
    """Return facets as one string; equal facets give equal strings, so that each is unpacked once a query."""
    return json.dumps({name: sorted(set(values)) for name, values in sorted(facets.items()) if values})


@lru_cache(maxsize=20_000)
def unpack_facets(packed: str) -> Mapping[str, frozenset[str]]:
    return {name: frozenset(values) for name, values in json.loads(packed).items()}
