"""Handing work to Celery without ever failing the cause of it."""

import logging
from functools import partial
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def enqueue(task_name: str, *args: Any, countdown: float | None = None) -> None:
    """Queue the task named ``task_name`` now, to run after ``countdown`` seconds.

    A broker that is away or a full disk is logged and nothing more: whatever is handed over here is also found by a
    periodic task. Tasks are named, not imported, because services lie below them; each app's ``ready`` imports its
    tasks. Raises ``KeyError`` for a name that no app registered.
    """
    task = current_app.tasks[task_name]
    try:
        task.apply_async(args, countdown=countdown)
    except (OSError, OperationalError) as error:
        logger.warning("broker unavailable, %s waits for the schedule: %s", task_name, type(error).__name__)


def enqueue_on_commit(task_name: str, *args: Any) -> None:
    """Queue the task once the current transaction is committed, see ``enqueue``."""
    if task_name not in current_app.tasks:
        raise KeyError(task_name)
    transaction.on_commit(partial(enqueue, task_name, *args))
