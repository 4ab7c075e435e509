"""What is particular to the PostgreSQL engine: its connections, its schema, its counted words."""

from __future__ import annotations

import multiprocessing
import uuid
from collections.abc import Iterator

import psycopg2
import pytest
from django.db import connection

from search.engines.base import Document, EngineQuery, IndexUnavailableError
from search.engines.postgres import PostgresEngine, close_connections
from search.engines.postgres.storage import get_state
from tests.search.engines import drop_schemas

DOCUMENTS = [Document(id=n, code=f"1.{n:06}", title=f"Đăng ký việc số {n}") for n in range(1, 401)]


@pytest.fixture
def collection() -> str:
    return uuid.uuid4().hex


@pytest.fixture
def engine(postgres_url: str, collection: str) -> Iterator[PostgresEngine]:
    engine = PostgresEngine(lambda: {"dsn": postgres_url}, collection)
    engine.rebuild(DOCUMENTS)
    yield engine
    close_connections()
    drop_schemas(postgres_url, f"search_{collection}")


def total(engine: PostgresEngine) -> int:
    return engine.search(EngineQuery()).total


def session(engine: PostgresEngine) -> int:
    """The server's process that this thread's searches go to."""
    return int(engine._store.read(lambda view: view.rows("SELECT pg_backend_pid()"))[0][0])


def execute(url: str, statement: str) -> None:
    own = psycopg2.connect(url)
    with own, own.cursor() as cursor:
        cursor.execute(statement)
    own.close()


def test_searching_can_not_write(engine: PostgresEngine) -> None:
    with pytest.raises(IndexUnavailableError, match="read-only"):
        engine._store.read(lambda view: view.rows("DELETE FROM entry_{g} RETURNING id"))
    assert total(engine) == len(DOCUMENTS)


def test_a_dropped_schema_is_noticed_and_made_again(
    engine: PostgresEngine, postgres_url: str, collection: str
) -> None:
    drop_schemas(postgres_url, f"search_{collection}")
    assert not engine.health().is_usable
    with pytest.raises(IndexUnavailableError):
        total(engine)
    engine.rebuild(DOCUMENTS[:10])
    assert total(engine) == 10


def test_an_index_of_another_version_is_not_read_and_made_anew(
    engine: PostgresEngine, postgres_url: str, collection: str
) -> None:
    execute(postgres_url, f"UPDATE search_{collection}.state SET value = '999' WHERE key = 'version'")  # noqa: S608
    assert "another version" in engine.health().problem
    engine.upsert(DOCUMENTS[:1])
    assert not engine.health().is_usable
    assert engine.rebuild(DOCUMENTS) == len(DOCUMENTS)


def test_a_server_that_was_started_again_is_found_again(engine: PostgresEngine, postgres_url: str) -> None:
    ended = session(engine)
    execute(postgres_url, f"SELECT pg_terminate_backend({ended:d})")
    assert total(engine) == len(DOCUMENTS)
    assert session(engine) != ended


def test_a_thread_keeps_its_connection(engine: PostgresEngine) -> None:
    first = session(engine)
    with pytest.raises(IndexUnavailableError):
        engine._store.read(lambda view: view.rows("SELECT nonsense"))
    assert total(engine) == len(DOCUMENTS)
    assert session(engine) == first


def test_a_child_process_leaves_its_parents_connection_alone(engine: PostgresEngine) -> None:
    first = session(engine)
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    child = context.Process(target=lambda: answers.put((total(engine), session(engine))))
    child.start()
    seen, other = answers.get(timeout=30)
    child.join(30)
    assert seen == len(DOCUMENTS)
    assert other != first
    assert session(engine) == first


def test_a_search_that_takes_too_long_is_given_up(engine: PostgresEngine) -> None:
    with pytest.raises(IndexUnavailableError, match="too long"):
        engine._store.read(
            lambda view: (
                view.rows("SELECT set_config('statement_timeout', '50', true)")
                + view.rows("SELECT pg_sleep(5)")
            )
        )
    assert total(engine) == len(DOCUMENTS)


def test_a_build_that_died_leaves_nothing_in_the_way(engine: PostgresEngine) -> None:
    with engine._store.writing() as cursor:
        engine._begin_build(cursor, "dead")
    engine.upsert([Document(id=1, code="1", title="Sửa rồi")])
    assert engine.rebuild(DOCUMENTS) == len(DOCUMENTS)
    assert total(engine) == len(DOCUMENTS)
    with engine._store.writing() as cursor:
        assert "building" not in get_state(cursor)


def test_counted_words_are_the_same_after_changes_as_after_a_build(engine: PostgresEngine) -> None:
    engine.upsert([Document(id=n, code=f"1.{n:06}", title=f"Cấp việc {n}") for n in range(50, 70)])
    engine.delete(range(1, 50))
    changed = engine.vocabulary()
    engine.rebuild(
        [Document(id=n, code=f"1.{n:06}", title=f"Cấp việc {n}") for n in range(50, 70)] + DOCUMENTS[69:]
    )
    assert engine.vocabulary() == changed
    assert changed["cap"] == 20


@pytest.mark.parametrize("collection", ["", "Guides", "a-b", "x; DROP SCHEMA public", "a" * 60])
def test_a_collection_is_a_plain_name(collection: str) -> None:
    with pytest.raises(ValueError, match="schema"):
        PostgresEngine(dict, collection)


@pytest.mark.django_db
def test_the_site_searches_in_its_own_database_and_past_its_transaction() -> None:
    engine = PostgresEngine.from_settings("guides")
    if connection.vendor != "postgresql":
        assert "not PostgreSQL" in engine.health().problem
        return
    engine.rebuild(DOCUMENTS[:2])
    name = engine._store.read(lambda view: view.rows("SELECT current_database(), pg_backend_pid()"))[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), pg_backend_pid()")
        site = cursor.fetchone()
    assert (name[0], name[1] != site[1]) == (site[0], True)
