"""The previews of forms: made from the uploaded file, kept with the version, never made while a page is asked for."""

import hashlib
import logging
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import QuerySet
from wagtail.documents.models import AbstractDocument
from wagtail.models import Collection

from core.caching import bump_content_version
from procedures.models import FormVersion, PreviewState
from procedures.previews import Preview, PreviewError, preview_isolated

logger = logging.getLogger(__name__)

MAX_BYTES = 20 * 1024 * 1024
BATCH = 20


def waiting_ids() -> list[int]:
    """Versions whose preview is not made, the newest first, at most a batch."""
    waiting = FormVersion.objects.filter(preview_state=PreviewState.WAITING)
    return list(waiting.order_by("-pk").values_list("pk", flat=True)[:BATCH])


def await_new_previews(document: AbstractDocument) -> list[int]:
    """The versions of a document whose file was exchanged; their old previews no longer count."""
    versions = FormVersion.objects.filter(document_id=document.pk)
    return _set_waiting(versions.exclude(preview_digest=document.get_file_hash()))


def await_previews_in(collection: Collection) -> list[int]:
    """The versions whose files lie in a collection that was closed or opened: a closed file has no preview."""
    return _set_waiting(FormVersion.objects.filter(document__collection__path__startswith=collection.path))


def _set_waiting(versions: QuerySet[FormVersion]) -> list[int]:
    ids = list(versions.values_list("pk", flat=True))
    FormVersion.objects.filter(pk__in=ids).update(preview_state=PreviewState.WAITING)
    return ids


def prepare(version_id: int) -> str:
    """Make the preview of a version unless the one of this very file is there; the state it ends in, or "gone"."""
    version = FormVersion.objects.select_related("document").filter(pk=version_id).first()
    if version is None:
        return "gone"
    data = _read(version.document)
    digest = hashlib.sha1(data, usedforsecurity=False).hexdigest() if data else ""
    if version.preview_state != PreviewState.WAITING and version.preview_digest == digest:
        return version.preview_state
    preview = _preview(version, data)
    _keep(version, digest, preview)
    bump_content_version()
    return PreviewState.READY.value if preview else PreviewState.NONE.value


def _read(document: AbstractDocument) -> bytes:
    """The file, empty where it is missing or too large to preview."""
    try:
        with document.file.open("rb") as file:
            data: bytes = file.read(MAX_BYTES + 1)
    except OSError as error:
        logger.warning("document %s can't be read for a preview: %s", document.pk, error.strerror)
        return b""
    return data if len(data) <= MAX_BYTES else b""


def _preview(version: FormVersion, data: bytes) -> Preview | None:
    # A file for staff or for those with a password must not be read by everybody through its preview.
    if not data or version.document.collection.get_view_restrictions().exists():
        return None
    try:
        preview = preview_isolated(data, version.document.file_extension.lower())
    except PreviewError as error:
        logger.info("form version %s has no preview: %s", version.pk, error)
        return None
    return preview if preview.blocks or preview.image else None


def _keep(version: FormVersion, digest: str, preview: Preview | None) -> None:
    """Write the preview's own columns only: an editor may be saving the others."""
    values: dict[str, Any] = {"preview_digest": digest, "preview_image": ""}
    if preview is None:
        values |= {"preview_state": PreviewState.NONE, "preview_blocks": [], "preview_pages": 0}
    else:
        values |= {
            "preview_state": PreviewState.READY,
            "preview_blocks": [block.as_json() for block in preview.blocks],
            "preview_pages": min(preview.pages, 32_767),
            "preview_is_cut": preview.is_cut,
        }
        if preview.image:
            values["preview_image"] = _stored(version, digest, preview.image)
    old = version.preview_image.name
    FormVersion.objects.filter(pk=version.pk).update(**values)
    if old and old != values["preview_image"]:
        version.preview_image.storage.delete(old)


def _stored(version: FormVersion, digest: str, image: bytes) -> str:
    """The picture under a name that tells nothing but changes with the file, so that browsers may keep it."""
    field = version.preview_image
    name = f"{field.field.upload_to}/{version.pk}-{digest[:16]}.png"
    if not field.storage.exists(name):
        name = field.storage.save(name, ContentFile(image))
    return str(name)
