"""Open or closed, and when it opens next."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from core.calendar import CalendarDay, DayKind, WorkCalendar
from home.opening import Session, WeekdayHours, open_state, weekly_hours

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = (time(7, 30), time(11, 30))
AFTERNOON = (time(13, 30), time(17, 0))
WEEK = [Session(weekday, *hours) for weekday in range(5) for hours in (MORNING, AFTERNOON)]
SATURDAY_MORNING = Session(5, *MORNING)
HOLIDAY = date(2026, 11, 24)
MAKE_UP = date(2026, 11, 28)
HALF = date(2026, 11, 26)
CALENDAR = WorkCalendar(
    days={
        HOLIDAY: CalendarDay(HOLIDAY, DayKind.OFF, "Ngày Văn hóa Việt Nam"),
        MAKE_UP: CalendarDay(MAKE_UP, DayKind.WORK, "làm bù"),
        HALF: CalendarDay(HALF, DayKind.HALF, "họp toàn cơ quan"),
    }
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at(23, 7, 30), at(23, 11, 30)),
        (at(23, 11, 29), at(23, 11, 30)),
        (at(23, 16, 59), at(23, 17)),
        (at(28, 9), at(28, 11, 30)),  # a make-up Saturday has a weekday's hours
        (at(28, 14), at(28, 17)),
        (at(26, 8), at(26, 11, 30)),
    ],
)
def test_open_until_the_end_of_the_session(now: datetime, until: datetime) -> None:
    state = open_state(WEEK, CALENDAR, now)
    assert (state.is_open, state.until) == (True, until)


@pytest.mark.parametrize(
    ("now", "opens_at", "all_day", "reason"),
    [
        (at(23, 6), at(23, 7, 30), False, ""),
        (at(23, 11, 30), at(23, 13, 30), False, ""),
        (at(23, 17), at(25, 7, 30), False, ""),  # Tuesday is a holiday
        (at(24, 9), at(25, 7, 30), True, "Ngày Văn hóa Việt Nam"),
        (at(26, 14), at(27, 7, 30), False, ""),  # a half day has no afternoon
        (at(22, 9), at(23, 7, 30), True, ""),  # Sunday
    ],
)
def test_closed_says_when_it_opens_and_why(
    now: datetime, opens_at: datetime, all_day: bool, reason: str
) -> None:
    state = open_state(WEEK, CALENDAR, now)
    assert not state.is_open
    assert (state.opens_at, state.closed_all_day, state.reason) == (opens_at, all_day, reason)


def test_a_place_with_saturday_hours_is_open_on_an_ordinary_saturday() -> None:
    assert open_state([*WEEK, SATURDAY_MORNING], WorkCalendar(days={}), at(21, 8)).is_open


def test_the_moment_may_come_in_any_zone() -> None:
    assert open_state(WEEK, CALENDAR, at(23, 8).astimezone(ZoneInfo("UTC"))).is_open


def test_a_place_without_hours_never_opens() -> None:
    state = open_state([], CALENDAR, at(23, 9))
    assert not state.is_open
    assert state.opens_at is None


def test_a_long_closure_ends_the_search() -> None:
    closed = {date(2026, 11, day): CalendarDay(date(2026, 11, day), DayKind.OFF) for day in range(1, 31)}
    closed |= {date(2026, 12, day): CalendarDay(date(2026, 12, day), DayKind.OFF) for day in range(1, 32)}
    assert open_state(WEEK, WorkCalendar(days=closed), at(1, 9)).opens_at is None


def test_weekdays_with_the_same_hours_share_a_row() -> None:
    assert weekly_hours([*reversed(WEEK), SATURDAY_MORNING]) == [
        WeekdayHours(0, 4, (MORNING, AFTERNOON)),
        WeekdayHours(5, 5, (MORNING,)),
        WeekdayHours(6, 6, ()),
    ]
    assert weekly_hours([]) == []
