"""When something must be done, from frozen rows of law and the working calendar.

Pure: the calendar, the pauses and the present moment are passed in. Overdue is always derived here,
never stored. The counting itself is ``core.calendar``'s (Civil Code 2015 art. 147 and 148).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from math import ceil
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.calendar import (
    DayStep,
    Deadline,
    Mark,
    Pause,
    Term,
    TermUnit,
    WorkCalendar,
    add_term,
    working_days_between,
)
from core.calendar.days import LOCAL_ZONE
from feedback.workflow import StateType, state_type

NEAR_SHARE = Decimal("0.7")
ESCALATION_DAYS = 3
SOON_DAYS = 2


@dataclass(frozen=True)
class RuleTerm:
    """One row of law as it was when the case took it: ``amount`` of ``unit`` (a ``TermUnit`` code)."""

    amount: int
    unit: str
    legal_source: str = ""
    is_verified: bool = False
    rule_id: int | None = None

    @property
    def term(self) -> Term:
        """The calendar's term; ValueError for an impossible amount or an unknown unit."""
        return Term(self.amount, TermUnit(self.unit))

    def as_json(self) -> dict[str, Any]:
        """What is frozen into a case."""
        return {
            "amount": self.amount,
            "unit": self.unit,
            "legal_source": self.legal_source,
            "is_verified": self.is_verified,
            "rule_id": self.rule_id,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RuleTerm:
        """The row back from what was frozen; KeyError when the amount or unit isn't there."""
        return cls(
            amount=int(data["amount"]),
            unit=str(data["unit"]),
            legal_source=str(data.get("legal_source", "")),
            is_verified=bool(data.get("is_verified", False)),
            rule_id=data.get("rule_id"),
        )


class Urgency(StrEnum):
    """How pressing a due date is; the words and the colour follow from it."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True)
class TimeLeft:
    """``days`` are working days: still left, or already late. A deadline missed today is late by 0 days."""

    urgency: Urgency
    days: int

    @property
    def words(self) -> str:
        """ "Trễ 2 ngày", "Hôm nay", "còn 2 ngày" in the active language."""
        if self.urgency is Urgency.TODAY:
            return _("Hôm nay")
        if self.urgency is Urgency.LATE:
            if self.days == 0:
                return _("Trễ dưới 1 ngày")
            return ngettext("Trễ %(days)d ngày", "Trễ %(days)d ngày", self.days) % {"days": self.days}
        return ngettext("còn %(days)d ngày", "còn %(days)d ngày", self.days) % {"days": self.days}


class Alert(StrEnum):
    """Who must be told that time runs out: the officer, the head, the supervising unit."""

    NEAR = "near"
    DUE = "due"
    ESCALATED = "escalated"


def due_for(
    calendar: WorkCalendar,
    rule: RuleTerm,
    received_at: datetime,
    pauses: Sequence[Pause] = (),
    extension: RuleTerm | None = None,
) -> Deadline:
    """The deadline of something received at ``received_at``, with every day explained.

    Forwarding changes none of these inputs, so it never restarts the clock. An extension in the rule's own
    unit simply lengthens the term; one in another unit (information requests: 15 working days, then 15 days)
    is counted from the day on which the first term ends.
    """
    if extension is None:
        return add_term(calendar, received_at, rule.term, pauses)
    if extension.unit == rule.unit:
        whole = replace(rule, amount=rule.amount + extension.amount)
        return add_term(calendar, received_at, whole.term, pauses)
    first = add_term(calendar, received_at, rule.term, pauses)
    second = add_term(calendar, calendar.opening(first.due_date), extension.term, pauses)
    return _joined(first, second)


def _joined(first: Deadline, second: Deadline) -> Deadline:
    """Two terms after each other as one deadline: the end of the first becomes a counted day."""
    middle = first.steps[-1]
    steps: tuple[DayStep, ...] = (
        *first.steps[:-1],
        replace(middle, mark=Mark.COUNTED),
        *(step for step in second.steps if step.date > middle.date),
    )
    years = tuple(sorted({*first.unconfirmed_years, *second.unconfirmed_years}))
    return replace(first, due_at=second.due_at, steps=steps, unconfirmed_years=years)


def reopened_rule(answer: RuleTerm, reopened: RuleTerm | None) -> RuleTerm:
    """The term for answering again: the row of law for it, else half of the normal time, rounded up."""
    if reopened is not None:
        return reopened
    return replace(answer, amount=max(1, ceil(answer.amount / 2)))


def is_overdue(state: str, due_at: datetime | None, now: datetime, paused_at: datetime | None = None) -> bool:
    """True when somebody still owes an answer and the time for it is over.

    While the clock is paused only what was late before the pause counts.
    """
    if due_at is None or state_type(state) in (StateType.ANSWERED, StateType.ENDED):
        return False
    return (paused_at or now) > due_at


def time_left(calendar: WorkCalendar, due_at: datetime, now: datetime) -> TimeLeft:
    """How many working days are left until ``due_at``, or how many it is late."""
    today, due = now.astimezone(LOCAL_ZONE).date(), due_at.astimezone(LOCAL_ZONE).date()
    if now > due_at:
        return TimeLeft(Urgency.LATE, working_days_between(calendar, due, today))
    if today == due:
        return TimeLeft(Urgency.TODAY, 0)
    days = working_days_between(calendar, today, due)
    return TimeLeft(Urgency.SOON if days <= SOON_DAYS else Urgency.LATER, days)


def near_at(calendar: WorkCalendar, deadline: Deadline) -> datetime:
    """When 70 % of the time is used: the close of that counted day, or the share of the hours."""
    counted = [step for step in deadline.steps if step.mark in (Mark.COUNTED, Mark.DUE)]
    if deadline.term.unit in (TermUnit.WORKING_HOUR, TermUnit.SAME_DAY) or len(counted) < 2:
        return deadline.received_at + (deadline.due_at - deadline.received_at) * float(NEAR_SHARE)
    position = max(1, ceil(len(counted) * NEAR_SHARE))
    return calendar.closing(counted[position - 1].date)


def escalation_at(calendar: WorkCalendar, due_at: datetime) -> datetime:
    """The close of the third working day after the due date: from then on the supervising unit is told."""
    day = due_at.astimezone(LOCAL_ZONE).date()
    for _step in range(ESCALATION_DAYS):
        day = calendar.next_working_day(day)
    return calendar.closing(day)


def alert_reached(calendar: WorkCalendar, deadline: Deadline, now: datetime) -> Alert | None:
    """The highest alert that has been reached at ``now``, or None."""
    if now > escalation_at(calendar, deadline.due_at):
        return Alert.ESCALATED
    if now > deadline.due_at:
        return Alert.DUE
    if now > near_at(calendar, deadline):
        return Alert.NEAR
    return None


def open_pause(start: datetime, now: datetime) -> Pause:
    """A pause that still lasts, as the calendar wants it: ending at the present moment."""
    return Pause(start, max(start, now))


def latest_supply(calendar: WorkCalendar, asked_at: datetime, wait: RuleTerm) -> datetime:
    """Until when the citizen may answer a request for information; afterwards the case is closed."""
    return add_term(calendar, asked_at, wait.term).due_at
