"""How every search engine keeps its index: changes, builds beside what answers, several collections, no server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines.base import (
    Document,
    EngineQuery,
    Group,
    IndexUnavailableError,
    Number,
    SearchEngine,
    fingerprint,
)
from tests.search.engines import MakeEngine, unreachable
from tests.search.samples import ALL, BIRTH, LAND, RESIDENCE, SHIPS, find, ids


def test_a_changed_document_is_found_by_its_new_words_only(engine: SearchEngine) -> None:
    engine.upsert([Document(id=4, code="1.004194", title="Gia hạn tạm trú")])
    assert ids(find(engine, "gia hạn tạm trú")) == [4]
    assert 4 not in ids(find(engine, "đăng ký"))
    assert engine.health().documents == len(ALL)


def test_the_same_change_twice_changes_nothing(engine: SearchEngine) -> None:
    for _ in range(2):
        engine.upsert([RESIDENCE])
        engine.delete([SHIPS.id, 999])
    assert engine.health().documents == len(ALL) - 1
    assert find(engine, "tàu biển").total == 0


def test_no_changes_are_no_changes(engine: SearchEngine) -> None:
    assert engine.upsert([]) == 0
    engine.delete([])
    assert engine.health().documents == len(ALL)


def test_an_index_that_was_never_built_says_so(empty_engine: SearchEngine) -> None:
    assert not empty_engine.health().is_usable
    with pytest.raises(IndexUnavailableError):
        empty_engine.search(EngineQuery())
    with pytest.raises(IndexUnavailableError):
        empty_engine.suggest("khai")


def test_changes_before_the_first_build_do_not_make_half_an_index(empty_engine: SearchEngine) -> None:
    empty_engine.upsert([BIRTH])
    assert not empty_engine.health().is_usable
    assert empty_engine.rebuild(ALL) == len(ALL)
    assert find(empty_engine, "khai sinh").total == 3


def test_readers_keep_the_old_index_until_the_new_one_is_complete(engine: SearchEngine) -> None:
    def documents() -> Iterator[Document]:
        yield RESIDENCE
        assert find(engine, "khai sinh").total == 3
        assert engine.health().documents == len(ALL)
        yield LAND

    assert engine.rebuild(documents()) == 2
    assert find(engine, "khai sinh").total == 0


def test_a_change_during_a_build_wins_over_what_the_build_read_before(engine: SearchEngine) -> None:
    def documents() -> Iterator[Document]:
        engine.upsert([Document(id=4, code="1.004194", title="Gia hạn tạm trú")])
        engine.delete([LAND.id])
        yield RESIDENCE
        yield LAND
        yield BIRTH

    engine.rebuild(documents())
    assert ids(find(engine, "tạm trú")) == [4]
    assert engine.search(EngineQuery(groups=(Group((("gia", "han"),)),))).total == 1
    assert find(engine, "quyền sử dụng đất").total == 0


def test_a_build_that_fails_leaves_the_old_index(engine: SearchEngine) -> None:
    def documents() -> Iterator[Document]:
        yield LAND
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        engine.rebuild(documents())
    assert find(engine, "khai sinh").total == 3
    assert engine.rebuild(ALL) == len(ALL)


def test_an_empty_catalogue_is_a_usable_index(empty_engine: SearchEngine) -> None:
    assert empty_engine.rebuild([]) == 0
    assert empty_engine.health().is_usable
    assert find(empty_engine, "khai sinh").total == 0


def test_the_vocabulary_is_the_words_of_the_names_and_follows_changes(engine: SearchEngine) -> None:
    words = engine.vocabulary()
    assert words["khai"] == 3
    assert words["tau"] == 1
    assert not [word for word in words if not word[0].isalpha()]
    engine.delete([SHIPS.id])
    assert "tau" not in engine.vocabulary()


def test_every_document_has_a_fingerprint_of_what_was_indexed(engine: SearchEngine) -> None:
    assert engine.fingerprints() == {document.id: fingerprint(document) for document in ALL}
    changed = Document(id=4, code="1.004194", title="Gia hạn tạm trú")
    engine.upsert([changed])
    engine.delete([SHIPS.id])
    assert list(engine.fingerprints(after=3).items()) == [(4, fingerprint(changed)), (5, fingerprint(LAND))]
    assert list(engine.fingerprints(after=1, limit=2)) == [2, 3]
    assert engine.fingerprints(after=5) == {}


def test_a_build_replaces_all_that_was_there_however_often(engine: SearchEngine) -> None:
    for documents in ((LAND,), (RESIDENCE, LAND), (SHIPS,), ALL):
        assert engine.rebuild(documents) == len(documents)
        assert sorted(engine.fingerprints()) == [document.id for document in documents]
        assert engine.search(EngineQuery()).total == engine.health().documents == len(documents)


def test_changes_of_another_writer_during_a_build_win(engine: SearchEngine) -> None:
    """The build reads on while another thread changes what it has read and what it will read."""
    changed = [Document(id=n, code=f"9.{n:06}", title="Sửa rồi") for n in range(1000, 1400, 40)]
    begun, done = threading.Event(), threading.Event()

    def change() -> None:
        begun.wait(30)
        for document in changed:
            engine.upsert([document])
        engine.delete([BIRTH.id])
        done.set()

    def documents() -> Iterator[Document]:
        yield from ALL
        for number in range(1000, 1400):
            if number == 1250:
                begun.set()
                done.wait(30)
            yield Document(id=number, code=f"8.{number:06}", title="Đăng ký việc cũ")

    writer = threading.Thread(target=change)
    writer.start()
    engine.rebuild(documents())
    writer.join()
    assert find(engine, "sửa rồi", limit=20).total == len(changed)
    assert find(engine, "việc cũ").total == 400 - len(changed)
    assert BIRTH.id not in engine.fingerprints()


def test_collections_are_apart(make_engine: MakeEngine) -> None:
    procedures, guides = make_engine("procedures"), make_engine("guides")
    procedures.rebuild(ALL)
    assert not guides.health().is_usable
    guides.rebuild([Document(id=1, code="", title="Hướng dẫn nộp hồ sơ")])
    procedures.upsert([Document(id=1, code="", title="Việc khác")])
    assert ids(find(guides, "hướng dẫn nộp")) == [1]
    assert find(guides, "khai sinh").total == 0
    assert procedures.health().documents == len(ALL)


def test_another_process_sees_what_was_built(make_engine: MakeEngine) -> None:
    make_engine("procedures").rebuild(ALL)
    assert make_engine("procedures").search(EngineQuery()).total == len(ALL)


def test_an_index_out_of_reach_raises_one_kind_of_error(engine_name: str, tmp_path: Path) -> None:
    engine = unreachable(engine_name, tmp_path)
    assert engine.health().problem
    for ask in (
        lambda: engine.search(EngineQuery()),
        lambda: engine.suggest("khai"),
        engine.vocabulary,
        engine.fingerprints,
        lambda: engine.upsert(ALL),
        lambda: engine.delete([1]),
        lambda: engine.rebuild(ALL),
    ):
        with pytest.raises(IndexUnavailableError):
            ask()


def test_texts_of_any_characters_are_indexed(empty_engine: SearchEngine) -> None:
    strange = Document(
        id=2**40,
        code="\x00'\ud800",
        title="Đăng\x00 ký \ud800 'việc' \\ :* & | !",
        official_name="a" * 5000,
        aliases=("\x00", "'", "w:A | b"),
        context=("<->",),
        body="từ " * 20_000 + "\ud800\x00 cuối",
        facets={"field\x00": ("\ud800", "'\x00", "x" * 5000)},
        numbers={Number.FEE: 10**12},
    )
    empty_engine.rebuild([strange, BIRTH])
    empty_engine.upsert([strange])
    assert ids(find(empty_engine, "đăng ký việc")) == [2**40]
    assert ids(find(empty_engine, "cuối")) == [2**40]
    assert find(empty_engine, "việc", facets=("field\x00",)).facets["field\x00"]["\ud800"] == 1
