"""Adding a term to a moment, with the explanation of every day on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from core.calendar.days import LOCAL_ZONE, WorkCalendar

# Ten years of days: longer terms are typing errors, and walking them day by day would cost time.
MAX_TERM = 3660
MAX_MONTHS = 120


class TermUnit(StrEnum):
    """What a term counts."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "day"
    WORKING_HOUR = "working_hour"
    MONTH = "month"
    SAME_DAY = "same_day"


class Mark(StrEnum):
    """The part one day plays in a deadline."""

    SENT = "sent"
    RECEIVED = "received"
    COUNTED = "counted"
    SKIPPED = "skipped"
    PAUSED = "paused"
    DUE = "due"


@dataclass(frozen=True)
class Term:
    """An amount of a unit; a same-day term's amount has no meaning and is 0.

    Raises ``ValueError`` for an amount that is negative, longer than ``MAX_TERM``, or broken where the unit is whole.
    """

    amount: Decimal | int
    unit: TermUnit

    def __post_init__(self) -> None:
        longest = MAX_MONTHS if self.unit is TermUnit.MONTH else MAX_TERM
        if not 0 <= self.amount <= longest:
            raise ValueError(f"a term of {self.amount} is outside 0…{longest}")
        if self.unit is not TermUnit.WORKING_HOUR and self.amount != int(self.amount):
            raise ValueError(f"{self.amount} is no whole number of {self.unit}")


@dataclass(frozen=True)
class Pause:
    """A stretch in which the clock stands still. For one that still lasts, pass the present moment as its end."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class DayStep:
    """One day of a deadline.

    ``number``: the running count of a counted day. ``reason``: a message id, why the day is skipped.
    """

    date: date
    mark: Mark
    number: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Deadline:
    """A due moment and how it came about: ``steps`` holds every day from sending to due, both included.

    ``received_at`` is when the term starts to be looked at: the moment of sending, or the opening of the next
    working day. ``provisional``: a day on the way is not announced yet; ``unconfirmed_years`` says of which years.
    """

    sent_at: datetime
    received_at: datetime
    due_at: datetime
    term: Term
    steps: tuple[DayStep, ...]
    unconfirmed_years: tuple[int, ...] = ()

    @property
    def due_date(self) -> date:
        """The local day on which the term ends."""
        return self.due_at.astimezone(LOCAL_ZONE).date()

    @property
    def provisional(self) -> bool:
        """Whether a day on the way is a guess."""
        return bool(self.unconfirmed_years)


def receive(calendar: WorkCalendar, sent_at: datetime) -> datetime:
    """When something sent at ``sent_at`` counts as received: then, or at the next working day's opening."""
    moment = sent_at.astimezone(LOCAL_ZONE)
    day = moment.date()
    if calendar.is_working_day(day) and moment < calendar.receipt_closing(day):
        return moment
    return calendar.opening(calendar.next_working_day(day))


def add_term(calendar: WorkCalendar, sent_at: datetime, term: Term, pauses: Sequence[Pause] = ()) -> Deadline:
    """The deadline of something sent at ``sent_at`` (aware) that must be done within ``term``.

    A pause takes out the days from its first up to, not including, the day on which its end is received: a
    question answered within the day costs nothing. Hours and same-day terms ignore pauses shorter than a day.
    """
    received_at = receive(calendar, sent_at)
    paused = _paused_days(calendar, pauses)
    walk = {
        TermUnit.WORKING_DAY: _walk_working_days,
        TermUnit.CALENDAR_DAY: _walk_calendar_days,
        TermUnit.MONTH: _walk_months,
        TermUnit.WORKING_HOUR: _walk_working_hours,
        TermUnit.SAME_DAY: _walk_same_day,
    }[term.unit]
    steps, due_at = walk(calendar, received_at, term, paused)
    opening = _opening_steps(calendar, sent_at.astimezone(LOCAL_ZONE).date(), received_at.date())
    if steps and steps[0].date == received_at.date():
        opening = opening[:-1]
    every_step = (*opening, *steps)
    years = sorted({step.date.year for step in every_step if not calendar.is_confirmed(step.date)})
    return Deadline(sent_at, received_at, due_at, term, every_step, tuple(years))


def working_days_between(calendar: WorkCalendar, start: date, end: date) -> int:
    """Working days after ``start`` up to and including ``end``; negative where ``end`` lies before ``start``."""
    if end < start:
        return -working_days_between(calendar, end, start)
    span = (end - start).days
    return sum(calendar.is_working_day(start + timedelta(days=n)) for n in range(1, span + 1))


def _paused_days(calendar: WorkCalendar, pauses: Sequence[Pause]) -> frozenset[date]:
    days: set[date] = set()
    for pause in pauses:
        current = pause.start.astimezone(LOCAL_ZONE).date()
        until = receive(calendar, pause.end).date()
        while current < until:
            days.add(current)
            current += timedelta(days=1)
    return frozenset(days)


def _opening_steps(calendar: WorkCalendar, sent: date, received: date) -> list[DayStep]:
    if sent == received:
        return [DayStep(received, Mark.RECEIVED)]
    between = [sent + timedelta(days=n) for n in range(1, (received - sent).days)]
    return [
        DayStep(sent, Mark.SENT, reason=calendar.reason(sent)),
        *(DayStep(day, Mark.SKIPPED, reason=calendar.reason(day)) for day in between),
        DayStep(received, Mark.RECEIVED),
    ]


_Walk = tuple[list[DayStep], datetime]


def _walk_working_days(
    calendar: WorkCalendar, received_at: datetime, term: Term, paused: frozenset[date]
) -> _Walk:
    steps: list[DayStep] = []
    day = received_at.date()
    count = 0
    if term.amount == 0:
        return [DayStep(day, Mark.DUE, 0)], calendar.closing(day)
    while count < term.amount:
        day += timedelta(days=1)
        if not calendar.is_working_day(day):
            steps.append(DayStep(day, Mark.SKIPPED, reason=calendar.reason(day)))
        elif day in paused:
            steps.append(DayStep(day, Mark.PAUSED))
        else:
            count += 1
            mark = Mark.DUE if count == term.amount else Mark.COUNTED
            steps.append(DayStep(day, mark, count, calendar.reason(day)))
    return steps, calendar.closing(day)


def _walk_calendar_days(
    calendar: WorkCalendar, received_at: datetime, term: Term, paused: frozenset[date]
) -> _Walk:
    steps: list[DayStep] = []
    day = received_at.date()
    count = 0
    while count < term.amount:
        day += timedelta(days=1)
        if day in paused:
            steps.append(DayStep(day, Mark.PAUSED))
        else:
            count += 1
            steps.append(DayStep(day, Mark.COUNTED, count))
    return _roll_forward(calendar, steps, day)


def _walk_months(calendar: WorkCalendar, received_at: datetime, term: Term, paused: frozenset[date]) -> _Walk:
    start = received_at.date()
    length = (_add_months(start, int(term.amount)) - start).days
    return _walk_calendar_days(calendar, received_at, Term(length, TermUnit.CALENDAR_DAY), paused)


def _roll_forward(calendar: WorkCalendar, steps: list[DayStep], day: date) -> _Walk:
    """End the term on ``day``, or on the next working day where ``day`` is off."""
    due = calendar.next_working_day(day, including=True)
    count = steps[-1].number if steps else 0
    off = [day + timedelta(days=offset) for offset in range((due - day).days)]
    skipped = [DayStep(each, Mark.SKIPPED, reason=calendar.reason(each)) for each in off]
    return [*steps[:-1], *skipped, DayStep(due, Mark.DUE, count)], calendar.closing(due)


def _walk_working_hours(
    calendar: WorkCalendar, received_at: datetime, term: Term, paused: frozenset[date]
) -> _Walk:
    left = timedelta(seconds=int(term.amount * 3600))
    day = received_at.date()
    steps: list[DayStep] = []
    while True:
        if day in paused and calendar.is_working_day(day):
            steps.append(DayStep(day, Mark.PAUSED))
        else:
            for start, end in calendar.sessions(day):
                begin = max(start, received_at)
                if begin >= end:
                    continue
                if left <= end - begin:
                    steps.append(DayStep(day, Mark.DUE))
                    return steps, begin + left
                left -= end - begin
            steps.append(_hours_step(calendar, day, received_at.date()))
        day += timedelta(days=1)


def _hours_step(calendar: WorkCalendar, day: date, received: date) -> DayStep:
    if day == received:
        return DayStep(day, Mark.RECEIVED)
    if calendar.is_working_day(day):
        return DayStep(day, Mark.COUNTED)
    return DayStep(day, Mark.SKIPPED, reason=calendar.reason(day))


def _walk_same_day(
    calendar: WorkCalendar, received_at: datetime, _term: Term, _paused: frozenset[date]
) -> _Walk:
    day = received_at.date()
    if received_at.time() < calendar.hours.same_day_cutoff:
        return [DayStep(day, Mark.DUE)], calendar.closing(day)
    due = calendar.next_working_day(day)
    skipped = [day + timedelta(days=n) for n in range(1, (due - day).days)]
    steps = [DayStep(d, Mark.SKIPPED, reason=calendar.reason(d)) for d in skipped]
    return [*steps, DayStep(due, Mark.DUE)], calendar.closing(due)


def _add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or that month's last day where it has no such day (Civil Code art. 148.3)."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))
