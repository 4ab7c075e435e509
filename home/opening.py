"""Whether a counter is open, and when it opens next. Pure: the calendar and the moment are passed in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.calendar import DayKind, WorkCalendar
from core.calendar.days import LOCAL_ZONE

# Longer than any run of days off; a place without hours must not search for ever.
_LOOK_AHEAD_DAYS = 30


@dataclass(frozen=True)
class Session:
    """Opening hours on one weekday (0 is Monday), local time. A day with a lunch break has two."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class OpenState:
    """``until``: when an open counter closes. ``opens_at``: when a closed one opens, None if not in the next month.

    ``closed_all_day``: no hours at all that day; ``reason``: its name in the calendar, "" for an ordinary week-end.
    """

    is_open: bool
    until: datetime | None = None
    opens_at: datetime | None = None
    closed_all_day: bool = False
    reason: str = ""


@dataclass(frozen=True)
class WeekdayHours:
    """Consecutive weekdays with the same hours; no ``spans`` means closed."""

    first: int
    last: int
    spans: tuple[tuple[time, time], ...]


def open_state(sessions: Sequence[Session], calendar: WorkCalendar, now: datetime) -> OpenState:
    """The state at ``now`` (aware) of a place with these weekly ``sessions``.

    An edited day of the calendar overrules the weekday: a holiday closes the place, a make-up Saturday has
    Monday's hours, a half day its morning. An ordinary week-end day is open if the place has hours then.
    """
    local = now.astimezone(LOCAL_ZONE)
    today = local.date()
    spans = list(_spans(sessions, calendar, today))
    for opens, closes in spans:
        if opens <= local < closes:
            return OpenState(is_open=True, until=closes)
    row = calendar.days.get(today)
    return OpenState(
        is_open=False,
        opens_at=_next_opening(sessions, calendar, local),
        closed_all_day=not spans,
        reason=row.note if row is not None and row.kind is DayKind.OFF else "",
    )


def weekly_hours(sessions: Sequence[Session]) -> list[WeekdayHours]:
    """Monday to Sunday, neighbours with the same hours joined; empty for a place that states no hours."""
    if not sessions:
        return []
    spans_of = [
        tuple(sorted((each.opens, each.closes) for each in sessions if each.weekday == weekday))
        for weekday in range(7)
    ]
    rows: list[WeekdayHours] = []
    for weekday, spans in enumerate(spans_of):
        if rows and rows[-1].spans == spans:
            rows[-1] = WeekdayHours(rows[-1].first, weekday, spans)
        else:
            rows.append(WeekdayHours(weekday, weekday, spans))
    return rows


def _next_opening(sessions: Sequence[Session], calendar: WorkCalendar, local: datetime) -> datetime | None:
    for offset in range(_LOOK_AHEAD_DAYS):
        for opens, _closes in _spans(sessions, calendar, local.date() + timedelta(days=offset)):
            if opens > local:
                return opens
    return None


def _spans(
    sessions: Sequence[Session], calendar: WorkCalendar, day: date
) -> Iterator[tuple[datetime, datetime]]:
    row = calendar.days.get(day)
    if row is not None and row.kind is DayKind.OFF:
        return
    weekday = day.weekday()
    if row is not None and not any(session.weekday == weekday for session in sessions):
        weekday = 0
    todays = (session for session in sessions if session.weekday == weekday)
    for session in sorted(todays, key=lambda each: each.opens):
        closes = session.closes
        if row is not None and row.kind is DayKind.HALF:
            closes = min(closes, calendar.hours.morning_end)
        if session.opens < closes:
            yield datetime.combine(day, session.opens, LOCAL_ZONE), datetime.combine(day, closes, LOCAL_ZONE)
