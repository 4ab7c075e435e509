"""A file handed out while it is still being written: every reader at his own pace, none waits for another."""

import os
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep, time
from typing import Final

# A writer that has written nothing for so long is dead.
STALL_SECONDS: Final = 30.0
_POLL_SECONDS: Final = 0.2
_CHUNK: Final = 64 * 1024


class Torn(Exception):
    """The writer gave up or died: the reader must not take what he got for the whole."""


def is_alive(part: Path) -> bool:
    """Whether somebody wrote into the file a moment ago."""
    try:
        return time() - part.stat().st_mtime < STALL_SECONDS
    except FileNotFoundError:
        return False


def give_up(part: Path) -> None:
    """Remove a file that will not become whole, and let its readers know. Nothing if it was renamed meanwhile."""
    try:
        os.truncate(part, 0)
    except FileNotFoundError:
        return
    part.unlink(missing_ok=True)


class Following:
    """The pieces of a file that a writer makes and renames when it is whole; raises ``Torn`` where it never will be.

    Raises ``FileNotFoundError`` at once if there is no such file (any more).
    """

    def __init__(self, part: Path) -> None:
        self._part = part
        self._file = part.open("rb")

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        since = monotonic()
        while True:
            was_there = self._part.exists()
            if piece := self._file.read(_CHUNK):
                return piece
            if not was_there:
                self._end()
            if monotonic() - since > STALL_SECONDS:
                raise Torn(self._part.name)
            sleep(_POLL_SECONDS)

    def _end(self) -> None:
        """Renamed and read to its end, or given up."""
        if os.fstat(self._file.fileno()).st_size < self._file.tell() or not self._file.tell():
            raise Torn(self._part.name)
        raise StopIteration

    def close(self) -> None:
        """The reader has it, or has gone."""
        self._file.close()
