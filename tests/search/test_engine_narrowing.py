"""What every search engine must do with filters, limits, orders and counts, and how it explains itself."""

from __future__ import annotations

import pytest

from search.engines.base import Document, EngineQuery, Match, Number, Order, SearchEngine
from tests.search.samples import find, ids


def test_values_of_a_facet_widen_and_facets_narrow(built: SearchEngine) -> None:
    free = find(built, "khai sinh", filters={"fee": ("free",)})
    both = find(built, "khai sinh", filters={"fee": ("free", "amount")})
    none = find(built, "khai sinh", filters={"fee": ("free",), "level": ("province",)})
    assert (free.total, both.total, none.total) == (2, 3, 0)


def test_a_facets_counts_ignore_its_own_filter_and_obey_the_others(built: SearchEngine) -> None:
    filters = {"fee": ("free",), "level": ("commune",)}
    result = find(built, "đăng ký", filters=filters, facets=("fee", "level"))
    assert result.facets == {"fee": {"free": 2, "amount": 2}, "level": {"commune": 2}}


def test_every_count_is_what_choosing_the_value_gives(built: SearchEngine) -> None:
    chosen = {"fee": ("amount",)}
    result = find(built, "đăng ký", filters=chosen, facets=("fee", "level", "field"))
    for name, counts in result.facets.items():
        for value, count in counts.items():
            assert find(built, "đăng ký", filters={**chosen, name: (value,)}).total == count


PRICED = tuple(
    Document(
        id=number,
        code=f"1.{number:06}",
        title=title,
        facets={"fee": (fee,), "level": (level,)},
        numbers=numbers,
        popularity=popularity,
    )
    for number, title, fee, level, numbers, popularity in [
        (1, "Cấp giấy phép lái tàu", "amount", "province", {Number.FEE: 50_000, Number.DAYS: 10}, 0),
        (2, "Cấp giấy phép", "amount", "commune", {Number.FEE: 200_000, Number.DAYS: 3}, 5),
        (3, "Cấp giấy phép xây dựng", "free", "commune", {Number.FEE: 0, Number.DAYS: 20}, 0),
        (4, "Cấp giấy phép bay", "not_stated", "central", {}, 9),
        (5, "Áo dài và giấy phép cấp cho áo dài", "amount", "commune", {Number.FEE: 50_000}, 0),
        (6, "Gia hạn giấy phép", "free", "commune", {Number.FEE: 0, Number.DAYS: 3}, 0),
        (7, "Cấp thẻ", "amount", "commune", {Number.FEE: 1_000, Number.DAYS: 1}, 0),
    ]
)


@pytest.fixture
def priced(empty_engine: SearchEngine) -> SearchEngine:
    empty_engine.rebuild(PRICED)
    return empty_engine


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [
        (Order.FEE, [3], [4]),
        (Order.DAYS, [2, 1, 3], [4, 5]),
        (Order.NAME, [5], [3]),
    ],
)
def test_hits_are_ordered_by_what_is_asked_and_what_is_unknown_comes_last(
    priced: SearchEngine, order: Order, first: list[int], last: list[int]
) -> None:
    found = ids(find(priced, "cấp giấy phép", order=order, at_most={}, limit=20))
    wanted = [identity for identity in found if identity in (1, 2, 3, 4, 5)]
    assert wanted[: len(first)] == first
    assert sorted(wanted[-len(last) :]) == last


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("text", ["cấp giấy phép", ""])
def test_an_order_changes_neither_the_hits_nor_the_counts(
    priced: SearchEngine, order: Order, text: str
) -> None:
    plain = find(priced, text, facets=("fee", "level"), limit=20)
    ordered = find(priced, text, facets=("fee", "level"), limit=20, order=order)
    assert sorted(ids(plain)) == sorted(ids(ordered))
    assert (plain.total, plain.facets, plain.match) == (ordered.total, ordered.facets, ordered.match)


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("text", ["cấp giấy phép", ""])
def test_pages_of_an_order_are_one_list(priced: SearchEngine, order: Order, text: str) -> None:
    whole = ids(find(priced, text, order=order, limit=20))
    pages = [ids(find(priced, text, order=order, offset=offset, limit=2)) for offset in range(0, 20, 2)]
    assert [identity for page in pages for identity in page] == whole


def test_browsing_by_name_goes_through_the_alphabet(priced: SearchEngine) -> None:
    found = ids(priced.search(EngineQuery(order=Order.NAME, limit=20)))
    assert (found[0], found[-1]) == (5, 6)


def test_limits_let_through_what_is_known_and_not_larger(priced: SearchEngine) -> None:
    cheap = find(priced, "giấy phép", at_most={Number.FEE: 50_000}, limit=20)
    assert sorted(ids(cheap)) == [1, 3, 5, 6]
    both = find(priced, "giấy phép", at_most={Number.FEE: 50_000, Number.DAYS: 10}, limit=20)
    assert sorted(ids(both)) == [1, 6]
    assert ids(priced.search(EngineQuery(at_most={Number.DAYS: 1}))) == [7]
    assert find(priced, "giấy phép", at_most={Number.FEE: -1}).match is Match.NONE


@pytest.mark.parametrize("limit", [0, 10**30, -(10**30)])
@pytest.mark.parametrize("name", [Number.FEE, "weight", "'; --"])
def test_any_limit_on_anything_is_only_a_limit(priced: SearchEngine, name: str, limit: int) -> None:
    for text in ("giấy phép", ""):
        assert find(priced, text, at_most={name: limit}).total <= len(PRICED)


@pytest.mark.parametrize("text", ["giấy phép", "cấp giấy phép", ""])
@pytest.mark.parametrize(
    "at_most", [{}, {Number.FEE: 60_000}, {Number.DAYS: 10}], ids=["none", "fee", "days"]
)
def test_counts_with_limits_are_what_choosing_gives(
    priced: SearchEngine, text: str, at_most: dict[str, int]
) -> None:
    filters = {"level": ("commune", "province")}
    result = find(priced, text, filters=filters, at_most=at_most, facets=("fee", "level", "nothing"))
    assert result.facets["nothing"] == {}
    for name in ("fee", "level"):
        for value in ("free", "amount", "not_stated", "commune", "province", "central"):
            chosen = find(priced, text, filters={**filters, name: (value,)}, at_most=at_most)
            assert chosen.total == result.facets[name].get(value, 0)


def test_a_hit_says_what_its_score_is_made_of_when_asked(built: SearchEngine) -> None:
    for hit in find(built, "đăng ký khai sinh", explain=True).hits:
        assert sum(hit.parts.values()) == pytest.approx(hit.score)
    assert not any(hit.parts for hit in find(built, "đăng ký khai sinh").hits)


def test_what_is_preferred_moves_up_and_changes_no_hit(built: SearchEngine) -> None:
    plain = find(built, "đăng ký", limit=20)
    preferred = find(built, "đăng ký", limit=20, prefer={"level": ("central",)})
    assert sorted(ids(plain)) == sorted(ids(preferred))
    assert ids(preferred).index(6) <= ids(plain).index(6)
