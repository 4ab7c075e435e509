"""With the first question Elasticsearch is asked what will probably come next: that saves time and changes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from search.engines.base import EngineResult
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.building import Names
from search.engines.elasticsearch.recall import Remembered
from tests.search.engines import drop_indexes, patient_cluster
from tests.search.samples import ALL, find
from tests.search.wire import Wire

# Found in names; in whole texts alone; nearly; with a word that no name has; nowhere.
QUESTIONS = ("đăng ký khai sinh", "giấy chứng sinh", "đăng ký sổ đỏ", "đăng ký xyzzy", "xyzzy")


@pytest.fixture
def names(elasticsearch_url: str) -> Iterator[Names]:
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    cluster = patient_cluster(elasticsearch_url)
    ElasticsearchEngine(cluster, Names(prefix, "procedures")).rebuild(ALL)
    yield Names(prefix, "procedures")
    drop_indexes(cluster, prefix)


@pytest.fixture
def wire(elasticsearch_url: str) -> Iterator[Wire]:
    wire = Wire(elasticsearch_url)
    yield wire
    wire.cut()


def engine_at(url: str, names: Names) -> ElasticsearchEngine:
    return ElasticsearchEngine(patient_cluster(url), names)


def ask(engine: ElasticsearchEngine, text: str) -> EngineResult:
    return find(engine, text, facets=("level", "fee"), filters={"level": ("commune",)}, explain=True)


@pytest.mark.parametrize("text", QUESTIONS)
def test_who_asked_before_is_answered_in_one_round_trip(names: Names, wire: Wire, text: str) -> None:
    engine = engine_at(wire.url, names)
    first = ask(engine, text)
    wire.asked.clear()
    assert ask(engine, text) == first
    assert wire.asked.count(b"/_msearch") == 1


@pytest.mark.parametrize("few", [True, False], ids=["few", "many"])
@pytest.mark.parametrize("count", [0, 1, 10_000], ids=["none", "one", "all"])
def test_an_answer_never_rests_on_a_guess(
    elasticsearch_url: str, names: Names, monkeypatch: pytest.MonkeyPatch, *, few: bool, count: int
) -> None:
    class Misled(Remembered):
        def learn(self, documents: int, words: object, asked: object, found: int) -> None:
            del documents, found
            self.documents = 10_000
            self.words = dict.fromkeys(words, count)  # type: ignore[call-overload]
            self.few = {asked: few}  # type: ignore[dict-item]

    engine = engine_at(elasticsearch_url, names)
    expected = [ask(engine, text) for text in QUESTIONS]
    monkeypatch.setattr(engine, "_remembered", Misled())
    for _asked in range(2):
        assert [ask(engine, text) for text in QUESTIONS] == expected


def test_what_changed_since_is_found_by_who_remembers_otherwise(elasticsearch_url: str, names: Names) -> None:
    engine = engine_at(elasticsearch_url, names)
    assert ask(engine, "đăng ký tàu").total == 0
    changed = [document for document in ALL if "tàu" in document.title.lower()]
    engine.delete([document.id for document in changed])
    assert find(engine, "đăng ký tàu biển").match != "words"
    engine.upsert(changed)
    assert find(engine, "đăng ký tàu biển").match == "words"
