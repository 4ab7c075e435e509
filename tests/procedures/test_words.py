"""Titles, codes, amounts and terms in words: pure rules as tables."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import Term, TermUnit
from procedures.services.terms import as_term
from procedures.titles import is_standard_code, procedure_slug, short_title
from procedures.wording import amount_words, fee_words, join_words, term_words, validity_words


@pytest.mark.parametrize(
    ("code", "standard"),
    [
        ("1.004222", True),
        ("3.000722", True),
        ("1.0133611", False),
        ("1.014955-Xoa", False),
        ("C08_XPHCDB", False),
        ("1004222", False),
        (" 1.004222", False),
        ("1.004222\n", False),
        ("", False),
        ("١.٠٠٤٢٢٢", False),
    ],
)
def test_the_national_form_of_a_code(code: str, standard: bool) -> None:
    assert is_standard_code(code) is standard


@pytest.mark.parametrize(
    ("name", "limit", "title"),
    [
        ("Đăng ký khai sinh", 255, "Đăng ký khai sinh"),
        ("  Đăng\tký\nkhai  sinh ", 255, "Đăng ký khai sinh"),
        ("Đăng ký khai sinh có yếu tố nước ngoài", 20, "Đăng ký khai sinh…"),
        ("Đăng ký khai sinh, kết hôn", 19, "Đăng ký khai sinh…"),
        ("Đăng ký", 7, "Đăng ký"),
        ("Mộtchữrấtdàikhôngcókhoảngtrắng", 10, "Mộtchữrấtd…"[:9] + "…"),
    ],
)
def test_a_short_title_ends_with_a_whole_word(name: str, limit: int, title: str) -> None:
    assert short_title(name, limit) == title


@given(st.text(max_size=400), st.integers(min_value=5, max_value=255))
def test_a_short_title_never_exceeds_its_limit(name: str, limit: int) -> None:
    assert len(short_title(name, limit)) <= limit


def test_a_slug_is_folded_and_ends_with_the_code() -> None:
    assert procedure_slug("Đăng ký thường trú", "1.004222") == "dang-ky-thuong-tru-1-004222"
    assert procedure_slug("Việc dài " * 60, "1.004222").endswith("-1-004222")
    assert len(procedure_slug("Việc dài " * 60, "1.004222")) <= 120


@pytest.mark.parametrize(
    ("low", "high", "currency", "per_unit", "words"),
    [
        (15000, None, "VND", "", "15.000 đồng"),
        (8000, None, "VND", "/bản", "8.000 đồng/bản"),
        (8000, None, "VND", "bản", "8.000 đồng/bản"),
        (10000, 10000, "VND", "", "10.000 đồng"),
        (50000, 100000, "VND", "", "từ 50.000 đến 100.000 đồng"),
        (5, None, "USD", "/bản", "5 USD/bản"),
    ],
)
def test_amounts(low: int, high: int | None, currency: str, per_unit: str, words: str) -> None:
    assert amount_words(low, high, currency, per_unit) == words


def test_a_fee_without_an_amount_is_said_in_words() -> None:
    said = {status: fee_words(status) for status in ("free", "set_by_province", "by_formula", "not_stated")}
    assert said == {
        "free": "Không thu",
        "set_by_province": "Do tỉnh quy định",
        "by_formula": "Theo biểu mức thu",
        "not_stated": "Chưa công bố",
    }


@pytest.mark.parametrize(
    ("value", "unit", "words", "term"),
    [
        (Decimal("7.00"), "working_day", "7 ngày làm việc", Term(Decimal(7), TermUnit.WORKING_DAY)),
        (Decimal("7.50"), "working_day", "7,5 ngày làm việc", Term(Decimal(8), TermUnit.WORKING_DAY)),
        (Decimal(20), "day", "20 ngày", Term(Decimal(20), TermUnit.CALENDAR_DAY)),
        (Decimal(4), "working_hour", "4 giờ làm việc", Term(Decimal(4), TermUnit.WORKING_HOUR)),
        (Decimal("0.5"), "working_hour", "0,5 giờ làm việc", Term(Decimal("0.5"), TermUnit.WORKING_HOUR)),
        (Decimal(8), "hour", "8 giờ", None),
        (Decimal(1), "month", "1 tháng", Term(Decimal(1), TermUnit.MONTH)),
        (None, "same_day", "Trong ngày làm việc", Term(0, TermUnit.SAME_DAY)),
        (None, "immediate", "Trả ngay khi nộp", None),
        (None, "see_text", "Xem nội dung", None),
        (None, "not_stated", "Chưa công bố", None),
        (Decimal(9999), "working_day", "9.999 ngày làm việc", None),
    ],
)
def test_terms_in_words_and_for_the_calendar(
    value: Decimal | None, unit: str, words: str, term: Term | None
) -> None:
    assert term_words(value, unit) == words
    assert as_term(value, unit) == term


def test_validity_and_lists() -> None:
    start, end = date(2026, 7, 1), date(2026, 12, 31)
    assert validity_words(None, None) == ""
    assert validity_words(start, None) == "từ 1/7/2026"
    assert validity_words(None, end) == "đến hết 31/12/2026"
    assert validity_words(start, end) == "từ 1/7/2026 đến hết 31/12/2026"
    assert [join_words(words) for words in ([], ["5"], ["5", "7"], ["5", "7", "10"])] == [
        "",
        "5",
        "5 hoặc 7",
        "5, 7 hoặc 10",
    ]
