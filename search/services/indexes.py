"""Every index there is to keep: each engine's, for each collection."""

from __future__ import annotations

from dataclasses import dataclass

from search.engines import engine_names, engines_for
from search.engines.base import SearchEngine
from search.models import IndexState, IndexTask
from search.models.index import IndexStateQuerySet, IndexTaskQuerySet
from search.sources import Source, sources


@dataclass(frozen=True, slots=True)
class Index:
    """One engine's index of one source."""

    name: str  # of the engine
    engine: SearchEngine
    source: Source

    @property
    def collection(self) -> str:
        return self.source.collection

    @property
    def tasks(self) -> IndexTaskQuerySet:
        """What is queued for it."""
        return IndexTask.objects.of_index(self.name, self.collection)

    @property
    def state(self) -> IndexStateQuerySet:
        """Its row, or none: an index that this site doesn't know yet."""
        return IndexState.objects.of_index(self.name, self.collection)

    @property
    def is_complete(self) -> bool:
        """Whether it was built and kept since: what an engine still has from before it was left out is not."""
        return self.state.filter(is_complete=True).exists()

    def __str__(self) -> str:
        return f"{self.name} {self.collection}"


def indexes(engine: str | None = None, collection: str | None = None) -> tuple[Index, ...]:
    """The indexes to keep, those of the database's engine first; of one engine or one collection where named.

    Raises ``LookupError`` for an engine that is not kept and for a collection that no source gives.
    """
    names, known = engine_names(), {source.collection: source for source in sources()}
    for word, there, kind in ((engine, names, "engine"), (collection, known, "collection")):
        if word is not None and word not in there:
            raise LookupError(f"There is no index of the {kind} “{word}”; there is: {', '.join(there)}.")
    return tuple(
        Index(name, engines_for(source.collection)[name], source)
        for name in names
        if engine in (None, name)
        for source in known.values()
        if collection in (None, source.collection)
    )
