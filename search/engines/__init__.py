"""Search engines behind one port (`search.engines.base`).

One engine is chosen, by a setting or by what there is. It answers; when it can't, the engine of the site's own
database does. Both are kept up to date, each with one index for every collection (`search.sources`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from search.engines.base import SearchEngine, SearchReader
from search.engines.fallback import WithStandIn

#: The collection of procedures; the others belong to their sources.
PROCEDURES: Final = "procedures"
#: Short names of the engines that come with the site, for settings and commands.
ENGINES: Final[Mapping[str, str]] = {
    "sqlite": "search.engines.sqlite.SqliteEngine",
    "postgres": "search.engines.postgres.PostgresEngine",
    "elasticsearch": "search.engines.elasticsearch.ElasticsearchEngine",
}


def engine_path(name: str) -> str:
    """The path of an engine's class by its short name or by itself. Raises ``LookupError`` for any other word."""
    if name in ENGINES:
        return ENGINES[name]
    if "." in name:
        return name
    raise LookupError(f"There is no engine “{name}”; there is: {', '.join(ENGINES)}.")


def chosen_name() -> str:
    """The short name (or the path) of the engine that should answer."""
    if settings.SEARCH_ENGINE:
        return _short(settings.SEARCH_ENGINE)
    return "elasticsearch" if settings.ELASTICSEARCH_URL else database_name()


def database_name() -> str:
    """The short name of the engine that needs nothing but what the site's database needs."""
    return "postgres" if connection.vendor == "postgresql" else "sqlite"


def engine_names() -> tuple[str, ...]:
    """The engines that are kept up to date: the database's own first, because it stands in for the other."""
    return tuple(dict.fromkeys((database_name(), chosen_name())))


def get_engine(collection: str = PROCEDURES) -> SearchReader:
    """What answers searches. Safe to share between threads; the same object until the settings change."""
    return _reader(chosen_name(), database_name(), collection)


def engines_for(collection: str) -> Mapping[str, SearchEngine]:
    """The one or two engines whose index of this collection has to be written, by short name."""
    return {name: _engine(engine_path(name), collection) for name in engine_names()}


def forget_engines() -> None:
    """Open every index anew at its next use: for tests, which change settings."""
    _reader.cache_clear()
    _engine.cache_clear()


def _short(name: str) -> str:
    """A class of ours that is named by its path is the same engine, with the same outbox."""
    return next((short for short, path in ENGINES.items() if path == name), name)


@cache
def _reader(chosen: str, database: str, collection: str) -> SearchReader:
    engine = _engine(engine_path(chosen), collection)
    if chosen == database:
        return engine
    return WithStandIn(chosen, engine, _engine(engine_path(database), collection))


@cache
def _engine(path: str, collection: str) -> SearchEngine:
    engine: SearchEngine = import_string(path).from_settings(collection)
    return engine
