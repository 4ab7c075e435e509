"""A changed calendar moves open deadlines, in a task after the commit.

The reasons are kept in the history and mailed to citizens: Vietnamese, whatever language an editor works in.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from core.models import WorkCalendarDay, WorkingHours
from feedback.tasks_office import recompute_deadlines

logger = logging.getLogger(__name__)


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
    transaction.on_commit(partial(_send, reason), robust=True)


def _send(reason: str) -> None:
    try:
        recompute_deadlines.delay(reason)
    except OSError as error:
        logger.warning("broker unavailable, deadlines not recomputed: %s", type(error).__name__)
