"""Due dates of cases: the law's rows, pauses, extension, reopening, and the words about what is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import CalendarDay, DayKind, Mark, Pause, WorkCalendar
from core.calendar.days import LOCAL_ZONE
from feedback.deadlines import (
    Alert,
    RuleTerm,
    Urgency,
    alert_reached,
    due_for,
    escalation_at,
    is_overdue,
    latest_supply,
    near_at,
    open_pause,
    reopened_rule,
    time_left,
)

OFF = {
    2025: "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9",
    2026: "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11",
}
WORKED = {2025: "26/4", 2026: "10/1 22/8"}


def _days(rows: dict[int, str], kind: DayKind) -> list[CalendarDay]:
    found = []
    for year, words in rows.items():
        for word in words.split():
            day, month = map(int, word.split("/"))
            found.append(CalendarDay(date(year, month, day), kind, "lễ"))
    return found


CALENDAR = WorkCalendar(
    days={row.date: row for row in [*_days(OFF, DayKind.OFF), *_days(WORKED, DayKind.WORK)]},
    confirmed_years=frozenset({2025, 2026}),
)


def at(text: str, clock: str = "09:00") -> datetime:
    """Local morning of a day written like in the law: 23/11/2026."""
    day, month, year = map(int, text.split("/"))
    return datetime.combine(date(year, month, day), time.fromisoformat(clock), LOCAL_ZONE)


def rule(amount: int, unit: str = "working_day") -> RuleTerm:
    return RuleTerm(amount, unit)


@pytest.mark.parametrize(
    ("received", "amount", "unit", "due"),
    [
        ("31/12/2025", 5, "working_day", date(2026, 1, 9)),
        ("5/1/2026", 7, "working_day", date(2026, 1, 13)),
        ("9/2/2026", 15, "working_day", date(2026, 3, 9)),
        ("24/4/2026", 2, "working_day", date(2026, 4, 29)),
        ("28/4/2026", 5, "working_day", date(2026, 5, 7)),
        ("20/8/2026", 5, "working_day", date(2026, 8, 26)),
        ("3/8/2026", 30, "day", date(2026, 9, 3)),
        ("30/7/2026", 30, "day", date(2026, 9, 3)),
        ("20/11/2026", 5, "working_day", date(2026, 11, 30)),
        ("25/4/2025", 2, "working_day", date(2025, 4, 28)),
    ],
)
def test_a_rule_of_law_counts_like_the_calendar(received: str, amount: int, unit: str, due: date) -> None:
    deadline = due_for(CALENDAR, rule(amount, unit), at(received))
    assert deadline.due_date == due
    assert deadline.steps[-1].mark is Mark.DUE
    assert not deadline.provisional


def test_the_time_for_answering_the_citizen_pauses_moves_the_due_date() -> None:
    plain = due_for(CALENDAR, rule(15), at("23/11/2026"))
    paused = due_for(
        CALENDAR, rule(15), at("23/11/2026"), [Pause(at("26/11/2026", "10:15"), at("30/11/2026"))]
    )
    assert plain.due_date == date(2026, 12, 15)
    assert paused.due_date == date(2026, 12, 17)
    assert [step.date.day for step in paused.steps if step.mark is Mark.PAUSED] == [26, 27]


def test_a_question_answered_the_same_day_costs_nothing() -> None:
    pause = Pause(at("26/11/2026", "09:00"), at("26/11/2026", "15:00"))
    assert due_for(CALENDAR, rule(15), at("23/11/2026"), [pause]).due_date == date(2026, 12, 15)


def test_an_open_pause_ends_at_the_present_moment() -> None:
    start = at("26/11/2026")
    assert open_pause(start, at("30/11/2026")) == Pause(start, at("30/11/2026"))
    assert open_pause(start, start - timedelta(hours=1)) == Pause(start, start)


def test_an_extension_adds_ten_working_days() -> None:
    extended = due_for(CALENDAR, rule(15), at("23/11/2026"), extension=rule(10))
    assert extended.due_date == date(2026, 12, 29)
    assert [s.number for s in extended.steps if s.number][-1] == 25


def test_an_extension_in_another_unit_is_counted_from_the_first_end() -> None:
    extended = due_for(CALENDAR, rule(15), at("9/11/2026"), extension=rule(15, "day"))
    first = due_for(CALENDAR, rule(15), at("9/11/2026"))
    assert first.due_date == date(2026, 12, 1)
    assert extended.due_date == date(2026, 12, 16)
    dates = [step.date for step in extended.steps]
    assert dates == sorted(set(dates))
    assert [step.mark for step in extended.steps].count(Mark.DUE) == 1


def test_reopening_gives_the_row_of_law_or_half_the_time() -> None:
    assert reopened_rule(rule(15), rule(7)).amount == 7
    assert reopened_rule(rule(15), None).amount == 8
    assert reopened_rule(rule(3), None).amount == 2
    assert reopened_rule(rule(1), None).amount == 1


@given(
    start=st.dates(date(2025, 1, 1), date(2026, 8, 31)),
    amount=st.integers(1, 30),
    more=st.integers(1, 15),
    pause=st.integers(0, 10),
)
def test_a_pause_or_an_extension_never_shortens_the_time(
    start: date, amount: int, more: int, pause: int
) -> None:
    received = datetime.combine(start, time(9), LOCAL_ZONE)
    plain = due_for(CALENDAR, rule(amount), received)
    paused = due_for(CALENDAR, rule(amount), received, [Pause(received, received + timedelta(days=pause))])
    extended = due_for(CALENDAR, rule(amount), received, extension=rule(more))
    assert received < plain.due_at <= paused.due_at
    assert plain.due_at < extended.due_at


def test_overdue_is_derived_from_state_and_time() -> None:
    due = at("18/11/2026", "17:30")
    assert not is_overdue("in_progress", due, due)
    assert is_overdue("in_progress", due, due + timedelta(seconds=1))
    for state in ("answered", "published", "closed", "rejected", "redirected", "closed_no_reply"):
        assert not is_overdue(state, due, due + timedelta(days=90))
    assert not is_overdue("in_progress", None, due)


def test_while_paused_only_what_was_late_before_is_late() -> None:
    due = at("18/11/2026", "17:30")
    later = due + timedelta(days=30)
    assert not is_overdue("need_info", due, later, paused_at=due - timedelta(days=1))
    assert is_overdue("need_info", due, later, paused_at=due + timedelta(days=1))


@pytest.mark.parametrize(
    ("now", "due", "urgency", "words"),
    [
        ("20/11/2026", "18/11/2026", Urgency.LATE, "Trễ 2 ngày"),
        ("23/11/2026", "20/11/2026", Urgency.LATE, "Trễ 1 ngày"),
        ("21/11/2026", "20/11/2026", Urgency.LATE, "Trễ dưới 1 ngày"),
        ("23/11/2026", "23/11/2026", Urgency.TODAY, "Hôm nay"),
        ("20/11/2026", "23/11/2026", Urgency.SOON, "còn 1 ngày"),
        ("23/11/2026", "25/11/2026", Urgency.SOON, "còn 1 ngày"),
        ("23/11/2026", "16/12/2026", Urgency.LATER, "còn 16 ngày"),
    ],
)
def test_what_is_left_is_said_in_working_days(now: str, due: str, urgency: Urgency, words: str) -> None:
    left = time_left(CALENDAR, at(due, "17:30"), at(now))
    assert (left.urgency, left.words) == (urgency, words)


def test_a_deadline_missed_this_afternoon_is_late_already() -> None:
    left = time_left(CALENDAR, at("23/11/2026", "17:30"), at("23/11/2026", "17:31"))
    assert (left.urgency, left.days) == (Urgency.LATE, 0)


def test_alerts_are_reached_at_seventy_percent_at_the_due_time_and_three_days_later() -> None:
    deadline = due_for(CALENDAR, rule(10), at("9/11/2026"))
    assert deadline.due_date == date(2026, 11, 23)
    assert near_at(CALENDAR, deadline) == at("18/11/2026", "17:30")
    assert escalation_at(CALENDAR, deadline.due_at) == at("27/11/2026", "17:30")
    seen = [
        alert_reached(CALENDAR, deadline, at(day, "18:00"))
        for day in ("17/11/2026", "18/11/2026", "22/11/2026", "23/11/2026", "26/11/2026", "27/11/2026")
    ]
    assert seen == [None, Alert.NEAR, Alert.NEAR, Alert.DUE, Alert.DUE, Alert.ESCALATED]


def test_hours_are_alerted_by_their_share() -> None:
    deadline = due_for(CALENDAR, rule(2, "working_hour"), at("9/11/2026", "08:00"))
    assert deadline.due_at == at("9/11/2026", "10:00")
    assert near_at(CALENDAR, deadline) == at("9/11/2026", "09:24")


def test_the_citizen_has_fifteen_days_to_answer() -> None:
    assert latest_supply(CALENDAR, at("23/11/2026"), rule(15, "day")) == at("8/12/2026", "17:30")


def test_a_frozen_row_comes_back_as_it_was() -> None:
    row = RuleTerm(15, "working_day", "NĐ 20/2008", is_verified=True, rule_id=4)
    assert RuleTerm.from_json(row.as_json()) == row
    assert replace(row, amount=1).as_json()["amount"] == 1


@pytest.mark.parametrize("amount", [-1, 99999])
def test_an_impossible_term_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        due_for(CALENDAR, rule(amount), at("23/11/2026"))
