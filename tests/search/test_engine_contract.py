"""What every search engine must find, whatever is typed. See `tests.search.engines` for the engines."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.text import fold
from search.engines.base import Document, EngineQuery, EngineResult, Group, Match, SearchEngine
from tests.search.samples import ALL, BIRTH, BIRTH_ABROAD, BIRTH_LONG, LAND, RESIDENCE, SHIPS, find, ids


@pytest.mark.parametrize(
    "query",
    [
        "đăng ký khai sinh",
        "dang ky khai sinh",
        "ĐĂNG KÝ KHAI SINH",
        unicodedata.normalize("NFD", "đăng ký khai sinh"),
        "khai sinh",
        "Cho em hỏi đăng ký khai sinh cho con cần giấy tờ gì ạ?",
        "làm giấy khai sinh ở đâu",
        "1.001193 khai sinh",
    ],
)
def test_the_plain_answer_comes_first_however_it_is_typed(built: SearchEngine, query: str) -> None:
    assert ids(find(built, query))[0] == BIRTH.id


def test_a_plain_title_stands_above_a_long_name_that_contains_it(built: SearchEngine) -> None:
    found = ids(find(built, "đăng ký khai sinh"))
    assert found[0] == BIRTH.id
    assert {BIRTH_ABROAD.id, BIRTH_LONG.id} <= set(found)


def test_the_title_with_the_typed_accents_stands_first(empty_engine: SearchEngine) -> None:
    empty_engine.rebuild(
        [Document(id=1, code="1", title="Cấp thẻ đá"), Document(id=2, code="2", title="Cấp thế da")]
    )
    assert ids(find(empty_engine, "thẻ đá"))[0] == 1
    assert ids(find(empty_engine, "thế da"))[0] == 2


def test_what_citizens_say_finds_what_the_procedure_is_called(built: SearchEngine) -> None:
    assert ids(find(built, "so do")) == [LAND.id]


def test_words_of_the_body_are_found_behind_those_of_titles(engine: SearchEngine) -> None:
    engine.upsert([Document(id=9, code="9", title="Xuất trình giấy tờ")])
    result = find(engine, "xuất trình")
    assert ids(result) == [9, BIRTH.id]
    assert result.match is Match.WORDS


def test_what_comes_close_is_called_close(built: SearchEngine) -> None:
    result = find(built, "đăng ký tạm trú zebra")
    assert ids(result)[0] == RESIDENCE.id
    assert result.match is Match.NEAR


def test_nothing_is_nothing(built: SearchEngine) -> None:
    result = find(built, "zebra")
    assert (result.hits, result.total, result.match) == ((), 0, Match.NONE)


def test_without_words_everything_is_browsed_the_popular_first(built: SearchEngine) -> None:
    result = built.search(EngineQuery(limit=3))
    assert (len(result.hits), result.total, result.match) == (3, len(ALL), Match.ALL)
    assert result.hits[0].id == BIRTH.id


def test_the_total_counts_all_pages_and_pages_do_not_overlap(built: SearchEngine) -> None:
    pages = [ids(find(built, "đăng ký", offset=offset, limit=2)) for offset in (0, 2, 4, 6)]
    listed = [identity for page in pages for identity in page]
    assert len(listed) == len(set(listed)) == find(built, "đăng ký").total == 5


@pytest.mark.parametrize(
    "accented",
    [
        "đăng ký",
        "khai sinh",
        "tạm trú",
        "quyền sử dụng đất",
        "nhận cha, mẹ, con",
        "tàu biển",
        "xuất trình",
        "sổ đỏ",
    ],
)
def test_without_accents_everything_is_found_that_is_found_with_them(
    built: SearchEngine, accented: str
) -> None:
    plain = find(built, fold(accented))
    assert set(ids(find(built, accented))) <= set(ids(plain))


_WORDS = sorted({word for document in ALL for word in document.title.split()})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=5))
def test_without_accents_no_hit_is_lost(built: SearchEngine, words: list[str]) -> None:
    accented = " ".join(words)
    assert set(ids(literally(built, accented))) <= set(ids(literally(built, fold(accented))))


def literally(engine: SearchEngine, text: str) -> EngineResult:
    """Search for every word that was typed, with nothing left out or added."""
    groups = tuple(Group(((word,),)) for word in fold(text).split())
    return engine.search(EngineQuery(text=text, groups=groups))


@pytest.mark.parametrize(
    ("prefix", "first"),
    [
        ("dang ky ta", RESIDENCE),
        ("đăng ký tạ", RESIDENCE),
        ("đăng ký tà", SHIPS),
        ("đăng ký khai", BIRTH),
        ("khai si", BIRTH),
        ("giay khai", BIRTH),
        ("quyền s", LAND),
        ("1.0041", RESIDENCE),
        ("1.004194", RESIDENCE),
        ("đ", BIRTH),
        ("d", BIRTH),
        ("c", LAND),
    ],
)
def test_titles_are_suggested_while_typing(built: SearchEngine, prefix: str, first: Document) -> None:
    assert built.suggest(prefix)[0].id == first.id


@pytest.mark.parametrize("prefix", ["", " ", "!!!", "zebra", "😀"])
def test_nothing_typed_suggests_nothing(built: SearchEngine, prefix: str) -> None:
    assert list(built.suggest(prefix)) == []


def test_suggestions_are_limited_and_distinct(built: SearchEngine) -> None:
    found = [suggestion.id for suggestion in built.suggest("đăng", limit=3)]
    assert len(found) == len(set(found)) == 3


HOSTILE = [
    '"',
    "'",
    '" OR 1=1 --',
    "khai AND",
    "AND OR NOT NEAR",
    "NEAR(khai sinh, 2)",
    "khai*",
    "*",
    "^khai",
    "f_title:khai",
    "{f_title}: khai",
    "- khai",
    "+khai",
    "(khai",
    "khai)",
    "khai\x00sinh",
    "\x00",
    "%_%",
    "; DROP TABLE document_a; --",
    "<script>alert(1)</script>",
    "😀 khai 🍼",
    "\ud800",
    "e\u0301" * 50,
    "khai " * 5000,
    "a" * 10_000,
    " ".join(f"w{number}" for number in range(500)),
    "\u202ekhai",
    "' UNION SELECT * FROM state --",
    "khai\\",
    "1.001193' --",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_queries_are_only_words(built: SearchEngine, query: str) -> None:
    result = find(built, query, facets=("fee",), filters={"fee": ("free", query)})
    assert result.total <= len(ALL)
    assert len(built.suggest(query)) <= 6


@pytest.mark.parametrize("word", ['"', "khai OR sinh", "a b", "", "*", "f_title : x", "^"])
def test_words_that_were_not_folded_do_no_harm(built: SearchEngine, word: str) -> None:
    assert (
        built.search(
            EngineQuery(
                groups=(
                    Group(((word,),)),
                    Group((("khai", word), ())),
                )
            )
        ).total
        >= 0
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_no_text_breaks_a_search(built: SearchEngine, text: str) -> None:
    assert find(built, text).total <= len(ALL)
    built.suggest(text)


@pytest.mark.parametrize(("offset", "limit"), [(-5, 10), (10**12, 10), (0, 0), (0, -1), (0, 10**6)])
def test_impossible_pages_are_empty_or_bounded(built: SearchEngine, offset: int, limit: int) -> None:
    assert len(find(built, "đăng ký", offset=offset, limit=limit).hits) <= 5


def test_many_alternatives_and_groups_are_bounded(built: SearchEngine) -> None:
    group = Group((*((f"khai{number}",) * 40 for number in range(200)), ("khai",)))
    assert built.search(EngineQuery(text="khai", groups=(group,) * 300)).total <= len(ALL)
