"""What decisions make of a procedure, day by day. Pure: values in, values out, no model and no clock.

The state on a day is worked out anew from what the page said before the first decision, and every decision's item up
to that day in the order of their days. It can't matter, then, in which order people entered them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from procedures.choices import IN_FORCE, DecisionAction, Status

_IN_FORCE: Final = frozenset(status.value for status in IN_FORCE)


@dataclass(frozen=True)
class Standing:
    """Status and dates of a procedure. ``successor``, ``decision``: primary keys."""

    status: str
    effective_from: date | None = None
    effective_to: date | None = None
    successor: int | None = None
    decision: int | None = None

    @property
    def has_ended(self) -> bool:
        """Whether it was replaced or abolished."""
        return self.status not in _IN_FORCE


class Obstacle(StrEnum):
    """Why an item can't be carried out on what the procedure is by then."""

    HAS_ENDED = "has_ended"
    ENDS_BEFORE_START = "ends_before_start"
    NO_SUCCESSOR = "no_successor"


@dataclass(frozen=True)
class Change:
    """One item of a decision. Of two on one day the decision signed later comes later, then the one entered later."""

    item: int
    decision: int
    action: str
    on: date
    successor: int | None = None
    signed_on: date | None = None
    order: int = 0

    @property
    def place(self) -> tuple[date, date, int, int, int]:
        """Sorts changes into the order in which they count."""
        return (self.on, self.signed_on or date.min, self.decision, self.order, self.item)


@dataclass(frozen=True)
class Outcome:
    """The standing after all changes, and the obstacle of each item that could not be carried out."""

    standing: Standing
    obstacles: Mapping[int, Obstacle] = field(default_factory=dict)


def carry_out(before: Standing, changes: Iterable[Change], until: date | None = None) -> Outcome:
    """Carry out the changes up to and including the day ``until`` (all, where it is None) in their order.

    A change that meets an obstacle is left out: the later ones find the procedure as if it were not there.
    """
    standing, obstacles = before, {}
    for change in sorted(changes, key=lambda each: each.place):
        if until is not None and change.on > until:
            break
        obstacle = obstacle_to(change, standing)
        if obstacle is None:
            standing = _after(change, standing)
        else:
            obstacles[change.item] = obstacle
    return Outcome(standing, obstacles)


def obstacle_to(change: Change, standing: Standing) -> Obstacle | None:
    """Why ``change`` can't be carried out on a procedure of this standing; None where it can."""
    if change.action == DecisionAction.NEW:
        return None
    if standing.has_ended:
        return Obstacle.HAS_ENDED
    if change.action == DecisionAction.AMEND:
        return None
    if change.action == DecisionAction.REPLACE and change.successor is None:
        return Obstacle.NO_SUCCESSOR
    last_day = change.on - timedelta(days=1)
    if standing.effective_from is not None and standing.effective_from > last_day:
        return Obstacle.ENDS_BEFORE_START
    return None


def _after(change: Change, standing: Standing) -> Standing:
    if change.action == DecisionAction.NEW:
        return Standing(Status.PUBLISHED.value, effective_from=change.on, decision=change.decision)
    if change.action == DecisionAction.AMEND:
        return replace(standing, status=Status.AMENDED.value, decision=change.decision)
    ended = Status.REPLACED if change.action == DecisionAction.REPLACE else Status.ABOLISHED
    last_day = change.on - timedelta(days=1)
    return replace(
        standing,
        status=ended.value,
        effective_to=min(standing.effective_to or last_day, last_day),
        successor=change.successor,
        decision=change.decision,
    )
