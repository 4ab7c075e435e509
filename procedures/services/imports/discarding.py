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
    upload = batch.upload
    batch.delete()
    if upload:
        transaction.on_commit(lambda: upload.storage.delete(upload.name))
