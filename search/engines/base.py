"""The port every search engine is behind: what goes in, what comes out, what it promises.

An engine stores documents and answers queries that are already understood: words are folded (`core.text.fold`),
synonyms are alternatives inside a group, filters are chosen facet values. An engine never sees a request, a page or
the database, so one contract test suite and one relevance test hold for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Final, Protocol, Self


class IndexUnavailableError(Exception):
    """The index cannot answer: never built, missing, damaged or out of reach. The message says which."""


class IndexMissingError(IndexUnavailableError):
    """There is no index that could answer, so it has to be built; one that is out of reach may be as good as before."""


class Match(StrEnum):
    """How well the hits answer the query."""

    ALL = "all"  # every hit was asked for without words (browsing)
    WORDS = "words"  # at least one hit holds everything that was asked for
    NEAR = "near"  # no hit holds everything; these come close
    NONE = "none"


class Number:
    """Names of the numbers that documents have."""

    FEE: Final = "fee"
    DAYS: Final = "days"


class Order(StrEnum):
    """What comes first. Documents without the number come last; equal ones in the order of relevance."""

    RELEVANCE = "relevance"
    FEE = "fee"
    DAYS = "days"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Document:
    """One procedure as the index keeps it. All texts are as written; the engine folds them.

    `facets` maps a facet's name to the values that this document has, for example `{"level": ("commune",)}`.
    `numbers` are what hits can be limited and ordered by: `Number.FEE` in đồng, `Number.DAYS` in working days; a
    number that is not known is left out. `popularity` is any number that is larger for what more people need; equal
    hits are ordered by it.
    """

    id: int
    code: str
    title: str
    official_name: str = ""
    aliases: tuple[str, ...] = ()
    context: tuple[str, ...] = ()  # names of fields and agencies
    body: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    popularity: int = 0


def fingerprint(document: Document) -> str:
    """A short text that differs when anything of the document differs, to compare an index with its source."""
    parts = (
        document.code,
        document.title,
        document.official_name,
        document.aliases,
        document.context,
        document.body,
        sorted((name, sorted(values)) for name, values in document.facets.items()),
        sorted(document.numbers.items()),
        document.popularity,
    )
    return blake2b(repr(parts).encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Group:
    """One thing that is asked for. Each alternative is a phrase of folded words; any of them will do.

    The first alternative is what was typed. A group that is not required only moves a hit up. `weight` says how much
    the group counts beside others of equally rare words.
    """

    alternatives: tuple[tuple[str, ...], ...]
    required: bool = True
    weight: float = 1.0

    @property
    def typed(self) -> tuple[str, ...]:
        return self.alternatives[0]


@dataclass(frozen=True, slots=True)
class EngineQuery:
    """A query. Without groups it browses: every document that the filters let through, the popular first.

    A document passes the filters if, for every facet named, it has at least one of the values chosen, and passes
    `at_most` if every number named is known and not larger. `facets` names the facets to count. `text` is what was
    typed, for the comparison with accents. `ordering` is what its accents say more exactly than `groups`: hits are
    found by these and ordered by that, so that a question finds the same without its accents. `prefer` are facet values
    that move a hit up without being asked of it.
    With `explain` every hit says what its score is made of.
    """

    text: str = ""
    groups: tuple[Group, ...] = ()
    ordering: tuple[Group, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    at_most: Mapping[str, int] = field(default_factory=dict)
    prefer: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: Order = Order.RELEVANCE
    offset: int = 0
    limit: int = 10
    explain: bool = False


@dataclass(frozen=True, slots=True)
class EngineHit:
    """One document found. Scores compare hits of one query and mean nothing else.

    `parts` are what the score is made of, by name, when the query asked for it.
    """

    id: int
    code: str
    title: str
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EngineResult:
    """One page of hits, with the exact number of hits on all pages.

    `facets[name][value]` is the number of hits that choosing only this value of this facet would leave: the other
    facets' filters and `at_most` apply, the facet's own filter does not. Values without hits are left out. `stand_in`
    names the engine that should have answered and could not, when another did.
    """

    hits: tuple[EngineHit, ...]
    total: int
    match: Match
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    stand_in: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    id: int
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class IndexHealth:
    """State of an index. `problem` is empty when it can answer, else one sentence for the operator.

    `is_missing`: it can't answer because it has to be built (`IndexMissingError`).
    """

    documents: int
    built_at: datetime | None
    updated_at: datetime | None
    problem: str = ""
    is_missing: bool = False

    @classmethod
    def without(cls, error: IndexUnavailableError) -> Self:
        """The state of an index that can't answer."""
        return cls(0, None, None, str(error), is_missing=isinstance(error, IndexMissingError))

    @property
    def is_usable(self) -> bool:
        return not self.problem


class SearchReader(Protocol):
    """What answers searches. Reading raises `IndexUnavailableError`, never an engine's own error."""

    def search(self, query: EngineQuery) -> EngineResult: ...

    def suggest(self, prefix: str, limit: int = 6) -> Sequence[Suggestion]:
        """Return titles for what has been typed so far: whole words, the last one possibly unfinished."""
        ...

    def vocabulary(self) -> Mapping[str, int]:
        """Every folded word of the names (title, official name, aliases, context) with its number of documents.

        Only words that begin with a letter: codes and numbers are as many as the documents.
        """
        ...

    def health(self) -> IndexHealth:
        """Say how the index is. Never raises."""
        ...


class SearchEngine(SearchReader, Protocol):
    """An engine: what answers, and how its index is kept. Writing raises `IndexUnavailableError` too."""

    def upsert(self, documents: Iterable[Document]) -> int:
        """Add or replace documents; return how many. The same call twice changes nothing."""
        ...

    def delete(self, ids: Iterable[int]) -> None:
        """Forget documents; ids that are not there are ignored."""
        ...

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Replace the whole index; return the number of documents.

        Builds beside the index that answers and swaps at the end: readers see the old index or the new one, never
        an empty one. An `upsert` or `delete` during the build wins over what the build has read before. If
        `documents` raises, the old index stays.
        """
        ...

    def fingerprints(self, after: int = 0, limit: int | None = None) -> Mapping[int, str]:
        """`fingerprint` of each document with a larger id than `after`, in the order of ids, at most `limit`."""
        ...
