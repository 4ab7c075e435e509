"""Throwing away a batch that did nothing."""

from typing import Final

from django.db import transaction

from procedures.models import BatchState, ImportBatch
from procedures.services.imports.turns import NotNow

# What was applied stays: it says where pages came from. What was taken back changed nothing in the end.
DISCARDED: Final = (BatchState.WAITING, BatchState.PLANNED, BatchState.FAILED, BatchState.REVERTED)


@transaction.atomic
def discard(batch_id: int) -> None:
    """Remove the batch, its rows, findings and uploaded file. Raises ``NotNow`` for one that changed the catalogue."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state not in DISCARDED:
        raise NotNow(batch.get_state_display())
    storage, name = batch.upload.storage, batch.upload.name
    batch.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))
