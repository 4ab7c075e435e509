"""Addresses of the results and the comparison: read whatever stands in them, written as they are read."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from search.engines.base import Number, Order
from search.parameters import (
    MAX_PAGE,
    SearchRequest,
    is_chosen_by_ticking,
    read_chosen,
    read_request,
    read_text,
)

FULL = SearchRequest(
    text="khai sinh & tử",
    filters={"level": ("commune",), "fee": ("free", "amount")},
    at_most={Number.FEE: 0, Number.DAYS: 5},
    order=Order.DAYS,
    literal=True,
)


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("", SearchRequest()),
        ("q=+khai%09sinh+", SearchRequest(text="khai sinh")),
        ("q=a&trang=3", SearchRequest(text="a", page=3)),
        ("trang=0", SearchRequest(page=1)),
        ("trang=-2", SearchRequest(page=1)),
        ("trang=999999", SearchRequest(page=MAX_PAGE)),
        ("cap=commune&cap=province&cap=commune", SearchRequest(filters={"level": ("commune", "province")})),
        ("cap=&cap=A+B&cap=%00&cap=-x", SearchRequest()),
        ("q=a&nguyen-van=1", SearchRequest(text="a", literal=True)),
        ("q=a&nguyen-van=0", SearchRequest(text="a")),
        ("phi-toi-da=50000", SearchRequest(at_most={Number.FEE: 50_000})),
        ("phi-toi-da=0", SearchRequest(at_most={Number.FEE: 0})),
        ("ngay-toi-da=7&phi-toi-da=", SearchRequest(at_most={Number.DAYS: 7})),
        ("phi-toi-da=-1&ngay-toi-da=1e3", SearchRequest()),
        ("phi-toi-da=50.000&ngay-toi-da=%D9%A3", SearchRequest()),
        ("phi-toi-da=9999999999", SearchRequest()),
        ("xep=phi", SearchRequest(order=Order.FEE)),
        ("xep=ngay", SearchRequest(order=Order.DAYS)),
        ("xep=ten", SearchRequest(order=Order.NAME)),
        ("xep=relevance", SearchRequest()),
        ("xep=%00", SearchRequest()),
        ("q=a&muc=tra-loi", SearchRequest(text="a", collection="answers")),
        ("q=a&muc=procedures", SearchRequest(text="a")),
    ],
)
def test_an_address_is_read(query: str, asked: SearchRequest) -> None:
    assert read_request(QueryDict(query)) == asked


def test_an_address_is_written_as_it_is_read() -> None:
    assert read_request(QueryDict(FULL.query_string)) == FULL


@pytest.mark.parametrize("collection", ["answers", "guides", "places"])
def test_the_address_of_a_group_keeps_the_words_only(collection: str) -> None:
    asked = read_request(QueryDict(FULL.within(collection).query_string))
    assert asked == SearchRequest(text=FULL.text, literal=True, collection=collection)


def test_filters_limits_and_order_are_taken_off_together() -> None:
    assert read_request(QueryDict(FULL.unfiltered().query_string)) == SearchRequest(
        text=FULL.text, literal=True
    )
    assert read_request(QueryDict(FULL.literally(False).query_string)) == SearchRequest(text=FULL.text)


def test_filters_and_limits_are_counted_together() -> None:
    assert FULL.choices == 5
    assert FULL.is_narrowed
    assert not SearchRequest(text="a", order=Order.FEE).is_narrowed


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ()),
        ("a=1.001193&b=1.004194", ("1.001193", "1.004194")),
        ("ma=1.001193&ma=1.004194", ("1.001193", "1.004194")),
        ("a=1.001193&b=1.001193", ("1.001193",)),
        ("a=&b=%00&ma=++", ()),
        ("a=1.001193&ma=1.004194", ("1.001193", "1.004194")),
        ("&".join(f"ma={number}" for number in range(99)), tuple(str(number) for number in range(8))),
        ("a=" + "x" * 500, ("x" * 60,)),
    ],
)
def test_codes_to_compare_are_read(query: str, codes: tuple[str, ...]) -> None:
    assert read_chosen(QueryDict(query)) == codes


def test_ticked_codes_are_told_from_those_of_an_address() -> None:
    assert is_chosen_by_ticking(QueryDict("ma=1.001193"))
    assert not is_chosen_by_ticking(QueryDict("a=1.001193&b=2.000001"))


def test_the_words_are_cut_and_cleaned() -> None:
    assert read_text(QueryDict("q=+" + "x" * 900)) == "x" * 200
    assert read_text(QueryDict("q=%00khai%0d%0asinh")) == "khai sinh"
