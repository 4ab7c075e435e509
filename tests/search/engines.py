"""Every engine, each with indexes of its own. A new engine joins by adding itself to `MAKERS` and `unreachable`."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Final

import psycopg2
import pytest

from scripts import ports
from search.engines.base import SearchEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.building import Names
from search.engines.elasticsearch.cluster import Cluster
from search.engines.postgres import PostgresEngine, close_connections
from search.engines.sqlite import SqliteEngine

#: From the name of a collection to its engine, whose index was never built.
MakeEngine = Callable[[str], SearchEngine]


@contextmanager
def _sqlite(request: pytest.FixtureRequest) -> Iterator[MakeEngine]:
    folder: Path = request.getfixturevalue("tmp_path_factory").mktemp("indexes")
    yield lambda collection: SqliteEngine(folder / f"{collection}.sqlite3")


@contextmanager
def _postgres(request: pytest.FixtureRequest) -> Iterator[MakeEngine]:
    url = request.getfixturevalue("postgres_url")
    mark = uuid.uuid4().hex[:12]
    made: set[str] = set()

    def make(collection: str) -> SearchEngine:
        made.add(collection)
        return PostgresEngine(lambda: {"dsn": url}, f"{mark}_{collection}")

    yield make
    close_connections()
    drop_schemas(url, *(f"search_{mark}_{collection}" for collection in made))


@contextmanager
def _elasticsearch(request: pytest.FixtureRequest) -> Iterator[MakeEngine]:
    cluster = patient_cluster(request.getfixturevalue("elasticsearch_url"))
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    yield lambda collection: ElasticsearchEngine(cluster, Names(prefix, collection))
    drop_indexes(cluster, prefix)


MAKERS: Final[dict[str, Callable[[pytest.FixtureRequest], AbstractContextManager[MakeEngine]]]] = {
    "elasticsearch": _elasticsearch,
    "postgres": _postgres,
    "sqlite": _sqlite,
}


def unreachable(name: str, folder: Path) -> SearchEngine:
    """An engine whose index is out of reach: no server listens, or a file is in the way."""
    if name == "elasticsearch":
        return ElasticsearchEngine(Cluster(f"http://127.0.0.1:{ports.free_port()}"), Names("none", "none"))
    if name == "postgres":
        return PostgresEngine(lambda: {"dsn": f"postgres://nobody@127.0.0.1:{ports.free_port()}/none"})
    if name == "sqlite":
        (folder / "file").touch()
        return SqliteEngine(folder / "file" / "index.sqlite3")
    raise LookupError(name)


@cache
def patient_cluster(url: str) -> Cluster:
    """A cluster that is waited for: what is measured here is not how busy the machine is."""
    return Cluster(url, read_timeout=60.0)


def drop_indexes(cluster: Cluster, prefix: str) -> None:
    with cluster.writing() as client:
        if names := list(client.indices.get(index=f"{prefix}-*", features="aliases")):
            client.indices.delete(index=names)


def drop_schemas(url: str, *schemas: str) -> None:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            for schema in schemas:
                cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    finally:
        connection.close()
