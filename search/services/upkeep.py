"""Keeping the index right: the outbox of changed pages, its draining, and the full rebuild."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.core.cache import cache
from django.db import transaction

from search.models import IndexTask

logger = logging.getLogger(__name__)

# A burst of changes sends one message: the task starts after the time in which further changes send none.
_BURST_SECONDS = 1
_BURST_KEY = "search-index-drain-queued"


def queue_pages(page_ids: Iterable[int]) -> None:
    """Note that these pages' entries are out of date, in the running transaction, and drain after its commit."""
    tasks = [IndexTask(page_id=page_id) for page_id in dict.fromkeys(page_ids)]
    if tasks:
        IndexTask.objects.bulk_create(tasks, batch_size=500)
        transaction.on_commit(_send_drain, robust=True)


def _send_drain() -> None:
    """Ask a worker to drain. Without a broker the periodic task does it later: a change is never lost."""
    from search.tasks import drain_index_tasks

    if cache.add(_BURST_KEY, 1, timeout=_BURST_SECONDS):
        drain_index_tasks.apply_async(countdown=_BURST_SECONDS)
