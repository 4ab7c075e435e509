"""What is particular to the SQLite engine: its file may vanish, rot or be written by others at any moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines.base import Document, EngineQuery, IndexUnavailableError
from search.engines.sqlite import SqliteEngine

DOCUMENTS = [Document(id=n, code=f"1.{n:06}", title=f"Đăng ký việc số {n}") for n in range(1, 401)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "index.sqlite3"


@pytest.fixture
def engine(path: Path) -> SqliteEngine:
    engine = SqliteEngine(path)
    engine.rebuild(DOCUMENTS)
    return engine


def total(engine: SqliteEngine) -> int:
    return engine.search(EngineQuery()).total


def remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def test_the_folder_is_made_and_the_journal_is_a_wal(engine: SqliteEngine, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_searching_can_not_write(engine: SqliteEngine) -> None:
    with (
        pytest.raises(IndexUnavailableError, match="readonly"),
        engine._store.reading() as (connection, generation),
    ):
        connection.execute(f"DELETE FROM document_{generation}")  # noqa: S608


def test_a_deleted_file_is_noticed_and_made_again(engine: SqliteEngine, path: Path) -> None:
    assert total(engine) == len(DOCUMENTS)
    remove(path)
    assert not engine.health().is_usable
    with pytest.raises(IndexUnavailableError):
        total(engine)
    SqliteEngine(path).rebuild(DOCUMENTS[:10])
    assert total(engine) == 10


@pytest.mark.parametrize("rubbish", [b"no database" * 1000, b"SQLite format 3\x00" + b"\xff" * 8000])
def test_a_damaged_file_is_reported_and_replaced_by_the_next_writer(
    engine: SqliteEngine, path: Path, rubbish: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    remove(path)
    path.write_bytes(rubbish)
    assert not engine.health().is_usable
    with pytest.raises(IndexUnavailableError):
        engine.suggest("dang")
    assert engine.rebuild(DOCUMENTS) == len(DOCUMENTS)
    assert "damaged" in caplog.text
    assert total(engine) == len(DOCUMENTS)


def test_an_empty_file_is_an_index_not_built_yet(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    engine = SqliteEngine(path)
    assert not engine.health().is_usable
    assert engine.rebuild(DOCUMENTS) == len(DOCUMENTS)


def test_an_index_of_another_version_is_not_read_and_made_anew(engine: SqliteEngine, path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.commit()
    connection.close()
    fresh = SqliteEngine(path)
    assert "another version" in fresh.health().problem
    fresh.upsert(DOCUMENTS[:1])
    assert not fresh.health().is_usable
    assert fresh.rebuild(DOCUMENTS) == len(DOCUMENTS)


def test_a_build_that_died_leaves_nothing_in_the_way(engine: SqliteEngine, path: Path) -> None:
    def documents() -> Iterator[Document]:
        yield from DOCUMENTS[:300]
        raise SystemExit

    with pytest.raises(SystemExit):
        engine.rebuild(documents())
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT OR REPLACE INTO state VALUES ('building', 'a'), ('build_token', 'dead')")
        connection.execute("CREATE TABLE IF NOT EXISTS document_a (id)")
    connection.close()
    assert engine.rebuild(DOCUMENTS) == len(DOCUMENTS)
    engine.upsert(DOCUMENTS[:1])
    assert total(engine) == len(DOCUMENTS)


def test_a_swap_does_not_let_the_file_grow_for_ever(engine: SqliteEngine, path: Path) -> None:
    engine.rebuild(DOCUMENTS)
    engine.rebuild(DOCUMENTS)
    size = path.stat().st_size
    for _ in range(4):
        engine.rebuild(DOCUMENTS)
    assert path.stat().st_size <= size * 1.5
