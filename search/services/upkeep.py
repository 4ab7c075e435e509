"""Keeping the index right: the outbox of changed pages, its draining, and the full rebuild."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import count
from typing import Final

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.caching import bump_content_version
from core.services.background import enqueue
from search.engines import get_engine
from search.engines.base import Document, IndexUnavailableError
from search.models import IndexLock, IndexTask
from search.services.documents import all_documents, documents_for

logger = logging.getLogger(__name__)

DRAIN_BATCH: Final = 200
#: A worker that died gives its turn up after this time; a batch takes a second or two.
_LEASE: Final = timedelta(minutes=2)
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
        enqueue("search.drain_index_tasks", countdown=_BURST_SECONDS)


def drain(today: date | None = None) -> int:
    """Bring the index up to date with every queued page; return how many pages were handled.

    An index that was never built, or was lost, is built whole. When the index can't be written the queue stays; when
    another worker is at it, it does this one's work too.
    """
    if not _take_turn():
        return 0
    handled = 0
    try:
        if not get_engine().health().is_usable:
            return reindex(today, _keep_turn_now_and_then())
        # The day is asked for with every batch: a long queue must not carry yesterday's facts past midnight.
        while batch := _drain_batch(today or timezone.localdate()):
            handled += batch
            _keep_turn()
    except IndexUnavailableError:
        logger.exception("The search index could not be brought up to date; the changes stay queued.")
    finally:
        _end_turn()
    if handled:
        bump_content_version()
    return handled


def _take_turn() -> bool:
    """Become the one worker that writes. Two at once could overwrite a newer entry with an older."""
    now = timezone.now()
    IndexLock.objects.get_or_create(pk=1)
    free = Q(held_until__isnull=True) | Q(held_until__lt=now)
    return bool(IndexLock.objects.filter(free, pk=1).update(held_until=now + _LEASE))


def _keep_turn() -> None:
    IndexLock.objects.filter(pk=1).update(held_until=timezone.now() + _LEASE)


def _keep_turn_now_and_then() -> Callable[[int], None]:
    seen = count(1)

    def progress(_number: int) -> None:
        if next(seen) % DRAIN_BATCH == 0:
            _keep_turn()

    return progress


def _end_turn() -> None:
    IndexLock.objects.filter(pk=1).update(held_until=None, drained_at=timezone.now())


def _drain_batch(today: date) -> int:
    """Handle some queued pages: read what they are now, write the index, and only then forget the tasks."""
    tasks = list(IndexTask.objects.order_by("pk").values_list("pk", "page_id")[:DRAIN_BATCH])
    page_ids = {page_id for _pk, page_id in tasks}
    if page_ids:
        documents = documents_for(page_ids, today)
        engine = get_engine()
        engine.upsert(documents)
        engine.delete(page_ids - {document.id for document in documents})
        IndexTask.objects.filter(pk__in=[pk for pk, _page_id in tasks]).delete()
    return len(page_ids)


def reindex(today: date | None = None, progress: Callable[[int], object] | None = None) -> int:
    """Build the whole index anew and return the number of documents; `progress` is called with 1 for each.

    What is queued when the build starts is done with it; what is queued later is drained after it. Raises
    `IndexUnavailableError` when the index can't be written.
    """
    queued = list(IndexTask.objects.values_list("pk", flat=True))
    documents = get_engine().rebuild(_watched(all_documents(today or timezone.localdate()), progress))
    for start in range(0, len(queued), 500):
        IndexTask.objects.filter(pk__in=queued[start : start + 500]).delete()
    bump_content_version()
    logger.info("The search index was built anew with %s documents.", documents)
    return documents


def _watched(documents: Iterable[Document], progress: Callable[[int], object] | None) -> Iterator[Document]:
    for document in documents:
        yield document
        if progress is not None:
            progress(1)
