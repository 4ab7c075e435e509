"""A second engine beside the database's own, that can be taken away and brought back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Self

from django.conf import settings

from search import engines
from search.engines.sqlite import SqliteEngine
from tests.search.engines import patient_cluster
from tests.search.wire import Wire


class Elsewhere(SqliteEngine):
    """The SQLite engine with its files in another folder than the site's."""

    @classmethod
    def from_settings(cls, collection: str = "procedures") -> Self:
        return cls(folder() / f"{collection}.sqlite3")


def folder() -> Path:
    return Path(settings.SEARCH_INDEX_PATH).parent / "elsewhere"


class Second(ABC):
    """The chosen engine of a test: `name` is what queues and health call it."""

    name: str

    @abstractmethod
    def go(self) -> None:
        """Be out of reach from now on."""

    @abstractmethod
    def come_back(self) -> None:
        """Be there again, as before."""


class InAnotherFolder(Second):
    """A disk that is not mounted."""

    name = f"{Elsewhere.__module__}.{Elsewhere.__qualname__}"

    def go(self) -> None:
        if folder().exists():
            folder().rename(folder().with_name("away"))
        folder().touch()

    def come_back(self) -> None:
        folder().unlink()
        if (away := folder().with_name("away")).exists():
            away.rename(folder())


class OnAServer(Second):
    """Elasticsearch behind a wire that is cut."""

    name = "elasticsearch"

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def go(self) -> None:
        self._wire.cut()

    def come_back(self) -> None:
        self._wire.mend()
        # A server that was away is left alone for some seconds; who asks for it anew doesn't know that it was.
        patient_cluster.cache_clear()
        engines.forget_engines()
