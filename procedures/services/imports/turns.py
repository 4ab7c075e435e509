"""One worker at a time works at a batch, and one that stopped loses its turn.

A lease in the row and no database lock: a batch takes minutes, and on SQLite a lock would make complaints wait. Each
chunk's transaction renews the lease by its holder's name, so that a worker that lost its turn can't write any more.
"""

from datetime import timedelta
from typing import Final, Self
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils import timezone

from procedures.models import BatchState, ImportBatch

# A chunk takes a second or two; a worker that died gives its turn up after this time.
LEASE: Final = timedelta(minutes=1)


class Busy(Exception):
    """Somebody else works at the batch."""


class NotNow(Exception):
    """The batch is in a state in which this can't be done: not read yet, applied already, taken back."""


class Turn:
    """The right to work at a batch, taken with ``with Turn(batch_id) as turn``; raises ``Busy``."""

    def __init__(self, batch_id: int) -> None:
        self.batch_id = batch_id
        self.holder: UUID = uuid4()

    def __enter__(self) -> Self:
        batch = ImportBatch.objects.free().filter(pk=self.batch_id)
        if not batch.update(holder=self.holder, held_until=timezone.now() + LEASE):
            raise Busy(self.batch_id)
        return self

    def __exit__(self, *_exception: object) -> None:
        self._mine().update(holder=None, held_until=None)

    def keep(self, **changes: object) -> None:
        """Renew the lease inside the chunk's transaction, with ``changes`` of the batch; raises ``Busy`` if lost."""
        if not self._mine().update(held_until=timezone.now() + LEASE, **changes):
            raise Busy(self.batch_id)

    def batch(self) -> ImportBatch:
        """The batch as it stands."""
        return ImportBatch.objects.get(pk=self.batch_id)

    def enter(self, state: BatchState, *allowed: BatchState) -> ImportBatch:
        """Bring the batch into ``state`` from one of ``allowed``, counting from zero; a stopped one goes on counting.

        Raises ``NotNow``.
        """
        batch = self.batch()
        if batch.state == state:
            return batch
        if batch.state not in allowed:
            raise NotNow(batch.get_state_display())
        self.keep(state=state, done=0, total=0, finished_at=None, error="")
        return self.batch()

    def _mine(self) -> QuerySet[ImportBatch]:
        return ImportBatch.objects.filter(pk=self.batch_id, holder=self.holder)
