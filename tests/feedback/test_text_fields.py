"""Telephone numbers, money and text as careless and hostile people type them."""

from collections.abc import Callable

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from feedback.forms.fields import LineField, MoneyField, PhoneField, PlainTextField, plain_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0912 345 678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("(0912) 345-678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("+84 0912345678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0290 3 100 100", "02903100100"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("０９１２３４５６７８", "0912345678"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_telephone_number_is_kept_as_digits(typed: str, kept: str) -> None:
    assert PhoneField(required=False).clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("091234567", "Số điện thoại di động có 10 chữ số, bạn gõ 9. Bạn xem lại."),
        ("09123456789", "Số điện thoại di động có 10 chữ số, bạn gõ 11. Bạn xem lại."),
        ("không có", "Số điện thoại chỉ gồm chữ số, ví dụ 0912 345 678."),
        ("0912345678; DROP TABLE", "Số điện thoại chỉ gồm chữ số, ví dụ 0912 345 678."),
        ("1234567890", "Chưa nhận ra đầu số này. Bạn xem lại số điện thoại."),
        ("+" + "9" * 39, "Chưa nhận ra đầu số này. Bạn xem lại số điện thoại."),
        ("<script>", "Số điện thoại chỉ gồm chữ số, ví dụ 0912 345 678."),
    ],
)
def test_a_wrong_number_is_answered_with_what_is_wrong(typed: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as caught:
        PhoneField(required=False, max_length=100).clean(typed)
    assert caught.value.messages == [sentence]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("50000", 50_000),
        ("50.000", 50_000),
        ("50,000 đ", 50_000),
        ("50 000 đồng", 50_000),
        ("50.000VND", 50_000),
        ("50k", 50_000),
        ("50 nghìn", 50_000),
        ("50 ngàn", 50_000),
        ("1,5 triệu", 1_500_000),
        ("2 tr", 2_000_000),
        ("1.200.000", 1_200_000),
        ("0", 0),
        ("", None),
    ],
)
def test_an_amount_is_understood(typed: str, amount: int | None) -> None:
    assert MoneyField(required=False).clean(typed) == amount


@pytest.mark.parametrize(
    "typed", ["-50000", "năm mươi", "50.00", "50$", "1e9", "NaN", "5" * 41, "50000; --", "५०"]
)
def test_an_amount_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        MoneyField(required=False).clean(typed)


def test_an_absurd_amount_is_refused() -> None:
    with pytest.raises(ValidationError, match="quá lớn"):
        MoneyField(required=False).clean("999999999999999")


def test_unseen_characters_do_not_get_into_a_text() -> None:
    assert plain_text("Trễ\u200b hẹn\u202e\x00\r\n\r\n\r\n\r\n\r\nhai dòng\ufeff ") == "Trễ hẹn\n\n\nhai dòng"


def test_accents_are_composed() -> None:
    assert plain_text("hẹn") == "hẹn"


def test_one_line_stays_one_line() -> None:
    assert LineField(max_length=50).clean("a\n b\t  c") == "a b c"


def test_a_text_that_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(ValidationError):
        PlainTextField(max_length=10).clean("a" * 11)


@pytest.mark.parametrize("field", [PhoneField, MoneyField, LineField, PlainTextField])
@given(typed=st.text(max_size=60))
def test_no_text_makes_a_field_fail(field: Callable[..., forms.Field], typed: str) -> None:
    try:
        field(required=False).clean(typed)
    except ValidationError:
        return
