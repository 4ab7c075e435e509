"""Finished files of the whole catalogue: kept while they are true, made again when they are not.

A file may be handed out while no procedure in it has left the open catalogue, and for a day at most; within that, one
that is older than the last publication is made again in the background. Where there is no file yet and the catalogue is
large, visitors read the one that a worker is writing, as far as it is, in every format that has a beginning before its
end. So a file is made once for all who ask, however slowly they read, and none shows a procedure that was unpublished.
"""

import os
import shutil
import time
from array import array
from contextlib import suppress
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
from procedures.services.exports import FORMATS, Format, write
from procedures.services.following import Following, give_up, is_alive
from procedures.services.open_data import open_procedures

TASK: Final = "procedures.prepare_download"
# Up to here a file is written while the visitor waits: some seconds.
WRITE_AT_ONCE: Final = 1_000
LONGEST: Final = timedelta(days=1)
# Grows when the same catalogue is written otherwise.
_SHAPE: Final = 1
_BUSY_SECONDS: Final = 1_800
# No writer works that long at one file.
_LEFT_SECONDS: Final = 2 * _BUSY_SECONDS
# How long a visitor waits for a worker to begin.
PATIENCE: Final = 5.0
_POLL: Final = 0.1


class NotReady(Exception):
    """The file is being made: ask again in a minute."""


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


def current(form: Format) -> Kept | Following:
    """A file that is true, made now if the catalogue is small; else the one that is being made, as far as it is.

    Raises ``NotReady`` where it is being made and can't be read before it is whole, where something was published or
    withdrawn since it was begun, and where no worker has begun with it.
    """
    file = kept(form)
    if file is not None and is_current(file):
        return file
    if file is None and open_procedures().count() <= WRITE_AT_ONCE:
        return make(form)
    prepare(form)
    if file is not None:
        return file
    if form.lines is None:
        raise NotReady
    return _begun(form)


def _begun(form: Format) -> Kept | Following:
    """The file that a worker has begun or just ended."""
    deadline = time.monotonic() + PATIENCE
    while True:
        file = kept(form)
        if file is not None:
            return file
        part = _part_of(form)
        if part is not None and _was_begun_now(part):
            with suppress(FileNotFoundError):  # whole by now
                return Following(part)
        if time.monotonic() > deadline:
            raise NotReady
        time.sleep(_POLL)


def prepare(form: Format) -> None:
    """Have the file made in the background, once at a time."""
    part = _part_of(form)
    if part is not None and form.lines is not None and not is_alive(part):
        cache.delete(_busy_key(form))
    if cache.add(_busy_key(form), "", _BUSY_SECONDS):
        enqueue(TASK, form.key)


def _part_of(form: Format) -> Path | None:
    """The unfinished file that a worker writes, if one has begun."""
    name = cache.get(_busy_key(form))
    return folder() / name if name else None


def _was_begun_now(part: Path) -> bool:
    """Whether nothing was published or withdrawn since: what is written already may be handed out to a newcomer."""
    return part.name.split("-")[1] == str(content_version())


def make(form: Format) -> Kept:
    """Write the file now."""
    _sweep()
    version, ids = content_version(), array("q")
    handle, name = mkstemp(dir=folder(), prefix=f"{form.key}-{version}-", suffix=".part")
    os.close(handle)
    part = Path(name)
    cache.set(_busy_key(form), part.name, _BUSY_SECONDS)
    try:
        write(form, part, ids.append)
        return _keep(form, part, version, ids)
    finally:
        give_up(part)
        cache.delete(_busy_key(form))


def _sweep() -> None:
    """Remove what writers that were killed have left: unfinished files, and the folders that archives are made of."""
    oldest = time.time() - _LEFT_SECONDS
    for path in folder().iterdir():
        with suppress(FileNotFoundError):  # another process sweeps too
            if path.is_dir() and max(inner.stat().st_mtime for inner in (path, *path.iterdir())) < oldest:
                shutil.rmtree(path, ignore_errors=True)
            elif path.suffix == ".part" and path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)


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
