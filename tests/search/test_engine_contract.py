"""What every search engine must do. A new engine joins by adding its maker to `tests.search.engines.MAKERS`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import (
    Document,
    EngineQuery,
    EngineResult,
    Group,
    IndexUnavailableError,
    Match,
    SearchEngine,
)
from search.language import Language
from search.understanding import understand
from tests.search.engines import MAKERS, MakeEngine

BIRTH = Document(
    id=1,
    code="1.001193",
    title="Thủ tục đăng ký khai sinh",
    aliases=("giấy khai sinh", "làm giấy khai sinh cho bé"),
    context=("Hộ tịch", "Ủy ban nhân dân cấp xã"),
    body="Người đi đăng ký xuất trình giấy chứng sinh.",
    facets={"level": ("commune",), "fee": ("free",), "field": ("ho-tich",)},
    popularity=10,
)
BIRTH_ABROAD = Document(
    id=2,
    code="2.000528",
    title="Thủ tục đăng ký khai sinh có yếu tố nước ngoài",
    context=("Hộ tịch",),
    facets={"level": ("commune",), "fee": ("amount",), "field": ("ho-tich",)},
)
BIRTH_LONG = Document(
    id=3,
    code="1.000689",
    title="Thủ tục đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con",
    official_name="Thủ tục đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con " + "và các việc khác " * 60,
    facets={"level": ("commune",), "fee": ("free",), "field": ("ho-tich",)},
)
RESIDENCE = Document(
    id=4,
    code="1.004194",
    title="Đăng ký tạm trú",
    context=("Cư trú",),
    body="Công an cấp xã kiểm tra hồ sơ.",
    facets={"level": ("commune",), "fee": ("amount",), "field": ("cu-tru",)},
)
LAND = Document(
    id=5,
    code="1.012783",
    title="Cấp đổi Giấy chứng nhận quyền sử dụng đất",
    facets={"level": ("province",), "fee": ("set_by_province",), "field": ("dat-dai",)},
)
SHIPS = Document(id=6, code="1.002645", title="Đăng ký tàu biển tạm thời", facets={"level": ("central",)})
ALL = (BIRTH, BIRTH_ABROAD, BIRTH_LONG, RESIDENCE, LAND, SHIPS)


@pytest.fixture(params=sorted(MAKERS))
def name(request: pytest.FixtureRequest) -> str:
    """The name of one engine after the other."""
    return str(request.param)


@pytest.fixture
def make_engine(name: str, request: pytest.FixtureRequest) -> Iterator[MakeEngine]:
    with MAKERS[name](request) as make:
        yield make


@pytest.fixture
def empty_engine(make_engine: MakeEngine) -> SearchEngine:
    return make_engine("procedures")


@pytest.fixture
def engine(empty_engine: SearchEngine) -> SearchEngine:
    empty_engine.rebuild(ALL)
    return empty_engine


def find(engine: SearchEngine, text: str, **options: object) -> EngineResult:
    understood = understand(text, Language.prepare([("sổ đỏ", "giấy chứng nhận quyền sử dụng đất")]))
    return engine.search(EngineQuery(text=understood.text, groups=understood.groups, **options))  # type: ignore[arg-type]


def ids(result: EngineResult) -> list[int]:
    return [hit.id for hit in result.hits]


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
def test_the_plain_answer_comes_first_however_it_is_typed(engine: SearchEngine, query: str) -> None:
    assert ids(find(engine, query))[0] == BIRTH.id


def test_a_plain_title_stands_above_a_long_name_that_contains_it(engine: SearchEngine) -> None:
    found = ids(find(engine, "đăng ký khai sinh"))
    assert found[0] == BIRTH.id
    assert {BIRTH_ABROAD.id, BIRTH_LONG.id} <= set(found)


def test_the_title_with_the_typed_accents_stands_first(empty_engine: SearchEngine) -> None:
    empty_engine.rebuild(
        [Document(id=1, code="1", title="Cấp thẻ đá"), Document(id=2, code="2", title="Cấp thế da")]
    )
    assert ids(find(empty_engine, "thẻ đá"))[0] == 1
    assert ids(find(empty_engine, "thế da"))[0] == 2


def test_what_citizens_say_finds_what_the_procedure_is_called(engine: SearchEngine) -> None:
    assert ids(find(engine, "so do")) == [LAND.id]


def test_words_of_the_body_are_found_behind_those_of_titles(engine: SearchEngine) -> None:
    engine.upsert([Document(id=9, code="9", title="Xuất trình giấy tờ")])
    result = find(engine, "xuất trình")
    assert ids(result) == [9, BIRTH.id]
    assert result.match is Match.WORDS


def test_what_comes_close_is_called_close(engine: SearchEngine) -> None:
    result = find(engine, "đăng ký tạm trú zebra")
    assert ids(result)[0] == RESIDENCE.id
    assert result.match is Match.NEAR


def test_nothing_is_nothing(engine: SearchEngine) -> None:
    result = find(engine, "zebra")
    assert (result.hits, result.total, result.match) == ((), 0, Match.NONE)


def test_without_words_everything_is_browsed_the_popular_first(engine: SearchEngine) -> None:
    result = engine.search(EngineQuery(limit=3))
    assert (len(result.hits), result.total, result.match) == (3, len(ALL), Match.ALL)
    assert result.hits[0].id == BIRTH.id


def test_the_total_counts_all_pages_and_pages_do_not_overlap(engine: SearchEngine) -> None:
    pages = [ids(find(engine, "đăng ký", offset=offset, limit=2)) for offset in (0, 2, 4, 6)]
    listed = [identity for page in pages for identity in page]
    assert len(listed) == len(set(listed)) == find(engine, "đăng ký").total == 5


def test_values_of_a_facet_widen_and_facets_narrow(engine: SearchEngine) -> None:
    free = find(engine, "khai sinh", filters={"fee": ("free",)})
    both = find(engine, "khai sinh", filters={"fee": ("free", "amount")})
    none = find(engine, "khai sinh", filters={"fee": ("free",), "level": ("province",)})
    assert (free.total, both.total, none.total) == (2, 3, 0)


def test_a_facets_counts_ignore_its_own_filter_and_obey_the_others(engine: SearchEngine) -> None:
    filters = {"fee": ("free",), "level": ("commune",)}
    result = find(engine, "đăng ký", filters=filters, facets=("fee", "level"))
    assert result.facets == {"fee": {"free": 2, "amount": 2}, "level": {"commune": 2}}


def test_every_count_is_what_choosing_the_value_gives(engine: SearchEngine) -> None:
    chosen = {"fee": ("amount",)}
    result = find(engine, "đăng ký", filters=chosen, facets=("fee", "level", "field"))
    for name, counts in result.facets.items():
        for value, count in counts.items():
            assert find(engine, "đăng ký", filters={**chosen, name: (value,)}).total == count


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
def test_titles_are_suggested_while_typing(engine: SearchEngine, prefix: str, first: Document) -> None:
    assert engine.suggest(prefix)[0].id == first.id


@pytest.mark.parametrize("prefix", ["", " ", "!!!", "zebra", "😀"])
def test_nothing_typed_suggests_nothing(engine: SearchEngine, prefix: str) -> None:
    assert list(engine.suggest(prefix)) == []


def test_suggestions_are_limited_and_distinct(engine: SearchEngine) -> None:
    found = [suggestion.id for suggestion in engine.suggest("đăng", limit=3)]
    assert len(found) == len(set(found)) == 3


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
def test_hostile_queries_are_only_words(engine: SearchEngine, query: str) -> None:
    result = find(engine, query, facets=("fee",), filters={"fee": ("free", query)})
    assert result.total <= len(ALL)
    assert len(engine.suggest(query)) <= 6


@pytest.mark.parametrize("word", ['"', "khai OR sinh", "a b", "", "*", "f_title : x", "^"])
def test_words_that_were_not_folded_do_no_harm(engine: SearchEngine, word: str) -> None:
    assert (
        engine.search(
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
def test_no_text_breaks_a_search(engine: SearchEngine, text: str) -> None:
    assert find(engine, text).total <= len(ALL)
    engine.suggest(text)


@pytest.mark.parametrize(("offset", "limit"), [(-5, 10), (10**12, 10), (0, 0), (0, -1), (0, 10**6)])
def test_impossible_pages_are_empty_or_bounded(engine: SearchEngine, offset: int, limit: int) -> None:
    assert len(find(engine, "đăng ký", offset=offset, limit=limit).hits) <= 5


def test_many_alternatives_and_groups_are_bounded(engine: SearchEngine) -> None:
    group = Group((*((f"khai{number}",) * 40 for number in range(200)), ("khai",)))
    assert engine.search(EngineQuery(text="khai", groups=(group,) * 300)).total <= len(ALL)


def test_the_vocabulary_is_the_words_of_the_names_and_follows_changes(engine: SearchEngine) -> None:
    words = engine.vocabulary()
    assert words["khai"] == 3
    assert words["tau"] == 1
    assert not [word for word in words if not word[0].isalpha()]
    engine.delete([SHIPS.id])
    assert "tau" not in engine.vocabulary()
