"""A changed calendar moves open deadlines, in a task after the commit.

The reasons are kept in the history and mailed to citizens: Vietnamese, whatever language an editor works in.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from core.models import WorkCalendarDay, WorkingHours
from core.services.background import enqueue_on_commit


@receiver([post_save, post_delete], sender=WorkCalendarDay)
def calendar_day_changed(
    sender: type[WorkCalendarDay], instance: WorkCalendarDay, raw: bool = False, **kwargs: Any
) -> None:
    """A day became off or worked, or stopped being it."""
    if not raw:
        _request(f"Lịch làm việc ngày {instance.date:%d/%m/%Y} thay đổi: {instance.note}")


@receiver([post_save, post_delete], sender=WorkingHours)
def working_hours_changed(sender: type[WorkingHours], raw: bool = False, **kwargs: Any) -> None:
    """The office opens or closes at another time."""
    if not raw:
        _request("Giờ làm việc thay đổi.")


def _request(reason: str) -> None:
    enqueue_on_commit("feedback.recompute_open_deadlines", reason)
