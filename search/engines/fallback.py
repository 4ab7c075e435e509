"""Two engines that answer as one: the chosen one, and the database's own where the chosen one can't."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from search.engines.base import (
    EngineQuery,
    EngineResult,
    IndexHealth,
    IndexUnavailableError,
    SearchEngine,
    Suggestion,
)

logger = logging.getLogger(__name__)

_Answer = TypeVar("_Answer")
#: Seconds between two lines in the log of one process: each search would write one otherwise.
_QUIET_SECONDS: Final = 60.0


class WithStandIn:
    """Reads from the chosen engine; when that raises `IndexUnavailableError`, from the stand-in.

    Both are kept up to date by the outbox, so the answers differ in nothing but their order among near equals. Safe
    to share between threads.
    """

    def __init__(self, name: str, chosen: SearchEngine, stand_in: SearchEngine) -> None:
        self.name = name
        self._chosen = chosen
        self._stand_in = stand_in
        self._logged_at = -_QUIET_SECONDS

    def search(self, query: EngineQuery) -> EngineResult:
        """Answer; `stand_in` of the result names the chosen engine when it was the other that answered."""
        return self._first(
            lambda: self._chosen.search(query),
            lambda: replace(self._stand_in.search(query), stand_in=self.name),
        )

    def suggest(self, prefix: str, limit: int = 6) -> Sequence[Suggestion]:
        return self._first(
            lambda: self._chosen.suggest(prefix, limit), lambda: self._stand_in.suggest(prefix, limit)
        )

    def vocabulary(self) -> Mapping[str, int]:
        return self._first(self._chosen.vocabulary, self._stand_in.vocabulary)

    def health(self) -> IndexHealth:
        """The health of the engine that would answer now; the chosen one's when neither can."""
        health = self._chosen.health()
        if health.is_usable:
            return health
        other = self._stand_in.health()
        return other if other.is_usable else health

    def _first(self, chosen: Callable[[], _Answer], stand_in: Callable[[], _Answer]) -> _Answer:
        try:
            return chosen()
        except IndexUnavailableError as error:
            self._log(error)
        return stand_in()

    def _log(self, error: IndexUnavailableError) -> None:
        now = time.monotonic()
        if now - self._logged_at >= _QUIET_SECONDS:
            self._logged_at = now
            logger.error("The search engine %s can't answer, the database's does: %s", self.name, error)
