"""What search keeps in the main database: editors' words, counted queries, and the index's outbox.

The index itself is derived data and lives in the engine.
"""

from search.models.counting import AnswerKind, QueryStatus, SearchClick, ZeroHitQuery
from search.models.index import IndexState, IndexTask
from search.models.language import (
    LanguageVersion,
    OutOfScopeTopic,
    SearchSynonym,
    StopPhrase,
    SynonymKind,
    VerbRule,
)
from search.models.learned import LearnedFrom, LearnedPhrase

__all__ = [
    "AnswerKind",
    "IndexState",
    "IndexTask",
    "LanguageVersion",
    "LearnedFrom",
    "LearnedPhrase",
    "OutOfScopeTopic",
    "QueryStatus",
    "SearchClick",
    "SearchSynonym",
    "StopPhrase",
    "SynonymKind",
    "VerbRule",
    "ZeroHitQuery",
]
