"""The Elasticsearch engine: the port's methods over one collection's alias."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Self, TypeVar

from django.conf import settings
from elasticsearch import Elasticsearch, NotFoundError

from search.engines import staging, suggesting
from search.engines.base import (
    Document,
    EngineQuery,
    EngineResult,
    IndexHealth,
    IndexMissingError,
    IndexUnavailableError,
    Suggestion,
)
from search.engines.elasticsearch import building
from search.engines.elasticsearch.building import Build, Clock, Names
from search.engines.elasticsearch.cluster import Cluster, cluster_from_settings
from search.engines.elasticsearch.documents import marker_of, source_of
from search.engines.elasticsearch.recall import Ask, ElasticsearchRecall, IndexGoneError, Remembered, asker
from search.engines.elasticsearch.titles import ElasticsearchTitles
from search.engines.entries import entries_of
from search.engines.recall import asked_of, wanted_of, words_of

_PAGE: Final = 10_000
_NOT_BUILT: Final = "The index has not been built yet."
_clock: Final = Clock()
_Result = TypeVar("_Result")


class ElasticsearchEngine:
    """`SearchEngine` over one collection's index in a cluster, where other sites have theirs."""

    def __init__(self, cluster: Cluster, names: Names) -> None:
        self._cluster = cluster
        self._names = names
        self._remembered = Remembered()

    @classmethod
    def from_settings(cls, collection: str = "procedures") -> Self:
        return cls(cluster_from_settings(), Names(settings.ELASTICSEARCH_PREFIX, collection))

    def upsert(self, documents: Iterable[Document]) -> int:
        written = 0
        with self._cluster.writing() as client:
            for entries in entries_of(documents):
                now = _clock.tick()
                building.change(client, self._names, [source_of(entry, now) for entry in entries])
                written += len(entries)
        return written

    def delete(self, ids: Iterable[int]) -> None:
        now = _clock.tick()
        markers = [marker_of(identity, now) for identity in ids]
        if not markers:
            return
        with self._cluster.writing() as client:
            building.change(client, self._names, markers)
            building.forget_markers(client, self._names, now)

    def rebuild(self, documents: Iterable[Document]) -> int:
        with self._cluster.writing() as client:
            build = Build(client, self._names, _clock.tick())
            try:
                build.begin()
                for entries in entries_of(documents):
                    build.add(entries)
                return build.finish()
            except BaseException:
                build.abandon()
                raise

    def search(self, query: EngineQuery) -> EngineResult:
        first = asked_of(query), wanted_of(query), words_of(query)
        return self._read(
            lambda ask: staging.answer(ElasticsearchRecall(ask, *first, self._remembered), query)
        )

    def suggest(self, prefix: str, limit: int = 6) -> Sequence[Suggestion]:
        return self._read(lambda ask: suggesting.suggest(ElasticsearchTitles(ask), prefix, limit))

    def vocabulary(self) -> Mapping[str, int]:
        words: dict[str, int] = {}
        sources = [{"word": {"terms": {"field": "words"}}}]
        with self._cluster.reading(patient=True) as client:
            after: Mapping[str, Any] | None = {}
            while after is not None:
                pages = {"sources": sources, "size": _PAGE} | ({"after": after} if after else {})
                found = self._search(client, size=0, aggs={"words": {"composite": pages}})
                page = found["aggregations"]["words"]
                words |= {bucket["key"]["word"]: bucket["doc_count"] for bucket in page["buckets"]}
                after = page.get("after_key")
        return words

    def fingerprints(self, after: int = 0, limit: int | None = None) -> Mapping[int, str]:
        found: dict[int, str] = {}
        with self._cluster.reading(patient=True) as client:
            while limit is None or len(found) < limit:
                size = _PAGE if limit is None else min(_PAGE, limit - len(found))
                hits = self._search(
                    client,
                    query={"bool": {"filter": [{"term": {"live": True}}, {"range": {"id": {"gt": after}}}]}},
                    size=size,
                    sort=["id"],
                    docvalue_fields=["fingerprint"],
                    stored_fields="_none_",
                    track_total_hits=False,
                )["hits"]["hits"]
                found |= {hit["sort"][0]: hit["fields"]["fingerprint"][0] for hit in hits}
                if len(hits) < size:
                    break
                after = hits[-1]["sort"][0]
        return found

    def health(self) -> IndexHealth:
        try:
            with self._cluster.reading() as client:
                return self._health(client)
        except IndexUnavailableError as error:
            return IndexHealth.without(error)

    def _health(self, client: Elasticsearch) -> IndexHealth:
        about = client.indices.get_mapping(index=self._names.alias, ignore_unavailable=True).body
        mapping = next(iter(about.values()))["mappings"] if about else {}
        if "_meta" not in mapping:
            raise IndexMissingError(_NOT_BUILT)
        built_at = datetime.fromisoformat(mapping["_meta"]["built_at"])
        aggs = {"written": {"max": {"field": "written"}}, "live": {"filter": {"term": {"live": True}}}}
        counts = self._search(client, size=0, aggs=aggs)["aggregations"]
        written = datetime.fromtimestamp((counts["written"]["value"] or 0) / 1_000_000, UTC)
        return IndexHealth(
            documents=counts["live"]["doc_count"], built_at=built_at, updated_at=max(built_at, written)
        )

    def _search(self, client: Elasticsearch, **options: Any) -> dict[str, Any]:
        try:
            return dict(client.search(index=self._names.alias, **options))
        except NotFoundError as error:
            raise IndexMissingError(_NOT_BUILT) from error

    def _read(self, question: Callable[[Ask], _Result]) -> _Result:
        """Answer a question; once more from the start when the index was replaced meanwhile."""
        with self._cluster.reading() as client:
            ask = asker(client, self._names.alias)
            try:
                return question(ask)
            except IndexGoneError:
                pass
            try:
                return question(ask)
            except IndexGoneError as error:
                if error.is_missing:
                    raise IndexMissingError(_NOT_BUILT) from error
                raise IndexUnavailableError(f"Elasticsearch can't answer: {error}.") from error
