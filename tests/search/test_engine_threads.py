"""How every search engine serves several readers and writers at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from search.engines.base import Document, EngineQuery, Group, IndexUnavailableError, SearchEngine

DOCUMENTS = [Document(id=n, code=f"1.{n:06}", title=f"Đăng ký việc số {n}") for n in range(1, 401)]
WRITERS = 8


@pytest.fixture
def engine(empty_engine: SearchEngine) -> SearchEngine:
    empty_engine.rebuild(DOCUMENTS)
    return empty_engine


def total(engine: SearchEngine) -> int:
    return engine.search(EngineQuery()).total


def started(jobs: Sequence[Callable[[], None]]) -> list[threading.Thread]:
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    return threads


def test_readers_see_no_error_and_no_empty_index_while_it_is_rebuilt(engine: SearchEngine) -> None:
    done = threading.Event()
    seen: list[int] = []
    failures: list[BaseException] = []

    def read() -> None:
        while not done.is_set():
            try:
                seen.append(total(engine))
                seen.append(engine.search(EngineQuery(groups=(Group((("dang", "ky"),)),))).total)
                assert engine.suggest("dang ky")
            except BaseException as error:  # noqa: BLE001 - whatever it is, the test has to show it
                failures.append(error)
                return

    threads = started([read] * 3)
    for _ in range(4):
        engine.rebuild(DOCUMENTS)
        engine.upsert(DOCUMENTS[:20])
    done.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert set(seen) == {len(DOCUMENTS)}


def test_writers_wait_for_each_other(engine: SearchEngine) -> None:
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            engine.upsert([Document(id=1000 + number, code=str(number), title="Mới")])
        except BaseException as error:  # noqa: BLE001
            failures.append(error)

    for thread in started([lambda number=number: write(number) for number in range(WRITERS)]):
        thread.join()
    assert not failures
    assert total(engine) == engine.health().documents == len(DOCUMENTS) + WRITERS


def test_a_second_build_supersedes_the_first(engine: SearchEngine) -> None:
    def documents() -> Iterator[Document]:
        yield from DOCUMENTS
        engine.rebuild(DOCUMENTS[:3])
        yield from (Document(id=n, code="", title="Mới") for n in range(1000, 2000))

    with pytest.raises(IndexUnavailableError, match="Another rebuild"):
        engine.rebuild(documents())
    assert total(engine) == 3
