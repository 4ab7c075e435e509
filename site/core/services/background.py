"""Handing work to Celery without ever failing the cause of it."""

import logging
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def enqueue_on_commit(task_name: str, *args: Any) -> None:
    """Queue the task named ``task_name`` once the current transaction is committed.

    A broker that is away or a full disk is logged and nothing more: whatever is handed over here also stands in a
    table that a periodic task works through. Tasks are named, not imported, because services lie below them; each
    app's ``ready`` imports its tasks. Raises ``KeyError`` for a name that no app registered.
    """
    task = current_app.tasks[task_name]

    def enqueue() -> None:
        try:
            task.delay(*args)
        except (OSError, OperationalError) as error:
            logger.warning("broker unavailable, %s waits for the schedule: %s", task_name, type(error).__name__)

    transaction.on_commit(enqueue)
