"""The right to write one index: a lease in its row, held by one worker at a time."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from django.utils import timezone

from search.services.indexes import Index

#: A worker that died gives its turn up after this time; a batch takes a second or two.
LEASE: Final = timedelta(minutes=2)


class LostTurnError(Exception):
    """The worker was so slow that its turn went to another: what it has read may be old and must not be written."""


class Turn:
    """A turn that was taken."""

    def __init__(self, index: Index, holder: str) -> None:
        self._index = index
        self._holder = holder

    def keep(self) -> None:
        """Extend the turn: called right before each write. Raises `LostTurnError` when another has it by now."""
        mine = self._index.state.filter(holder=self._holder)
        if not mine.update(held_until=timezone.now() + LEASE):
            raise LostTurnError(str(self._index))

    def give_back(self) -> None:
        self._index.state.filter(holder=self._holder).update(holder="", held_until=None)


@contextmanager
def turn(index: Index) -> Iterator[Turn | None]:
    """Become the one worker that writes this index; None while another is. Given back at the end.

    Two at once could overwrite a newer entry with an older one.
    """
    now, holder = timezone.now(), uuid.uuid4().hex
    index.state.get_or_create(engine=index.name, collection=index.collection)
    if not index.state.free(now).update(holder=holder, held_until=now + LEASE):
        yield None
        return
    taken = Turn(index, holder)
    try:
        yield taken
    finally:
        taken.give_back()
