"""The time and the fee on top and by way of filing: nothing invented, contradictions shown."""

from datetime import date
from typing import Any

import pytest

from procedures.services.presentation import present
from tests.procedures.factories import (
    add_fee,
    add_method,
    add_time,
    procedure,
)
from tests.procedures.presented import SUNDAY, fetched

pytestmark = pytest.mark.django_db


def test_filed_on_a_sunday_seven_working_days_end_on_the_day_the_calendar_says() -> None:
    page = procedure()
    add_time(page, 7)
    view = present(fetched(page), SUNDAY)
    assert view.deadline is not None
    assert view.deadline.due_date == date(2026, 12, 3)
    assert (view.time_summary.label, view.time_summary.value, view.time_summary.note) == (
        "Nộp bây giờ, nhận kết quả",
        "Thứ Năm 3/12",
        "7 ngày làm việc",
    )


def test_a_result_in_another_year_says_the_year() -> None:
    page = procedure()
    add_time(page, 40)
    assert present(fetched(page), SUNDAY).time_summary.value.endswith("/2027")


@pytest.mark.parametrize(
    ("rows", "value", "note", "dated"),
    [
        ([], "Chưa công bố", "", False),
        ([{"unit": "not_stated"}], "Chưa công bố", "", False),
        ([{"unit": "not_stated", "verbatim": "Chưa nêu thời hạn."}], "Chưa công bố", "", False),
        (
            [{"unit": "see_text", "verbatim": "Theo dự án."}],
            "Xem nội dung",
            "ghi bằng lời, xem bên dưới",
            False,
        ),
        ([{"unit": "immediate"}], "Trả ngay khi nộp", "", False),
        ([{"unit": "hour", "value": 8}], "8 giờ", "", False),
        ([{"value": 5}, {"value": 10}], "5 hoặc 10 ngày làm việc", "tùy cách nộp", False),
        (
            [{"value": 10}, {"value": 20, "unit": "day"}],
            "10 ngày làm việc hoặc 20 ngày",
            "tùy cách nộp",
            False,
        ),
        ([{"value": 5}, {"unit": "see_text"}], "5 ngày làm việc hoặc xem nội dung", "tùy cách nộp", False),
        (
            [{"value": 5}, {"value": 6, "unit": "day"}, {"value": 1, "unit": "month"}],
            "3 thời hạn khác nhau",
            "tùy cách nộp",
            False,
        ),
        (
            [{"value": 5, "channel": "online"}, {"value": 5, "channel": "direct"}],
            "Thứ Ba 1/12",
            "5 ngày",
            True,
        ),
        (
            [{"value": 3, "is_default": True, "case_label": "hồ sơ thường"}, {"value": 9}],
            "Thứ Sáu 27/11",
            "3 ngày làm việc (hồ sơ thường)",
            True,
        ),
        (
            [{"value": 3, "is_default": True}, {"value": 9, "is_default": True}],
            "3 hoặc 9 ngày làm việc",
            "",
            False,
        ),
    ],
)
def test_the_time_on_top(rows: list[dict[str, Any]], value: str, note: str, dated: bool) -> None:
    page = procedure()
    for row in rows:
        add_time(page, **row)
    view = present(fetched(page), SUNDAY)
    assert view.time_summary.value == value
    assert view.time_summary.note.startswith(note)
    assert (view.deadline is not None) is dated


def test_times_that_contradict_each_other_are_both_shown_each_with_its_own_date() -> None:
    page = procedure()
    add_method(page)
    add_time(page, 10, channel="direct", case_label="nhà ở riêng lẻ")
    add_time(page, 20, "day", case_label="theo mục trường hợp")
    (way,) = present(fetched(page), SUNDAY).ways
    assert [(line.text, line.case, line.due) for line in way.times] == [
        ("10 ngày làm việc", "nhà ở riêng lẻ", date(2026, 12, 8)),
        ("20 ngày", "theo mục trường hợp", date(2026, 12, 14)),
    ]


@pytest.mark.parametrize(
    ("rows", "label", "value", "note"),
    [
        ([], "Phí, lệ phí", "Chưa công bố", ""),
        ([{"status": "not_stated"}], "Lệ phí", "Chưa công bố", ""),
        (
            [{"status": "not_stated", "verbatim": "Theo luật."}],
            "Lệ phí",
            "Chưa công bố số tiền",
            "xem bên dưới",
        ),
        ([{"status": "free"}], "Lệ phí", "Không thu", ""),
        ([{"status": "free", "case_label": "hộ nghèo"}], "Lệ phí", "Chưa công bố", "có trường hợp không thu"),
        ([{"status": "set_by_province", "kind": "phi"}], "Phí", "Do tỉnh quy định", ""),
        ([{"status": "by_formula", "kind": "gia"}], "Giá dịch vụ", "Theo biểu mức thu", ""),
        ([{"amount": 15000, "per_unit": "/lần"}], "Lệ phí", "15.000 đồng/lần", ""),
        (
            [{"amount": 20000, "channel": "direct"}, {"amount": 10000, "channel": "online"}],
            "Lệ phí",
            "10.000 đồng",
            "trực tuyến · 20.000 đồng tại quầy",
        ),
        (
            [{"amount": 10000, "channel": "direct"}, {"amount": 10000, "channel": "online"}],
            "Lệ phí",
            "10.000 đồng",
            "",
        ),
        ([{"amount": 5000}, {"amount": 15000}], "Lệ phí", "Từ 5.000 đến 15.000 đồng", "tùy cách nộp"),
        (
            [{"amount": 5000}, {"status": "set_by_province"}],
            "Lệ phí",
            "5.000 đồng",
            "tùy trường hợp, có khoản không ghi số tiền",
        ),
        (
            [{"amount": 5000}, {"status": "free"}],
            "Lệ phí",
            "5.000 đồng",
            "tùy trường hợp, có trường hợp không thu",
        ),
        ([{"amount": 5000}, {"amount": 7, "currency": "USD"}], "Lệ phí", "Nhiều mức", "xem bên dưới"),
        (
            [{"status": "free"}, {"status": "set_by_province"}],
            "Lệ phí",
            "Không thu hoặc do tỉnh quy định",
            "tùy trường hợp",
        ),
        ([{"amount": 5000}, {"amount": 5000, "kind": "phi"}], "Phí, lệ phí", "5.000 đồng", "tùy cách nộp"),
    ],
)
def test_the_fee_on_top(rows: list[dict[str, Any]], label: str, value: str, note: str) -> None:
    page = procedure()
    for row in rows:
        add_fee(page, **row)
    summary = present(fetched(page), SUNDAY).fee_summary
    assert (summary.label, summary.value) == (label, value)
    assert summary.note.startswith(note)


def test_only_fees_and_times_of_today_are_shown() -> None:
    page = procedure()
    add_fee(page, 40000, valid_to=date(2026, 11, 21))
    add_fee(page, 50000, valid_from=date(2026, 11, 22), valid_to=date(2026, 12, 31))
    add_fee(page, 60000, valid_from=date(2027, 1, 1))
    add_time(page, 3, valid_from=date(2026, 11, 23))
    view = present(fetched(page), SUNDAY)
    assert view.fee_summary.value == "50.000 đồng"
    assert view.ways[0].fees[0].details == ("từ 22/11/2026 đến hết 31/12/2026",)
    assert (view.time_summary.value, view.time_summary.note) == (
        "Chưa công bố thời hạn cho hôm nay",
        "Từ 23/11/2026: 3 ngày làm việc.",
    )


def test_a_way_without_its_own_fee_or_time_says_not_published() -> None:
    page = procedure()
    for channel in ("online", "direct", "post"):
        add_method(page, channel)
    add_fee(page, 10000, channel="online")
    add_time(page, 7, channel="online")
    online, others = present(fetched(page), SUNDAY).ways
    assert (online.label, online.fees[0].text, online.times[0].text) == (
        "Trực tuyến",
        "10.000 đồng",
        "7 ngày làm việc",
    )
    assert (others.label, others.fees[0].text, others.times[0].text) == (
        "Tại quầy, bưu chính",
        "Chưa công bố",
        "Chưa công bố",
    )
    assert not others.fees[0].stated


def test_ways_that_are_alike_are_shown_once_with_each_ones_note() -> None:
    page = procedure()
    add_method(page, "online", "Trên Cổng quốc gia")
    add_method(page, "direct", "Tầng 1")
    add_fee(page, 8000)
    (way,) = present(fetched(page), SUNDAY).ways
    assert way.label == "Trực tuyến, tại quầy"
    assert way.notes == (("Trực tuyến", "Trên Cổng quốc gia"), ("Tại quầy", "Tầng 1"))


def test_what_holds_for_every_fee_is_said_once_below_them() -> None:
    page = procedure()
    for channel, amount in (("online", 10000), ("direct", 20000)):
        add_fee(page, amount, channel=channel, exemption="Người cao tuổi", legal_basis="TT 75/2022/TT-BTC")
    view = present(fetched(page), SUNDAY)
    assert view.fee_notes == ("Miễn, giảm: Người cao tuổi", "Căn cứ: TT 75/2022/TT-BTC")
    assert [fee.details for way in view.ways for fee in way.fees] == [(), ()]
    assert [way.fee_label for way in view.ways] == ["Lệ phí", "Lệ phí"]


def test_what_holds_for_one_fee_only_stays_with_it() -> None:
    page = procedure()
    add_fee(page, 10000, exemption="Hộ nghèo", legal_basis="TT 1", kind="phi")
    add_fee(page, 20000, legal_basis="TT 2", verbatim="x" * 300)
    view = present(fetched(page), SUNDAY)
    assert view.fee_notes == ()
    assert view.ways[0].fee_label == "Phí, lệ phí"
    assert view.ways[0].fees[0].details == ("Miễn, giảm: Hộ nghèo", "Căn cứ: TT 1")
    assert (view.ways[0].fees[1].details, view.ways[0].fees[1].verbatim) == (("Căn cứ: TT 2",), "x" * 300)
