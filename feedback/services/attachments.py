"""Files on their way to a case: cleaned into a private draft, then moved to the case, never half.

A draft is a folder named by the hash of the form's key. Each file in it is written before the small JSON file that
describes it, so a file without its description doesn't count and is purged.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from core.storage import private_storage
from feedback.attachments import MAX_BYTES, MAX_FILES, CleanFile, FileRefusedError, clean_isolated
from feedback.attachments.names import clean_name
from feedback.models import Case, CaseAttachment, CaseEvent, UploadedBy

logger = logging.getLogger(__name__)

DRAFT_LIFE = timedelta(hours=24)
_DRAFTS = "staging"
_KEPT = "attachments"
_FILE_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class DraftFile:
    """A cleaned file that waits for its case; ``id`` names it within the draft."""

    id: str
    name: str
    content_type: str
    extension: str
    size: int
    sha256: str

    @property
    def is_image(self) -> bool:
        """Whether it is a picture, from which place and device were removed."""
        return self.content_type.startswith("image/")


class StorageFullError(OSError):
    """The server can't store files now. Nothing was stored; the rest of the draft is as it was."""


def draft_files(key: str) -> list[DraftFile]:
    """The files of a draft, in the order in which they came."""
    paths = sorted(_folder(key).glob("*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    return [DraftFile(**json.loads(path.read_text(encoding="utf-8"))) for path in paths]


def add_to_draft(key: str, uploads: Iterable[UploadedFile[Any]]) -> list[str]:
    """Clean each upload and keep it with the draft; the refusals, each naming its file and the reason.

    Raises StorageFullError when the disk is full.
    """
    refusals: list[str] = []
    known = draft_files(key)
    for upload in uploads:
        try:
            file = _cleaned(upload, len(known))
        except FileRefusedError as refusal:
            refusals.append(str(refusal))
            continue
        if file.sha256 not in {other.sha256 for other in known}:
            known.append(_write_draft(key, file))
    return refusals


def _cleaned(upload: UploadedFile[Any], already: int) -> CleanFile:
    name = upload.name or ""
    if already >= MAX_FILES:
        text = _("chỉ nhận tối đa %(count)d tệp, tệp này chưa được nhận.") % {"count": MAX_FILES}
        raise FileRefusedError(text, clean_name(name))
    return clean_isolated(name, upload.read(MAX_BYTES + 1))


def drop_from_draft(key: str, file_id: str) -> None:
    """Take one file out of a draft; an unknown id changes nothing."""
    if _FILE_ID.fullmatch(file_id):
        for path in _folder(key).glob(f"{file_id}.*"):
            path.unlink(missing_ok=True)


def discard_draft(key: str) -> None:
    """Remove a draft's files."""
    shutil.rmtree(_folder(key), ignore_errors=True)


@contextmanager
def removed_on_failure() -> Iterator[list[Path]]:
    """Collect the paths written inside the block; when it fails, remove them, so that no file is left alone.

    It goes around the transaction: a commit that fails also removes the files.
    """
    written: list[Path] = []
    try:
        yield written
    except BaseException:
        _remove(written)
        raise


def attach_draft(case: Case, key: str, written: list[Path], event: CaseEvent | None = None) -> int:
    """Copy a draft's files to the case, inside its transaction; the draft goes when that commits. The count.

    The paths are added to ``written`` for ``removed_on_failure``. Raises StorageFullError.
    """
    files = draft_files(key)[:MAX_FILES]
    for file in files:
        name = f"{_KEPT}/{case.received_at:%Y/%m}/{secrets.token_hex(16)}.{file.extension}"
        target = Path(private_storage().path(name))
        written.append(target)
        _copy(_folder(key) / f"{file.id}.{file.extension}", target)
        CaseAttachment.objects.create(
            case=case,
            event=event,
            file=name,
            original_name=file.name,
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
            uploaded_by=UploadedBy.CITIZEN,
        )
    transaction.on_commit(lambda: discard_draft(key))
    return len(files)


def purge_drafts(now: datetime) -> int:
    """Remove drafts that nobody touched for a day, and files of cases that never came to be; the number removed."""
    before = (now - DRAFT_LIFE).timestamp()
    root = Path(private_storage().location)
    removed = 0
    for folder in (root / _DRAFTS).glob("*"):
        if folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    for path in (root / _KEPT).rglob("*"):
        if path.is_file() and path.stat().st_mtime < before and _is_orphan(path, root):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _is_orphan(path: Path, root: Path) -> bool:
    return not CaseAttachment.objects.filter(file=path.relative_to(root).as_posix()).exists()


def _folder(key: str) -> Path:
    name = hashlib.sha256(f"draft:{key}".encode()).hexdigest()[:40]
    return Path(private_storage().location) / _DRAFTS / name


def _write_draft(key: str, file: CleanFile) -> DraftFile:
    draft = DraftFile(
        secrets.token_hex(8), file.name, file.content_type, file.extension, file.size, file.sha256
    )
    folder = _folder(key)
    data, words = folder / f"{draft.id}.{draft.extension}", folder / f"{draft.id}.json"
    try:
        _write(data, file.data)
        _write(words, json.dumps(asdict(draft), ensure_ascii=False).encode())
    except OSError as error:
        _remove([data, words])
        raise _storage_error(error) from error
    return draft


def _remove(paths: Iterable[Path]) -> None:
    """Remove what can be removed; the rest is purged later."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())


def _copy(source: Path, target: Path) -> None:
    try:
        _write(target, source.read_bytes())
    except OSError as error:
        raise _storage_error(error) from error


def _storage_error(error: OSError) -> StorageFullError:
    """A full disk, a folder without rights or a broken drive: to the citizen it is the same."""
    logger.error("citizens' files can't be stored: %s", error.strerror)
    return StorageFullError(error.errno, "citizens' files can't be stored")
