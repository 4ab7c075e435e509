"""Dates as people type them, and the sentences they get back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from feedback.forms.dates import PastDateField, parse_date

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9/11/2026", date(2026, 11, 9)),
        ("09-11-26", date(2026, 11, 9)),
        ("09.11.2026", date(2026, 11, 9)),
        (" 9 / 11 / 2026 ", date(2026, 11, 9)),
        ("9 11 2026", date(2026, 11, 9)),
        ("09112026", date(2026, 11, 9)),
        ("2026-11-09", date(2026, 11, 9)),
        ("2026/11/9", date(2026, 11, 9)),
        ("9/11", date(2026, 11, 9)),
        ("25/12", date(2025, 12, 25)),
        ("ngày 9 tháng 11 năm 2026", date(2026, 11, 9)),
        ("9 thang 11", date(2026, 11, 9)),
        ("thứ Hai 9/11/2026", date(2026, 11, 9)),
        ("Chủ nhật, 8/11/2026", date(2026, 11, 8)),
        ("hôm nay", TODAY),
        ("Hom qua", date(2026, 11, 21)),
        ("29/2/2024", date(2024, 2, 29)),
    ],
)
def test_every_usual_way_of_writing_is_understood(typed: str, meant: date) -> None:
    assert parse_date(typed, TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/11/2026", "31/11 không có trong lịch. Tháng 11 có 30 ngày."),
        ("31-11", "31/11 không có trong lịch. Tháng 11 có 30 ngày."),
        ("29/2/2026", "29/2/2026 không có trong lịch. Tháng 2 năm 2026 có 28 ngày."),
        ("0/11/2026", "0/11 không có trong lịch. Tháng 11 có 30 ngày."),
        ("11/13/2026", "Không có tháng 13. Bạn viết ngày trước, tháng sau, ví dụ 9/11/2026."),
        ("9/0/2026", "Không có tháng 0. Bạn viết ngày trước, tháng sau, ví dụ 9/11/2026."),
        ("9/11/1026", "Năm 1026 chưa đúng. Bạn viết đủ bốn chữ số của năm, ví dụ 9/11/2026."),
        ("9/11/2126", "Năm 2126 chưa đúng. Bạn viết đủ bốn chữ số của năm, ví dụ 9/11/2026."),
        ("tuần trước", "Chưa hiểu ngày này. Bạn viết ngày, tháng, năm, ví dụ 9/11/2026."),
        ("9/11/2026' OR 1=1", "Chưa hiểu ngày này. Bạn viết ngày, tháng, năm, ví dụ 9/11/2026."),
        ("9" * 200, "Chưa hiểu ngày này. Bạn viết ngày, tháng, năm, ví dụ 9/11/2026."),
        ("٩/١١/٢٠٢٦", None),
    ],
)
def test_a_wrong_date_is_answered_with_what_is_wrong(typed: str, sentence: str | None) -> None:
    if sentence is None:
        assert parse_date(typed, TODAY) == date(2026, 11, 9)
        return
    with pytest.raises(ValidationError) as caught:
        parse_date(typed, TODAY)
    assert caught.value.messages == [sentence]


def test_a_day_that_has_not_come_yet_is_refused() -> None:
    field = PastDateField(required=False)
    field.today = TODAY
    with pytest.raises(ValidationError) as caught:
        field.clean("23/11/2026")
    assert caught.value.messages == ["Ngày này chưa đến. Bạn xem lại ngày, tháng, năm."]
    assert field.clean("") is None


@given(st.dates(date(1990, 1, 1), TODAY))
def test_every_day_that_can_be_meant_is_read_back(day: date) -> None:
    assert parse_date(f"{day.day}/{day.month}/{day.year}", TODAY) == day


@given(st.text(max_size=80))
def test_no_text_makes_the_reader_fail(typed: str) -> None:
    try:
        meant = parse_date(typed, TODAY)
    except ValidationError:
        return
    assert 1990 <= meant.year <= TODAY.year + 1
