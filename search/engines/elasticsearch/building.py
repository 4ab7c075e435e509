"""Writing: which indexes there are, changes, and a new index beside the one that answers.

Three kinds of names: an index has the alias and a time; the alias points at the one that answers; a second alias
points at the one that is being built. A change is written through both aliases, and each document says when it was
written, so that the newest change wins in whatever order they arrive. A write that asks for an alias can't make an
index by mistake.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.dsl import Q
from elasticsearch.helpers import streaming_bulk

from search.engines.base import IndexUnavailableError
from search.engines.elasticsearch.documents import SCHEMA_VERSION, IndexedDocument, source_of
from search.engines.entries import Entry

_CHUNK: Final = 500
_CHUNK_BYTES: Final = 8 * 1024 * 1024
#: Markers of documents that are gone are needed for as long as an older change may be on its way.
_MARKERS_KEPT: Final = 3600 * 1_000_000
_HARMLESS: Final = (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
_SUPERSEDED: Final = "Another rebuild of the index has started."

_Action = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """The names that one collection of one site has in the cluster."""

    prefix: str
    collection: str

    @property
    def family(self) -> str:
        """The pattern of all its indexes, those of other releases too."""
        return f"{self.prefix}-{self.collection}-v*"

    @property
    def alias(self) -> str:
        return f"{self.prefix}-{self.collection}-v{SCHEMA_VERSION}"

    @property
    def building(self) -> str:
        return f"{self.alias}.building"

    def new_index(self) -> str:
        return f"{self.alias}-{time.time_ns()}"


class Clock:
    """Numbers that only grow: microseconds, so that those of several machines can be compared."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def tick(self) -> int:
        with self._lock:
            self._last = max(self._last + 1, time.time_ns() // 1000)
            return self._last


def change(client: Elasticsearch, names: Names, documents: Sequence[Mapping[str, Any]]) -> None:
    """Write documents or markers to the index that answers and the one being built, and wait until they are found."""
    actions = (_action(alias, document) for document in documents for alias in (names.alias, names.building))
    for _missing in _written(client, actions, refresh=True, require_alias=True):
        pass  # the collection was not built yet, or is not being built


def forget_markers(client: Elasticsearch, names: Names, now: int) -> None:
    """Remove the markers that are no longer needed."""
    old = Q("term", live=False) & Q("range", written={"lt": now - _MARKERS_KEPT})
    with suppress(NotFoundError):
        found = client.search(
            index=names.alias, query=old.to_dict(), size=_CHUNK, source=False, seq_no_primary_term=True
        )
        actions = [
            {
                "_op_type": "delete",
                "_index": hit["_index"],
                "_id": hit["_id"],
                "if_seq_no": hit["_seq_no"],
                "if_primary_term": hit["_primary_term"],
            }
            for hit in found["hits"]["hits"]
        ]
        for _missing in _written(client, actions):
            pass


class Build:
    """A new index, from its making to the swap."""

    def __init__(self, client: Elasticsearch, names: Names, written: int) -> None:
        """`written` is the time before which all that is built was read."""
        self._client = client
        self._names = names
        self._written = written
        self.index = names.new_index()
        self._own = f"{self.index}.own"  # an alias, because only a write through one can't make an index

    def begin(self) -> None:
        """Make the index, let changes reach it, and remove what earlier builds left: one that runs is superseded."""
        running = [index for index, aliases in self._indexes().items() if self._names.building in aliases]
        new = IndexedDocument._index.clone(name=self.index)
        new.aliases(**{self._own: {}, self._names.building: {}})
        new.get_or_create_mapping().meta("_meta", built_at=datetime.now(UTC).isoformat())
        new.create(using=self._client)
        for index in running:
            with suppress(NotFoundError):
                self._client.indices.delete_alias(index=index, name=self._names.building)
        self._remove_unfinished()

    def add(self, entries: Iterable[Entry]) -> None:
        """Write entries, except those that a change has overtaken."""
        actions = (_action(self._own, source_of(entry, self._written)) for entry in entries)
        for _missing in _written(self._client, actions, require_alias=True):
            raise IndexUnavailableError(_SUPERSEDED)

    def finish(self) -> int:
        """Let the new index answer and remove the old one; return the number of documents."""
        client, indices = self._client, self._client.indices
        try:
            indices.refresh(index=self.index)
            count: int = client.count(index=self.index, query={"term": {"live": True}})["count"]
            old = [index for index, aliases in self._indexes().items() if self._names.alias in aliases]
            indices.update_aliases(
                actions=[
                    *({"remove": {"index": index, "alias": self._names.alias}} for index in old),
                    {"add": {"index": self.index, "alias": self._names.alias}},
                    {"remove": {"index": self.index, "alias": self._names.building, "must_exist": True}},
                    {"remove": {"index": self.index, "alias": self._own}},
                ]
            )
        except NotFoundError as error:
            raise IndexUnavailableError(_SUPERSEDED) from error
        self._remove_answered()
        return count

    def abandon(self) -> None:
        with suppress(ApiError, TransportError):
            self._client.indices.delete(index=self.index, ignore_unavailable=True)

    def _remove_unfinished(self) -> None:
        """Remove what was begun before this and never answered."""
        for index, aliases in self._indexes().items():
            if (
                index.startswith(self._names.alias)
                and index < self.index
                and self._names.alias not in aliases
            ):
                self._client.indices.delete(index=index, ignore_unavailable=True)

    def _remove_answered(self) -> None:
        """Remove what answers no longer, of any release; a build that has begun since then goes on."""
        for index, aliases in self._indexes().items():
            if index != self.index and not any(alias.endswith(".building") for alias in aliases):
                self._client.indices.delete(index=index, ignore_unavailable=True)

    def _indexes(self) -> dict[str, frozenset[str]]:
        """Return the collection's indexes with their aliases."""
        found = self._client.indices.get_alias(index=self._names.family)
        return {index: frozenset(about["aliases"]) for index, about in found.items()}


def _action(alias: str, document: Mapping[str, Any]) -> _Action:
    return {
        "_op_type": "index",
        "_index": alias,
        "_id": str(document["id"]),
        "version": document["written"],
        "version_type": "external_gte",
        "_source": document,
    }


def _written(client: Elasticsearch, actions: Iterable[_Action], **options: Any) -> Iterator[None]:
    """Write, and yield for each action whose index is not there; what is overtaken is done. Raises for the rest."""
    done = streaming_bulk(
        client,
        actions,
        chunk_size=_CHUNK,
        max_chunk_bytes=_CHUNK_BYTES,
        raise_on_error=False,
        **options,
    )
    for succeeded, item in done:
        if succeeded:
            continue
        about = next(iter(item.values()))
        if about["status"] not in _HARMLESS:
            kind = about.get("error", {}).get("type", "")
            raise IndexUnavailableError(f"Elasticsearch refused a document: {about['status']} {kind}.")
        if about["status"] == HTTPStatus.NOT_FOUND:
            yield
