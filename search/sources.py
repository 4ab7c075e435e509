"""What is searched: each source gives the documents of one collection, and each collection has its own index.

A higher app adds a source of its own with `register`, from its `ready`, and queues its changes with
`search.services.upkeep.queue`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple, Protocol, TypeGuard

from django.http import HttpRequest

from search.engines.base import Document

#: Documents that a source makes at once.
BATCH: Final = 200


class Source(Protocol):
    """Gives the documents of one collection: of what citizens may find on the day `today`, and of nothing else."""

    @property
    def collection(self) -> str:
        """The collection's name: lower-case letters; it is part of names of files, schemas and indexes."""

    def ids(self, today: date) -> Sequence[int]:
        """The ids of all documents, in ascending order; one query."""

    def documents_for(self, ids: Iterable[int], today: date) -> list[Document]:
        """The documents with these ids; ids that have none are left out. The same number of queries for any ids."""

    def all_documents(self, today: date) -> Iterator[Document]:
        """Every document in the order of ids, read batch by batch."""


class BatchedSource:
    """All documents of a source from its ids, batch by batch: a base for sources that read the database."""

    def ids(self, today: date) -> Sequence[int]:
        raise NotImplementedError

    def documents_for(self, ids: Iterable[int], today: date) -> list[Document]:
        raise NotImplementedError

    def all_documents(self, today: date) -> Iterator[Document]:
        """In the order of ids. What comes after the ids were read is queued by its own change."""
        ids = self.ids(today)
        for start in range(0, len(ids), BATCH):
            yield from self.documents_for(ids[start : start + BATCH], today)


class Presented(NamedTuple):
    """A hit as a group of the results page shows it."""

    title: str
    url: str
    summary: str


class ListedSource(Source, Protocol):
    """A source whose hits stand on the results page in a group of their own."""

    @property
    def label(self) -> str:
        """The group's heading, translated."""

    def present(self, ids: Sequence[int], request: HttpRequest | None = None) -> list[Presented]:
        """The hits with these ids, in their order, as they are now; what is no longer public is left out.

        The same number of queries for any ids.
        """


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a source, or replace the one of the same collection."""
    _sources[source.collection] = source


def sources() -> tuple[Source, ...]:
    """Every source, in the order in which they were registered."""
    return tuple(_sources.values())


def source_for(collection: str) -> Source:
    """The source of a collection. Raises ``LookupError`` with what there is for any other name."""
    try:
        return _sources[collection]
    except KeyError:
        raise LookupError(
            f"There is no collection “{collection}”; there is: {', '.join(_sources)}."
        ) from None


def listed_sources() -> tuple[ListedSource, ...]:
    """The sources whose hits are shown in groups of their own."""
    return tuple(source for source in sources() if _is_listed(source))


def _is_listed(source: Source) -> TypeGuard[ListedSource]:
    return hasattr(source, "present")
