"""Keeping the indexes right: the outbox of changes, its draining, and the full build."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import count
from typing import Final

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from core.caching import bump_content_version
from core.services.background import enqueue
from search.engines import engine_names
from search.engines.base import Document, IndexUnavailableError
from search.models import IndexState, IndexTask
from search.services.indexes import Index, indexes
from search.services.turns import LostTurnError, Turn, turn
from search.sources import sources

logger = logging.getLogger(__name__)

DRAIN_BATCH: Final = 200
# A burst of changes sends one message: the task starts after the time in which further changes send none.
_BURST_SECONDS: Final = 1
_BURST_KEY: Final = "search-index-drain-queued"


def queue(collection: str, object_ids: Iterable[int]) -> None:
    """Note that these objects' entries are out of date, in the running transaction, and drain after its commit."""
    ids = dict.fromkeys(object_ids)
    tasks = [
        IndexTask(engine=engine, collection=collection, object_id=object_id)
        for engine in engine_names()
        for object_id in ids
    ]
    if tasks:
        IndexTask.objects.bulk_create(tasks, batch_size=500)
        transaction.on_commit(_send_drain, robust=True)


def _send_drain() -> None:
    """Ask a worker to drain. Without a broker the periodic task does it later: a change is never lost."""
    if cache.add(_BURST_KEY, 1, timeout=_BURST_SECONDS):
        enqueue("search.drain_index_tasks", countdown=_BURST_SECONDS)


def drain(today: date | None = None) -> int:
    """Bring every index up to date with what is queued; return how many entries were handled.

    An index that was never built, was lost, or belongs to an engine that was not kept until now is built whole. Where
    an index can't be written its queue stays, and the others are served all the same; where another worker is at it,
    that one does this one's work too.
    """
    _forget_engines_of_before()
    handled = 0
    failures: list[Exception] = []
    for index in indexes():
        try:
            handled += _drain_index(index, today)
        except IndexUnavailableError as error:
            logger.error(
                "The search index %s can't be brought up to date, changes stay queued: %s", index, error
            )
        except LostTurnError:
            logger.warning("The search index %s was taken over by another worker.", index)
        except Exception as error:
            # Told at the end: one index's trouble must not hold up the others.
            logger.exception("The search index %s could not be brought up to date.", index)
            failures.append(error)
    if handled:
        bump_content_version()
    if failures:
        raise failures[0]
    return handled


def _forget_engines_of_before() -> None:
    """What is queued for an engine that is no longer chosen is never done, and its index is old from now on."""
    for rows in (IndexTask.objects.all(), IndexState.objects.all()):
        gone = rows.exclude(engine__in=engine_names())
        if gone.exists():  # a deletion of nothing would take SQLite's write lock all the same
            gone.delete()


def _drain_index(index: Index, today: date | None) -> int:
    handled = 0
    # Looked at again after each turn: what came in its last moment found the turn taken and went away.
    while not _is_sound(index) or index.tasks.exists():
        with turn(index) as taken:
            done = _bring_up_to_date(index, taken, today) if taken else 0
        if not done:
            break
        handled += done
    return handled


def _is_sound(index: Index) -> bool:
    """Whether changes can be written into the index; one that is out of reach for a moment is not built for that."""
    return index.is_complete and not index.engine.health().is_missing


def _bring_up_to_date(index: Index, taken: Turn, today: date | None) -> int:
    handled = 0
    if not _is_sound(index):
        handled += build(index, today or timezone.localdate(), _each(DRAIN_BATCH, taken.keep))
    # The day is asked for with every batch: a long queue must not carry yesterday's facts past midnight.
    while batch := _drain_batch(index, taken, today or timezone.localdate()):
        handled += batch
    return handled


def _drain_batch(index: Index, taken: Turn, today: date) -> int:
    """Handle the oldest changes: read what the objects are now, write the index, and only then forget the tasks."""
    tasks = list(index.tasks.order_by("pk").values_list("pk", "object_id")[:DRAIN_BATCH])
    ids = {object_id for _pk, object_id in tasks}
    if ids:
        documents = index.source.documents_for(ids, today)
        taken.keep()
        index.engine.upsert(documents)
        index.engine.delete(ids - {document.id for document in documents})
        IndexTask.objects.filter(pk__in=[pk for pk, _object_id in tasks]).delete()
    return len(ids)


def reindex(
    today: date | None = None,
    progress: Callable[[int], object] | None = None,
    *,
    engine: str | None = None,
    collection: str | None = None,
) -> int:
    """Build indexes anew, all or those named, and return the number of documents; `progress` is called with 1 for each.

    What can't be written doesn't keep the others from being built. Raises `IndexUnavailableError` at the end when an
    index could not be, and ``LookupError`` for an engine or a collection that there is not.
    """
    documents, failed = 0, []
    for index in indexes(engine, collection):
        try:
            documents += build(index, today or timezone.localdate(), progress)
        except IndexUnavailableError as error:
            failed.append(f"{index}: {error}")
    bump_content_version()
    if failed:
        raise IndexUnavailableError(" ".join(failed))
    return documents


def build(index: Index, today: date, progress: Callable[[int], object] | None = None) -> int:
    """Build one index whole, beside the one that answers; return the number of documents.

    What is queued when the build starts is done with it; what is queued later is drained after it.
    """
    queued = list(index.tasks.values_list("pk", flat=True))
    documents = index.engine.rebuild(_watched(index.source.all_documents(today), progress))
    for start in range(0, len(queued), 500):
        IndexTask.objects.filter(pk__in=queued[start : start + 500]).delete()
    IndexState.objects.update_or_create(
        engine=index.name, collection=index.collection, defaults={"is_complete": True, "audited_to": 0}
    )
    logger.info("The search index %s was built anew with %s documents.", index, documents)
    return documents


def document_count(today: date, engine: str | None = None, collection: str | None = None) -> int:
    """How many documents `reindex` would write: for its progress bar."""
    counts = {source.collection: len(source.ids(today)) for source in sources()}
    return sum(counts[index.collection] for index in indexes(engine, collection))


def _watched(documents: Iterable[Document], progress: Callable[[int], object] | None) -> Iterator[Document]:
    for document in documents:
        yield document
        if progress is not None:
            progress(1)


def _each(number: int, action: Callable[[], object]) -> Callable[[int], None]:
    seen = count(1)

    def progress(_step: int) -> None:
        if next(seen) % number == 0:
            action()

    return progress
