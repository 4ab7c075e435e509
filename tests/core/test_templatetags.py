"""What people read: money, sizes and dates in Vietnamese, and the day grid in words."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation

from core.calendar import CalendarDay, DayKind, DayStep, Mark, Pause, Term, TermUnit, WorkCalendar, add_term
from core.calendar.weeks import Fold, Week, by_week, folded
from core.templatetags.day_grid import DayGrid, day_grid
from core.templatetags.vietnamese import (
    dong,
    filesize_vi,
    number_vi,
    weekday_date,
    weekday_date_year,
    weekday_time,
)

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CULTURE_DAY = date(2026, 11, 24)
CALENDAR = WorkCalendar(
    days={CULTURE_DAY: CalendarDay(CULTURE_DAY, DayKind.OFF, "Ngày Văn hóa Việt Nam")},
    confirmed_years=frozenset({2026}),
)
SATURDAY_NIGHT = datetime(2026, 11, 21, 21, 0, tzinfo=HANOI)


def grid_of(amount: int, unit: TermUnit = TermUnit.WORKING_DAY, sent: datetime = SATURDAY_NIGHT) -> DayGrid:
    return day_grid(add_term(CALENDAR, sent, Term(amount, unit)), "nộp", "kết quả")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (999, "999"),
        (2214, "2.214"),
        (1234567, "1.234.567"),
        ("15000", "15.000"),
        (Decimal("1.50"), "1,5"),
        (1.25, "1,25"),
        (Decimal("0.005"), "0,01"),
        (-4200, "-4.200"),
        (None, ""),
        ("", ""),
        ("<b>", ""),
        (float("nan"), ""),
        (float("inf"), ""),
    ],
)
def test_numbers_have_points_and_a_decimal_comma(value: object, text: str) -> None:
    assert number_vi(value) == text


def test_an_unknown_amount_of_money_is_not_zero() -> None:
    assert dong(15000) == "15.000 đ"
    assert dong(0) == "0 đ"
    assert dong(None) == ""


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "1 KB"),
        (10, "1 KB"),
        (49152, "48 KB"),
        (1024 * 1024, "1 MB"),
        (1258291, "1,2 MB"),
        ("x", ""),
        (None, ""),
    ],
)
def test_file_sizes_are_short(size: object, text: str) -> None:
    assert filesize_vi(size) == text


def test_dates_name_their_weekday() -> None:
    assert weekday_date(date(2026, 12, 2)) == "thứ Tư 2/12"
    assert weekday_date(date(2026, 11, 22)) == "Chủ nhật 22/11"
    assert weekday_date_year(date(2026, 12, 2)) == "thứ Tư 2/12/2026"
    assert weekday_date(None) == weekday_date_year(None) == weekday_time(None) == ""


def test_a_moment_is_shown_as_its_day_in_vietnam() -> None:
    late_in_utc = datetime(2026, 12, 1, 18, 5, tzinfo=UTC)
    assert weekday_date(late_in_utc) == "thứ Tư 2/12"
    assert weekday_time(late_in_utc) == "thứ Tư 2/12, 1:05"


def test_weeks_start_on_monday() -> None:
    steps = add_term(CALENDAR, SATURDAY_NIGHT, Term(7, TermUnit.WORKING_DAY)).steps
    assert [[step.date.day for step in week.steps] for week in by_week(steps)] == [
        [21, 22],
        [23, 24, 25, 26, 27, 28, 29],
        [30, 1, 2, 3],
    ]


def test_a_term_over_new_year_keeps_the_week_together() -> None:
    steps = [DayStep(date(2026, 12, 31), Mark.COUNTED, 1), DayStep(date(2027, 1, 1), Mark.COUNTED, 2)]
    assert len(by_week(steps)) == 1


def test_a_short_grid_is_never_folded() -> None:
    weeks = by_week(add_term(CALENDAR, SATURDAY_NIGHT, Term(30, TermUnit.WORKING_DAY)).steps)
    assert folded(weeks) == weeks


def test_a_long_grid_folds_its_ordinary_weeks_and_loses_no_counted_day() -> None:
    weeks = by_week(add_term(CALENDAR, SATURDAY_NIGHT, Term(90, TermUnit.WORKING_DAY)).steps)
    rows = folded(weeks)
    assert len(rows) < len(weeks)
    assert rows[:2] == weeks[:2]
    assert rows[-2:] == weeks[-2:]
    shown = [step for row in rows if isinstance(row, Week) for step in row.steps]
    counted = sum(step.mark in {Mark.COUNTED, Mark.DUE} for step in shown)
    assert counted + sum(row.counted for row in rows if isinstance(row, Fold)) == 90


def test_a_holiday_week_is_not_folded_away() -> None:
    holiday = date(2027, 1, 1)
    calendar = WorkCalendar(days={holiday: CalendarDay(holiday, DayKind.OFF, "Tết Dương lịch")})
    rows = folded(by_week(add_term(calendar, SATURDAY_NIGHT, Term(90, TermUnit.WORKING_DAY)).steps))
    assert any(step.date == holiday for row in rows if isinstance(row, Week) for step in row.steps)


def test_the_grid_speaks_every_day() -> None:
    assert [cell.spoken for cell in grid_of(3).cells] == [
        "thứ Bảy 21/11, nộp, nghỉ cuối tuần",
        "Chủ nhật 22/11, nghỉ cuối tuần, không tính",
        "thứ Hai 23/11, nhận, không tính",
        "thứ Ba 24/11, Ngày Văn hóa Việt Nam, không tính",
        "thứ Tư 25/11, ngày thứ 1",
        "thứ Năm 26/11, ngày thứ 2",
        "thứ Sáu 27/11, ngày thứ 3, kết quả",
    ]


def test_the_grid_shows_the_month_where_it_changes_and_on_the_due_day() -> None:
    cells = grid_of(7).cells
    assert " ".join(cell.label for cell in cells) == "21/11 22 23 24 25 26 27 28 29 30 1/12 2 3/12"
    assert " ".join(cell.caption for cell in cells) == "nộp nghỉ nhận lễ 1 2 3 nghỉ nghỉ 4 5 6 kết quả"


def test_each_row_of_the_grid_starts_in_its_weekdays_column() -> None:
    assert [cell.column for cell in grid_of(7).cells if cell.column] == [6, 1, 1]


def test_filing_in_office_hours_makes_one_day_of_sending_and_receiving() -> None:
    first = grid_of(1, sent=datetime(2026, 11, 25, 9, 0, tzinfo=HANOI)).cells[0]
    assert (first.mark, first.caption) == ("received", "nộp")


def test_the_explanation_says_what_was_left_out_and_why() -> None:
    assert grid_of(7).explanation == (
        "Gửi thứ Bảy 21/11 được tính là tiếp nhận thứ Hai 23/11.",
        "Ngày tiếp nhận không tính.",
        "Không tính 3 ngày nghỉ cuối tuần.",
        "Không tính ngày nghỉ 24/11 (Ngày Văn hóa Việt Nam).",
    )


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (datetime(2026, 11, 25, 9, tzinfo=HANOI), "Có kết quả trong ngày tiếp nhận."),
        (
            datetime(2026, 11, 25, 16, tzinfo=HANOI),
            "Tiếp nhận cuối ngày nên có kết quả vào ngày làm việc sau.",
        ),
        (
            datetime(2026, 11, 22, 9, tzinfo=HANOI),
            "Gửi Chủ nhật 22/11 được tính là tiếp nhận thứ Hai 23/11. Có kết quả trong ngày tiếp nhận.",
        ),
    ],
)
def test_a_result_within_the_day_is_explained_too(sent: datetime, words: str) -> None:
    deadline = add_term(CALENDAR, sent, Term(0, TermUnit.SAME_DAY))
    assert " ".join(day_grid(deadline).explanation) == words


def test_a_pause_is_shown_and_explained() -> None:
    pause = Pause(datetime(2026, 11, 26, 8, tzinfo=HANOI), datetime(2026, 11, 30, 8, tzinfo=HANOI))
    grid = day_grid(add_term(CALENDAR, SATURDAY_NIGHT, Term(3, TermUnit.WORKING_DAY), [pause]))
    assert [cell.caption for cell in grid.cells if cell.mark == "paused"] == ["dừng", "dừng"]
    assert "Đồng hồ tạm dừng 2 ngày." in grid.explanation


def test_a_year_that_is_not_announced_is_named() -> None:
    assert grid_of(40).explanation[-1] == "Lịch nghỉ năm 2027 chưa công bố chính thức, ngày này có thể đổi."


def test_a_make_up_saturday_is_counted_and_said() -> None:
    saturday = date(2026, 8, 22)
    calendar = WorkCalendar(days={saturday: CalendarDay(saturday, DayKind.WORK, "làm bù")})
    deadline = add_term(calendar, datetime(2026, 8, 20, 9, tzinfo=HANOI), Term(5, TermUnit.WORKING_DAY))
    assert "Có tính: 22/8 (làm bù)." in day_grid(deadline).explanation


@pytest.mark.parametrize("unit", [TermUnit.SAME_DAY, TermUnit.WORKING_HOUR])
def test_hours_and_same_day_terms_make_a_grid_too(unit: TermUnit) -> None:
    amount = 0 if unit is TermUnit.SAME_DAY else 8
    grid = grid_of(amount, unit, datetime(2026, 11, 25, 14, 0, tzinfo=HANOI))
    assert grid.cells[-1].caption == "kết quả"
    assert "Ngày tiếp nhận không tính." not in grid.explanation


def test_the_component_is_a_list_that_hides_its_drawing_from_screen_readers() -> None:
    deadline = add_term(CALENDAR, SATURDAY_NIGHT, Term(3, TermUnit.WORKING_DAY))
    template = Template('{% include "components/day_grid.html" with deadline=deadline only %}')
    html = template.render(Context({"deadline": deadline}))
    assert html.count('<li class="day ') == 7
    assert "thứ Ba 24/11, Ngày Văn hóa Việt Nam, không tính" in html
    assert '<b aria-hidden="true">24</b>' in html


def test_weekdays_follow_the_language() -> None:
    with translation.override("en"):
        assert weekday_date(date(2026, 12, 2)).endswith(" 2/12")
