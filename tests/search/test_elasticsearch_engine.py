"""What is particular to the Elasticsearch engine: its server may vanish, sites share it, writes overtake each other."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Iterator

import pytest

from scripts import ports
from search.engines.base import Document, EngineQuery, Group, IndexUnavailableError
from search.engines.elasticsearch import ElasticsearchEngine, building, cluster
from search.engines.elasticsearch.building import Build, Names
from search.engines.elasticsearch.cluster import Cluster
from search.engines.elasticsearch.documents import marker_of, source_of
from search.engines.entries import entry_of
from tests.search.engines import drop_indexes, patient_cluster
from tests.search.wire import Wire

DOCUMENTS = [Document(id=n, code=f"1.{n:06}", title=f"Đăng ký việc số {n}") for n in range(1, 301)]
HOUR = 3600 * 1_000_000  # microseconds


@pytest.fixture
def shared(elasticsearch_url: str) -> Cluster:
    return patient_cluster(elasticsearch_url)


@pytest.fixture
def names(shared: Cluster) -> Iterator[Names]:
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    yield Names(prefix, "procedures")
    drop_indexes(shared, prefix)


@pytest.fixture
def engine(shared: Cluster, names: Names) -> ElasticsearchEngine:
    engine = ElasticsearchEngine(shared, names)
    engine.rebuild(DOCUMENTS)
    return engine


@pytest.fixture
def wire(elasticsearch_url: str) -> Iterator[Wire]:
    wire = Wire(elasticsearch_url)
    yield wire
    wire.cut()


def total(engine: ElasticsearchEngine) -> int:
    return engine.search(EngineQuery()).total


def found(engine: ElasticsearchEngine, *words: str) -> list[int]:
    return [hit.id for hit in engine.search(EngineQuery(groups=(Group((words,)),))).hits]


def indexes(shared: Cluster, names: Names) -> list[str]:
    with shared.reading() as client:
        return sorted(client.indices.get(index=f"{names.prefix}-*", features="aliases"))


def seconds_until_refusal(engine: ElasticsearchEngine) -> float:
    began = time.monotonic()
    with pytest.raises(IndexUnavailableError):
        total(engine)
    return time.monotonic() - began


def test_one_index_is_left_after_a_rebuild(
    engine: ElasticsearchEngine, shared: Cluster, names: Names
) -> None:
    before = indexes(shared, names)
    engine.rebuild(DOCUMENTS)
    after = indexes(shared, names)
    assert len(before) == len(after) == 1
    assert before != after


def test_what_a_killed_build_left_is_removed_by_the_next(
    engine: ElasticsearchEngine, shared: Cluster, names: Names
) -> None:
    with shared.writing() as client:
        killed = Build(client, names, 1)
        killed.begin()
        killed.add([entry_of(DOCUMENTS[0])])
    assert killed.index in indexes(shared, names)
    assert total(engine) == len(DOCUMENTS)
    assert engine.rebuild(DOCUMENTS) == len(DOCUMENTS)
    assert killed.index not in indexes(shared, names)
    assert len(indexes(shared, names)) == 1


@pytest.mark.parametrize("stopped_by", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_build_that_is_stopped_removes_what_it_made(
    engine: ElasticsearchEngine, shared: Cluster, names: Names, stopped_by: type[BaseException]
) -> None:
    def documents() -> Iterator[Document]:
        yield from DOCUMENTS[:250]
        raise stopped_by

    before = indexes(shared, names)
    with pytest.raises(stopped_by):
        engine.rebuild(documents())
    assert indexes(shared, names) == before
    assert total(engine) == len(DOCUMENTS)


def test_a_superseded_build_leaves_one_index(
    engine: ElasticsearchEngine, shared: Cluster, names: Names
) -> None:
    def documents() -> Iterator[Document]:
        yield from DOCUMENTS[:250]
        engine.rebuild(DOCUMENTS[:3])
        yield from DOCUMENTS[250:]

    with pytest.raises(IndexUnavailableError, match="Another rebuild"):
        engine.rebuild(documents())
    assert total(engine) == 3
    assert len(indexes(shared, names)) == 1


def test_sites_that_share_a_cluster_do_not_meet(
    engine: ElasticsearchEngine, shared: Cluster, names: Names
) -> None:
    others = [
        ElasticsearchEngine(shared, Names(f"{names.prefix}-procedures", "procedures")),
        ElasticsearchEngine(shared, Names(names.prefix, "procedures-archive")),
        ElasticsearchEngine(shared, Names(names.prefix, "guides")),
    ]
    for place, other in enumerate(others, start=1):
        other.rebuild(DOCUMENTS[:place])
    engine.rebuild(DOCUMENTS[:9])
    engine.delete([1])
    assert [total(other) for other in others] == [1, 2, 3]
    assert total(engine) == 8


def test_what_another_release_built_is_not_read_and_goes_with_the_next_build(
    engine: ElasticsearchEngine, shared: Cluster, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "SCHEMA_VERSION", 10)
    assert "not been built" in engine.health().problem
    with pytest.raises(IndexUnavailableError):
        total(engine)
    engine.rebuild(DOCUMENTS[:2])
    assert total(engine) == 2
    assert len(indexes(shared, names)) == 1


def test_an_older_change_that_arrives_late_changes_nothing(
    engine: ElasticsearchEngine, shared: Cluster, names: Names
) -> None:
    engine.upsert([Document(id=1, code="1", title="Gia hạn tạm trú")])
    engine.delete([2])
    with shared.writing() as client:
        old = [source_of(entry_of(document), 1) for document in DOCUMENTS[:2]]
        building.change(client, names, [*old, marker_of(1, 1)])
    assert found(engine, "tam", "tru") == [1]
    assert total(engine) == len(DOCUMENTS) - 1


def test_markers_of_what_is_gone_are_forgotten_after_an_hour(
    engine: ElasticsearchEngine, shared: Cluster, names: Names
) -> None:
    now = time.time_ns() // 1000
    with shared.writing() as client:
        building.change(client, names, [marker_of(1001, now - 2 * HOUR), marker_of(1002, now - HOUR // 2)])
    engine.delete([1003])
    with shared.reading() as client:
        client.indices.refresh(index=names.alias)
        gone = client.search(index=names.alias, query={"term": {"live": False}}, sort=["id"])
    assert [hit["sort"][0] for hit in gone["hits"]["hits"]] == [1002, 1003]
    assert engine.health().documents == len(DOCUMENTS)
    assert list(engine.fingerprints()) == [document.id for document in DOCUMENTS]


def test_changes_make_no_index_where_none_was_built(shared: Cluster, names: Names) -> None:
    engine = ElasticsearchEngine(shared, names)
    assert engine.upsert(DOCUMENTS) == len(DOCUMENTS)
    engine.delete([1, 2])
    assert indexes(shared, names) == []
    assert engine.health().is_missing


def test_a_document_that_the_server_refuses_is_told(engine: ElasticsearchEngine) -> None:
    with pytest.raises(IndexUnavailableError, match="refused a document: 400"):
        engine.upsert([Document(id=1, code="1", title="Quá nhiều", numbers={"fee": 2**70})])
    assert total(engine) == len(DOCUMENTS)


def test_a_server_that_is_gone_is_asked_once_and_noticed_when_it_is_back(
    engine: ElasticsearchEngine, names: Names, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "REST", 1.0)
    cut_off = ElasticsearchEngine(Cluster(wire.url, read_timeout=30), names)
    assert total(cut_off) == len(DOCUMENTS)
    wire.cut()
    assert seconds_until_refusal(cut_off) < 1.0
    wire.mend()
    assert seconds_until_refusal(cut_off) < 0.5
    health = cut_off.health()
    assert "does not answer" in health.problem
    assert not health.is_missing
    time.sleep(1.0)
    assert total(cut_off) == len(DOCUMENTS)
    assert cut_off.health().is_usable


def test_a_server_that_says_nothing_is_waited_for_once(
    engine: ElasticsearchEngine, names: Names, wire: Wire
) -> None:
    wire.hush()
    hushed = ElasticsearchEngine(Cluster(wire.url, read_timeout=1.0), names)
    assert 0.9 < seconds_until_refusal(hushed) < 3.0
    assert max(seconds_until_refusal(hushed) for _ in range(20)) < 0.5


def test_when_the_server_has_rested_one_search_tries_and_the_others_do_not_wait(
    engine: ElasticsearchEngine, names: Names, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "REST", 0.3)
    wire.hush()
    hushed = ElasticsearchEngine(Cluster(wire.url, read_timeout=1.0), names)
    seconds_until_refusal(hushed)
    monkeypatch.setattr(cluster, "REST", 60.0)
    time.sleep(0.3)
    waits: list[float] = []
    threads = [threading.Thread(target=lambda: waits.append(seconds_until_refusal(hushed))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(wait > 0.5 for wait in waits) == 1


def test_a_change_is_tried_though_searches_are_spared(
    engine: ElasticsearchEngine, names: Names, wire: Wire
) -> None:
    cut_off = ElasticsearchEngine(Cluster(wire.url, read_timeout=30), names)
    wire.cut()
    seconds_until_refusal(cut_off)
    with pytest.raises(IndexUnavailableError):
        cut_off.upsert(DOCUMENTS[:1])
    wire.mend()
    assert cut_off.upsert(DOCUMENTS[:1]) == 1
    assert total(cut_off) == len(DOCUMENTS)


def test_no_password_gets_into_messages_or_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    away = Cluster(f"http://portal:mat%3Akhau@127.0.0.1:{ports.free_port()}")
    problem = ElasticsearchEngine(away, Names("none", "none")).health().problem
    assert problem
    for secret in ("portal", "mat%3Akhau", "mat:khau", "cG9ydGFs"):
        assert secret not in problem + caplog.text


def test_an_address_that_is_missing_is_told() -> None:
    with pytest.raises(IndexUnavailableError, match="names no server"):
        Cluster(" ")


def test_what_is_not_elasticsearch_is_told(redis_url: str) -> None:
    engine = ElasticsearchEngine(
        Cluster(redis_url.replace("redis", "http").removesuffix("/0")), Names("no", "no")
    )
    assert engine.health().problem


def test_pages_far_behind_are_found(engine: ElasticsearchEngine) -> None:
    last = engine.search(EngineQuery(groups=(Group((("dang", "ky"),)),), offset=len(DOCUMENTS) - 2))
    assert len(last.hits) == 2
    assert last.total == len(DOCUMENTS)
