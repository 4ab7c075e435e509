"""Changing many pages at once: first a plan that says what would happen to each, then exactly that."""

from procedures.services.bulk.actions import ACTIONS, Action, Planned, action_named
from procedures.services.bulk.run import MAX_PAGES, Done, Then, apply, plan, thens_for

__all__ = [
    "ACTIONS",
    "MAX_PAGES",
    "Action",
    "Done",
    "Planned",
    "Then",
    "action_named",
    "apply",
    "plan",
    "thens_for",
]
