"""Batches made, found again, and handed to a worker."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.core.files.base import File
from django.db import transaction
from wagtail.models import Site

from core.services.background import enqueue_on_commit
from procedures.models import WORKING_STATES, BatchState, Conflicts, ImportBatch, ProcedureIndexPage
from procedures.services.imports.turns import NotNow

RUN_TASK: Final = "procedures.run_import"


@dataclass(frozen=True)
class ImportOptions:
    """``publish``: clean records go live, doubtful ones stay drafts. ``on_conflict``: for fields that both changed."""

    publish: bool = False
    on_conflict: Conflicts = Conflicts.ASK


class NoRoot(Exception):
    """There is no site to hang the catalogue's index page under."""


def create_batch(
    paths: Sequence[Path] = (),
    *,
    upload: "File[bytes] | None" = None,
    user: Any = None,
    options: ImportOptions | None = None,
) -> ImportBatch:
    """A new batch of files on this machine, or of one uploaded file; nothing is read yet."""
    chosen = options or ImportOptions()
    names = [path.name or str(path) for path in paths] or [str(getattr(upload, "name", ""))]
    batch = ImportBatch(
        name=", ".join(names)[:255],
        paths=[str(path.resolve()) for path in paths],
        fingerprint=fingerprint(paths),
        publish=chosen.publish,
        on_conflict=chosen.on_conflict,
        user=user,
    )
    if upload is not None:
        batch.upload = upload
    batch.save()
    return batch


def unfinished(paths: Sequence[Path], options: ImportOptions) -> ImportBatch | None:
    """The batch of the same unchanged files that was interrupted, to be gone on with."""
    if not paths:
        return None
    return ImportBatch.objects.filter(
        state__in=[BatchState.WAITING, BatchState.READING, BatchState.APPLYING],
        fingerprint=fingerprint(paths),
        publish=options.publish,
        on_conflict=options.on_conflict,
        queued=False,
    ).first()


def fingerprint(paths: Sequence[Path]) -> str:
    """What tells whether files are still the same: names, sizes and times, not contents."""
    known = hashlib.sha256()
    for file in _files(paths):
        seen = file.stat()
        known.update(f"{file.resolve()}|{seen.st_size}|{seen.st_mtime_ns}\n".encode())
    return known.hexdigest() if paths else ""


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file())
        elif path.exists():
            yield path


def start_reading(batch: ImportBatch) -> None:
    """Have a worker read the batch. Raises ``NotNow``."""
    _start(batch, BatchState.READING, BatchState.WAITING)


def start_applying(batch: ImportBatch, *, publish: bool) -> None:
    """Have a worker apply the batch: every row, or those decided since the last time. Raises ``NotNow``."""
    _start(batch, BatchState.APPLYING, BatchState.PLANNED, BatchState.APPLIED, publish=publish)


def start_reverting(batch: ImportBatch) -> None:
    """Have a worker take the whole batch back. Raises ``NotNow``."""
    _start(batch, BatchState.REVERTING, BatchState.APPLIED)


@transaction.atomic
def _start(batch: ImportBatch, state: BatchState, *allowed: BatchState, **options: bool) -> None:
    started = ImportBatch.objects.filter(pk=batch.pk, state__in=allowed).update(
        state=state, done=0, total=0, finished_at=None, error="", queued=True, **options
    )
    if not started:
        raise NotNow(batch.get_state_display())
    batch.refresh_from_db()
    enqueue_on_commit(RUN_TASK, batch.pk)


def left_behind() -> list[int]:
    """Batches that a worker was to do and that nobody works at: its message or the worker was lost."""
    return list(
        ImportBatch.objects.free().filter(queued=True, state__in=WORKING_STATES).values_list("pk", flat=True)
    )


def catalogue_index() -> ProcedureIndexPage:
    """The catalogue's index page, made and published below the site's root if there is none yet. Raises ``NoRoot``."""
    index = ProcedureIndexPage.the_catalogue()
    if index is not None:
        return index
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        raise NoRoot
    index = ProcedureIndexPage(title="Thủ tục hành chính", slug="thu-tuc")
    site.root_page.specific.add_child(instance=index)
    index.save_revision().publish()
    return index
