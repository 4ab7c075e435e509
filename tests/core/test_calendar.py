"""The counting rules, against the test vectors of the law and against properties."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import (
    CalendarDay,
    DayKind,
    Mark,
    Pause,
    Term,
    TermUnit,
    WorkCalendar,
    add_term,
    receive,
    working_days_between,
)
from core.calendar.days import LOCAL_ZONE, WEEKEND
from core.models import WorkCalendarDay
from core.services.calendar import load_calendar

WORKING_DAY, DAY, MONTH = TermUnit.WORKING_DAY, TermUnit.CALENDAR_DAY, TermUnit.MONTH


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE)


@pytest.fixture
def seeded() -> WorkCalendar:
    """The calendar of the migrations, read from the database."""
    return load_calendar()


VECTORS = [
    ("2025-12-31T09:00", 5, WORKING_DAY, "2026-01-09"),
    ("2026-01-05T09:00", 7, WORKING_DAY, "2026-01-13"),
    ("2026-02-09T09:00", 15, WORKING_DAY, "2026-03-09"),
    ("2026-04-24T09:00", 2, WORKING_DAY, "2026-04-29"),
    ("2026-04-28T09:00", 5, WORKING_DAY, "2026-05-07"),
    ("2026-08-20T09:00", 5, WORKING_DAY, "2026-08-26"),
    ("2026-08-03T09:00", 30, DAY, "2026-09-03"),
    ("2026-07-30T09:00", 30, DAY, "2026-09-03"),
    ("2026-11-20T09:00", 5, WORKING_DAY, "2026-11-30"),
    ("2025-04-25T09:00", 2, WORKING_DAY, "2025-04-28"),
    # Sent on a Sunday or after closing: received the next working day, which is not counted either.
    ("2026-11-22T21:14", 1, WORKING_DAY, "2026-11-25"),
    ("2026-11-20T17:00", 1, WORKING_DAY, "2026-11-25"),
    ("2026-11-20T16:59", 1, WORKING_DAY, "2026-11-23"),
    # A month that has no such day ends on its last; a term that ends on a day off rolls on.
    ("2026-01-30T09:00", 1, MONTH, "2026-03-02"),
    ("2026-03-31T09:00", 1, MONTH, "2026-05-04"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("sent", "amount", "unit", "due"), VECTORS)
def test_terms_end_on_the_day_the_law_says(
    seeded: WorkCalendar, sent: str, amount: int, unit: TermUnit, due: str
) -> None:
    assert add_term(seeded, at(sent), Term(amount, unit)).due_date == date.fromisoformat(due)


@pytest.mark.django_db
def test_every_skipped_day_is_explained_by_name(seeded: WorkCalendar) -> None:
    deadline = add_term(seeded, at("2026-04-24T09:00"), Term(5, WORKING_DAY))
    skipped = {step.date.isoformat(): step.reason for step in deadline.steps if step.mark is Mark.SKIPPED}
    assert skipped == {
        "2026-04-25": WEEKEND,
        "2026-04-26": WEEKEND,
        "2026-04-27": "Nghỉ bù Giỗ Tổ Hùng Vương",
        "2026-04-30": "Ngày Chiến thắng 30/4",
        "2026-05-01": "Ngày Quốc tế lao động",
        "2026-05-02": WEEKEND,
        "2026-05-03": WEEKEND,
    }


@pytest.mark.django_db
def test_a_make_up_saturday_is_counted_and_named(seeded: WorkCalendar) -> None:
    steps = add_term(seeded, at("2026-01-05T09:00"), Term(7, WORKING_DAY)).steps
    saturday = next(step for step in steps if step.date == date(2026, 1, 10))
    assert (saturday.mark, saturday.number, saturday.reason) == (Mark.COUNTED, 5, "Làm bù ngày 2/1")


@pytest.mark.django_db
def test_a_deadline_into_an_unannounced_year_says_so(seeded: WorkCalendar) -> None:
    deadline = add_term(seeded, at("2026-12-28T09:00"), Term(10, WORKING_DAY))
    assert deadline.unconfirmed_years == (2027,)
    assert not add_term(seeded, at("2026-12-01T09:00"), Term(5, WORKING_DAY)).provisional


def test_days_of_waiting_for_the_citizen_are_not_counted() -> None:
    calendar = WorkCalendar({})
    pause = Pause(at("2026-11-26T10:15"), at("2026-11-27T20:00"))
    deadline = add_term(calendar, at("2026-11-22T21:14"), Term(15, WORKING_DAY), [pause])
    assert [s.date.day for s in deadline.steps if s.mark is Mark.PAUSED] == [26, 27]
    assert deadline.due_date == date(2026, 12, 16)


def test_a_question_answered_the_same_day_costs_nothing() -> None:
    calendar = WorkCalendar({})
    pause = Pause(at("2026-11-26T10:15"), at("2026-11-26T15:00"))
    plain = add_term(calendar, at("2026-11-23T09:00"), Term(10, WORKING_DAY))
    assert add_term(calendar, at("2026-11-23T09:00"), Term(10, WORKING_DAY), [pause]).due_at == plain.due_at


@pytest.mark.parametrize(
    ("sent", "hours", "due"),
    [
        ("2026-11-23T07:30", 8, "2026-11-23T17:30"),
        ("2026-11-23T10:30", 2, "2026-11-23T14:30"),
        ("2026-11-20T16:30", 2, "2026-11-23T08:30"),
        ("2026-11-20T18:00", 1, "2026-11-23T08:30"),
        ("2026-11-23T12:00", "0.5", "2026-11-23T14:00"),
    ],
)
def test_working_hours_run_only_while_the_office_works(sent: str, hours: int | str, due: str) -> None:
    deadline = add_term(WorkCalendar({}), at(sent), Term(Decimal(hours), TermUnit.WORKING_HOUR))
    assert deadline.due_at == at(due)


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ("2026-11-20T14:59", "2026-11-20"),
        ("2026-11-20T15:00", "2026-11-23"),
        ("2026-11-21T09:00", "2026-11-23"),
    ],
)
def test_a_same_day_promise_made_after_the_cut_off_is_kept_the_next_working_day(sent: str, due: str) -> None:
    deadline = add_term(WorkCalendar({}), at(sent), Term(0, TermUnit.SAME_DAY))
    assert deadline.due_date == date.fromisoformat(due)


def test_a_half_day_counts_and_closes_at_noon() -> None:
    saturday = date(2026, 11, 28)
    calendar = WorkCalendar({saturday: CalendarDay(saturday, DayKind.HALF, "Làm sáng thứ Bảy")})
    assert add_term(calendar, at("2026-11-27T09:00"), Term(1, WORKING_DAY)).due_at == at("2026-11-28T11:30")
    assert receive(calendar, at("2026-11-28T12:00")) == at("2026-11-30T07:30")


@pytest.mark.parametrize(
    ("amount", "unit"),
    [(-1, DAY), (3661, DAY), (10**12, WORKING_DAY), (121, MONTH), (Decimal("1.5"), WORKING_DAY)],
)
def test_an_impossible_term_is_refused(amount: int | Decimal, unit: TermUnit) -> None:
    with pytest.raises(ValueError, match=r"term|whole"):
        Term(amount, unit)


def test_working_days_between_is_signed() -> None:
    calendar = WorkCalendar({})
    assert working_days_between(calendar, date(2026, 11, 20), date(2026, 11, 24)) == 2
    assert working_days_between(calendar, date(2026, 11, 24), date(2026, 11, 20)) == -2
    assert working_days_between(calendar, date(2026, 11, 21), date(2026, 11, 22)) == 0


moments = st.integers(0, 6 * 365 * 24 * 60).map(lambda minutes: at("2024-01-01") + timedelta(minutes=minutes))
off_days = st.sets(st.dates(date(2024, 1, 1), date(2030, 6, 1)), max_size=40)
terms = st.one_of(
    st.builds(Term, st.integers(0, 60), st.sampled_from([WORKING_DAY, DAY])),
    st.builds(Term, st.integers(0, 12), st.just(MONTH)),
    st.builds(Term, st.integers(0, 200), st.just(TermUnit.WORKING_HOUR)),
    st.builds(Term, st.just(0), st.just(TermUnit.SAME_DAY)),
)


def calendar_without(days: set[date]) -> WorkCalendar:
    return WorkCalendar({day: CalendarDay(day, DayKind.OFF, "nghỉ") for day in days})


@given(off_days, moments, terms)
def test_a_deadline_ends_on_a_working_day_and_explains_every_day(
    days: set[date], sent: datetime, term: Term
) -> None:
    calendar = calendar_without(days)
    deadline = add_term(calendar, sent, term)
    assert calendar.is_working_day(deadline.due_date)
    assert deadline.due_at >= deadline.received_at >= sent
    dates = [step.date for step in deadline.steps]
    assert dates == [
        sent.date() + timedelta(days=n) for n in range((deadline.due_date - sent.date()).days + 1)
    ]
    assert deadline.steps[-1].mark is Mark.DUE
    assert all(step.reason for step in deadline.steps if step.mark is Mark.SKIPPED)


@given(off_days, moments, st.integers(1, 60))
def test_working_days_are_numbered_without_gaps(days: set[date], sent: datetime, amount: int) -> None:
    deadline = add_term(calendar_without(days), sent, Term(amount, WORKING_DAY))
    numbers = [step.number for step in deadline.steps if step.number is not None]
    assert numbers == list(range(1, amount + 1))


@given(off_days, moments, moments, terms)
def test_sending_later_is_never_due_earlier(
    days: set[date], first: datetime, second: datetime, term: Term
) -> None:
    calendar = calendar_without(days)
    early, late = sorted((first, second))
    assert add_term(calendar, early, term).due_at <= add_term(calendar, late, term).due_at


@given(off_days, moments, terms, st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_one_more_day_off_never_brings_a_deadline_forward(
    days: set[date], sent: datetime, term: Term, extra: date
) -> None:
    before = add_term(calendar_without(days), sent, term)
    assert add_term(calendar_without(days | {extra}), sent, term).due_at >= before.due_at


@pytest.mark.django_db
def test_an_edited_day_is_effective_at_once() -> None:
    monday = date(2026, 12, 7)
    assert load_calendar().is_working_day(monday)
    row = WorkCalendarDay.objects.create(
        date=monday, kind=WorkCalendarDay.Kind.OFF, note="Nghỉ bão", status="confirmed"
    )
    assert load_calendar().reason(monday) == "Nghỉ bão"
    row.delete()
    assert load_calendar().is_working_day(monday)
