"""The words that the index knows, kept in the process and read again when the index changes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from search.engines import get_engine
from search.engines.base import IndexUnavailableError, SearchReader
from search.language import Language
from search.spelling import EVERY_WORD, Vocabulary

#: How long the words may be behind the index: a word that came in since is at worst read as one that is like it.
_SECONDS: Final = 10.0
#: Collections whose names this site's own staff wrote: "An Lộc" is no slip of anything.
_OWN_NAMES: Final = ("guides", "places")


@dataclass(frozen=True, slots=True)
class _Kept:
    engine: SearchReader
    checked_at: float
    updated_at: datetime | None
    language: Language
    vocabulary: Vocabulary


_kept: dict[str, _Kept] = {}


def current_vocabulary(language: Language) -> Vocabulary:
    """Words of the index and of the language rows; every word counts as known while the index is out of reach."""
    engine, now = get_engine(), time.monotonic()
    kept = _kept.get("words")
    if kept and kept.engine is engine and kept.language is language and now - kept.checked_at < _SECONDS:
        return kept.vocabulary
    health = engine.health()
    if not health.is_usable:
        return EVERY_WORD
    if kept and kept.engine is engine and kept.language is language and kept.updated_at == health.updated_at:
        vocabulary = kept.vocabulary
    else:
        vocabulary = Vocabulary(engine.vocabulary(), language.words | _own_names())
    _kept["words"] = _Kept(engine, now, health.updated_at, language, vocabulary)
    return vocabulary


def _own_names() -> frozenset[str]:
    """The words of the names of guides and places; those of an index that is out of reach are left out."""
    words: set[str] = set()
    for collection in _OWN_NAMES:
        try:
            words.update(get_engine(collection).vocabulary())
        except IndexUnavailableError:
            continue
    return frozenset(words)
