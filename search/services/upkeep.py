"""Keeping the index right: the outbox of changed pages, its draining, and the full rebuild."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final

from celery import current_app
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from core.caching import bump_content_version
from search.engines import get_engine
from search.engines.base import Document, IndexUnavailableError
from search.models import IndexLock, IndexTask
from search.services.documents import all_documents, documents_for

logger = logging.getLogger(__name__)

DRAIN_BATCH: Final = 200
# A burst of changes sends one message: the task starts after the time in which further changes send none.
_BURST_SECONDS: Final = 1
_BURST_KEY: Final = "search-index-drain-queued"


def queue_pages(page_ids: Iterable[int]) -> None:
    """Note that these pages' entries are out of date, in the running transaction, and drain after its commit."""
    tasks = [IndexTask(page_id=page_id) for page_id in dict.fromkeys(page_ids)]
    if tasks:
        IndexTask.objects.bulk_create(tasks, batch_size=500)
        transaction.on_commit(_send_drain, robust=True)


def _send_drain() -> None:
    """Ask a worker to drain. Without a broker the periodic task does it later: a change is never lost."""
    if cache.add(_BURST_KEY, 1, timeout=_BURST_SECONDS):
        # Named, not imported: services lie below tasks.
        current_app.tasks["search.drain_index_tasks"].apply_async(countdown=_BURST_SECONDS)


def drain(today: date | None = None) -> int:
    """Bring the index up to date with every queued page; return how many pages were handled.

    An index that was never built, or was lost, is built whole. When the index can't be written the queue stays.
    """
    day = today or timezone.localdate()
    try:
        if not get_engine().health().is_usable:
            return reindex(day)
        handled = 0
        while batch := _drain_batch(day):
            handled += batch
    except IndexUnavailableError:
        logger.exception("The search index could not be brought up to date; the changes stay queued.")
        return 0
    if handled:
        bump_content_version()
    return handled


@transaction.atomic
def _drain_batch(today: date) -> int:
    """Handle some queued pages. One worker at a time: a slow one could else overwrite a newer entry with an older."""
    IndexLock.objects.get_or_create(pk=1)
    lock = IndexLock.objects.select_for_update(skip_locked=True).filter(pk=1).first()
    if lock is None:
        return 0
    tasks = list(IndexTask.objects.order_by("pk").values_list("pk", "page_id")[:DRAIN_BATCH])
    if not tasks:
        return 0
    page_ids = {page_id for _pk, page_id in tasks}
    documents = documents_for(page_ids, today)
    engine = get_engine()
    engine.upsert(documents)
    engine.delete(page_ids - {document.id for document in documents})
    IndexTask.objects.filter(pk__in=[pk for pk, _page_id in tasks]).delete()
    lock.drained_at = timezone.now()
    lock.save(update_fields=["drained_at"])
    return len(page_ids)


def reindex(today: date | None = None, progress: Callable[[int], object] | None = None) -> int:
    """Build the whole index anew and return the number of documents; `progress` is called with 1 for each.

    What is queued when the build starts is done with it; what is queued later is drained after it. Raises
    `IndexUnavailableError` when the index can't be written.
    """
    queued = list(IndexTask.objects.values_list("pk", flat=True))
    count = get_engine().rebuild(_watched(all_documents(today or timezone.localdate()), progress))
    for start in range(0, len(queued), 500):
        IndexTask.objects.filter(pk__in=queued[start : start + 500]).delete()
    bump_content_version()
    logger.info("The search index was built anew with %s documents.", count)
    return count


def _watched(documents: Iterable[Document], progress: Callable[[int], object] | None) -> Iterator[Document]:
    for document in documents:
        yield document
        if progress is not None:
            progress(1)
