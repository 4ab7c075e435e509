"""Finished files of the whole catalogue: kept while they are true, made again when they are not.

A file may be handed out while no procedure in it has left the open catalogue, and for a day at most; within that, one
that is older than the last publication is made again in the background. What can be streamed is streamed when there
is no file, one stream at a time, and kept as it goes by. So no download waits for another, and none shows a procedure
that was unpublished.
"""

import os
import time
from array import array
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkstemp
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from core.caching import content_version
from core.services.background import enqueue
from procedures.services.exports import FORMATS, Format, stream, write
from procedures.services.open_data import open_procedures

TASK: Final = "procedures.prepare_download"
# Up to here a workbook is written while the visitor waits: some seconds.
WRITE_AT_ONCE: Final = 1_000
LONGEST: Final = timedelta(days=1)
# Grows when the same catalogue is written otherwise.
_SHAPE: Final = 1
_BUSY_SECONDS: Final = 1_800


class NotReady(Exception):
    """The file is being made, or another visitor's stream is under way: ask again in a minute."""


@dataclass(frozen=True)
class Kept:
    """A finished file, and when its content was read."""

    path: Path
    made_at: datetime
    size: int
    version: int


def folder() -> Path:
    """Where the files are. In ``VAR_DIR``, which web servers and workers share."""
    path = Path(settings.VAR_DIR) / "open-data"
    path.mkdir(parents=True, exist_ok=True)
    return path


def kept(form: Format) -> Kept | None:
    """The newest file of ``form`` that may still be handed out; older ones are removed."""
    found: Kept | None = None
    for path in sorted(folder().glob(f"{form.key}-{_SHAPE}-*.data"), reverse=True):
        if found is None and _is_true(form, path):
            found = _describe(path)
        elif found is None or path.name < found.path.name:
            _remove(path)
    return found


def is_current(file: Kept) -> bool:
    """Whether nothing was published since the file's content was read."""
    return file.version == content_version()


def finished(form: Format) -> Kept:
    """A file of ``form``, made now if the catalogue is small. Raises ``NotReady`` while it is made elsewhere."""
    file = kept(form)
    if file is None and open_procedures().count() <= WRITE_AT_ONCE:
        return make(form)
    if file is None or not is_current(file):
        prepare(form)
    if file is None:
        raise NotReady
    return file


def prepare(form: Format) -> None:
    """Have the file made in the background, once at a time."""
    if cache.add(_busy_key(form), 1, _BUSY_SECONDS):
        enqueue(TASK, form.key)


def make(form: Format) -> Kept:
    """Write the file now."""
    version, ids = content_version(), array("q")
    handle, name = mkstemp(dir=folder(), prefix=f"{form.key}-", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        write(form, part, ids.append)
        return _keep(form, part, version, ids)
    finally:
        part.unlink(missing_ok=True)
        cache.delete(_busy_key(form))


def live(form: Format) -> Kept | Iterator[bytes]:
    """The format as it is now: a file that is current, else a stream, else an older file that still is true.

    A stream is kept once it has gone by whole. Raises ``NotReady`` while another stream runs and there is no file.
    """
    file = kept(form)
    if file is not None and is_current(file):
        return file
    try:
        return _streamed(form)
    except NotReady:
        if file is None:
            raise
        return file


_STREAMING: Final = "procedures:open-data:streaming"


def _streamed(form: Format) -> Iterator[bytes]:
    if not cache.add(_STREAMING, 1, _BUSY_SECONDS):
        raise NotReady
    return _LiveStream(form)


class _LiveStream:
    """The format read live. Ended, closed half-way or never begun, it lets the next one run."""

    def __init__(self, form: Format) -> None:
        self._pieces = _stream_and_keep(form)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except BaseException:
            cache.delete(_STREAMING)
            raise

    def close(self) -> None:
        """The visitor has gone, or only wanted to know that there is something."""
        self._pieces.close()
        cache.delete(_STREAMING)


def _stream_and_keep(form: Format) -> Generator[bytes, None, None]:
    version, ids = content_version(), array("q")
    handle, name = mkstemp(dir=folder(), prefix=f"{form.key}-", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in stream(form, ids.append):
                file.write(piece)
                yield piece
        _keep(form, part, version, ids)
    finally:
        # Also when the visitor goes away half-way: half a file is none.
        part.unlink(missing_ok=True)


def _keep(form: Format, part: Path, version: int, ids: "array[int]") -> Kept:
    path = folder() / f"{form.key}-{_SHAPE}-{version:020d}-{time.time_ns():020d}.data"
    path.with_suffix(".ids").write_bytes(ids.tobytes())
    part.replace(path)
    return _describe(path)


def _describe(path: Path) -> Kept:
    _key, _shape, version, made = path.stem.split("-")
    made_at = datetime.fromtimestamp(int(made) / 1_000_000_000, timezone.get_current_timezone())
    return Kept(path, made_at, path.stat().st_size, int(version))


def _is_true(form: Format, path: Path) -> bool:
    """Whether every procedure in the file still is open, and the file is not too old."""
    file, now = _describe(path), timezone.now()
    if now - file.made_at > LONGEST:
        return False
    if form.of_the_day and file.made_at.date() != timezone.localdate(now):
        return False
    if is_current(file):
        return True
    ids = array("q")
    try:
        ids.frombytes(path.with_suffix(".ids").read_bytes())
    except FileNotFoundError:
        return False
    return set(ids) <= set(open_procedures().values_list("pk", flat=True).iterator())


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_suffix(".ids").unlink(missing_ok=True)


def _busy_key(form: Format) -> str:
    return f"procedures:open-data:busy:{form.key}"


def all_kept() -> dict[str, Kept]:
    """The kept file of each format that has one."""
    return {key: file for key, form in FORMATS.items() if (file := kept(form))}
