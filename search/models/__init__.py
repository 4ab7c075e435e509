"""What search keeps in the main database: editors' words, counted queries, and the index's outbox.

The index itself is derived data and lives in the engine.
"""

from search.models.counting import ZeroHitQuery
from search.models.index import IndexLock, IndexTask
from search.models.language import SearchSynonym, SearchSynonymQuerySet, SynonymKind

__all__ = [
    "IndexLock",
    "IndexTask",
    "SearchSynonym",
    "SearchSynonymQuerySet",
    "SynonymKind",
    "ZeroHitQuery",
]
