"""Whether somebody works at a batch."""

from datetime import datetime, timedelta
from typing import Final

from core.models import WorkerHeartbeat
from procedures.models import BatchState, ImportBatch

# The sign of life comes each half minute; a chunk takes a second or two.
SILENCE: Final = timedelta(minutes=2)


def is_stuck(batch: ImportBatch, now: datetime) -> bool:
    """Whether the batch waits for a worker and no worker gives a sign of life."""
    if not batch.is_working and batch.state != BatchState.WAITING:
        return False
    if batch.held_until is not None and batch.held_until > now:
        return False
    if batch.created_at > now - SILENCE:
        return False
    last = WorkerHeartbeat.objects.filter(name="beat").values_list("seen_at", flat=True).first()
    return last is None or last < now - SILENCE
