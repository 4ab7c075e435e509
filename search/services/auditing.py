"""Comparing the indexes with what they are made from: what went past the outbox is found here, and queued."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils import timezone

from search.engines.base import IndexUnavailableError, fingerprint
from search.models import IndexTask
from search.services.indexes import Index, indexes
from search.services.turns import LostTurnError, Turn, turn
from search.services.upkeep import drain
from search.sources import BATCH

logger = logging.getLogger(__name__)

#: Documents that are made anew and compared in one audit at least; and in how many audits all have had their turn.
SLICE: Final = 1_000
ROUND: Final = 48
_PAGE: Final = 10_000


def audit(today: date | None = None) -> int:
    """Compare every index with its source, queue what differs, and drain; return how many entries differed.

    The ids are compared wholly, the contents slice by slice: each document's turn comes after `ROUND` audits at the
    latest. An index that has to be built is left to the draining, one that can't answer or that another worker writes
    to the next audit.
    """
    day = today or timezone.localdate()
    differences = 0
    for index in indexes():
        try:
            with turn(index) as taken:
                if taken is not None and index.is_complete and index.engine.health().is_usable:
                    differences += _audit(index, taken, day)
        except (IndexUnavailableError, LostTurnError) as error:
            logger.warning("The search index %s could not be compared: %s", index, error)
    if differences:
        drain(today)
    return differences


def _audit(index: Index, taken: Turn, today: date) -> int:
    """Compare one index while nobody else writes it, so that all it doesn't show yet is still in the queue."""
    state = index.state.get()
    stored = _stored(index)
    ids = index.source.ids(today)
    compared = _slice(ids, state.audited_to)
    wrong = stored.keys() ^ set(ids) | _changed(index, compared, stored, taken, today)
    # Read last: a change that the comparison has seen stands in the queue by now, and is no difference.
    wrong -= set(index.tasks.values_list("object_id", flat=True))
    _queue(index, sorted(wrong))
    now = timezone.now()
    state.audited_at = now
    state.audited_to = compared[-1] if compared and compared[-1] != ids[-1] else 0
    state.differences = len(wrong)
    if wrong:
        state.differed_at = now
        logger.warning(
            "The search index %s differed from its source in %s entries; queued.", index, len(wrong)
        )
    state.save(update_fields=["audited_at", "audited_to", "differences", "differed_at"])
    return len(wrong)


def _stored(index: Index) -> dict[int, str]:
    """The fingerprints of the whole index, read page by page."""
    stored: dict[int, str] = {}
    last = 0
    while page := index.engine.fingerprints(last, _PAGE):
        stored.update(page)
        last = max(page)
    return stored


def _slice(ids: Sequence[int], after: int) -> list[int]:
    """The next ids to compare behind `after`; the first again when there are none."""
    size = max(SLICE, -(-len(ids) // ROUND))
    following = [identity for identity in ids if identity > after]
    return (following or list(ids))[:size]


def _changed(index: Index, ids: Sequence[int], stored: dict[int, str], taken: Turn, today: date) -> set[int]:
    changed: set[int] = set()
    for start in range(0, len(ids), BATCH):
        documents = index.source.documents_for(ids[start : start + BATCH], today)
        changed.update(
            document.id
            for document in documents
            if document.id in stored and stored[document.id] != fingerprint(document)
        )
        taken.keep()
    return changed


def _queue(index: Index, ids: Sequence[int]) -> None:
    rows = (IndexTask(engine=index.name, collection=index.collection, object_id=identity) for identity in ids)
    IndexTask.objects.bulk_create(rows, batch_size=500)
