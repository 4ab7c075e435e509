"""Forms that citizens fill in: the version of the day, where a form is used, a new version in one step."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Collection

from procedures.models import Form, FormVersion, PreviewState, ProcedurePage


@dataclass(frozen=True)
class VersionLine:
    """One version in words. ``until``: the last day on which it held, None for the newest."""

    row: FormVersion
    extension: str
    size: int
    since: date | None
    until: date | None
    is_readable: bool

    @property
    def url(self) -> str:
        """Where the file is downloaded; empty where it is missing or not for everybody."""
        return str(self.row.document.url) if self.is_readable else ""

    @property
    def has_preview(self) -> bool:
        """Whether its preview may be shown."""
        return self.is_readable and self.row.preview_state == PreviewState.READY

    @property
    def is_waiting(self) -> bool:
        """Whether its preview is still being made."""
        return self.is_readable and self.row.preview_state == PreviewState.WAITING


@dataclass(frozen=True)
class FormPage:
    """What the public page of a form says. ``shown``: the version of the day, or the older one asked for."""

    form: Form
    shown: VersionLine | None
    is_current: bool
    upcoming: tuple[VersionLine, ...]
    older: tuple[VersionLine, ...]
    procedures: tuple[ProcedurePage, ...]


def forms_with_versions() -> QuerySet[Form]:
    """Forms with their versions and files read once for all of them."""
    versions = FormVersion.objects.select_related("document__collection")
    return Form.objects.prefetch_related(Prefetch("versions", versions))


def form_page(form: Form, on: date, version_id: int | None = None) -> FormPage | None:
    """The page of ``form`` on the day ``on``; None for a version that it never had."""
    lines = version_lines(form)
    current = form.current(on)
    wanted = version_id or (current.pk if current else None)
    shown = next((line for line in lines if line.row.pk == wanted), None)
    if version_id and shown is None:
        return None
    begun = [line for line in lines if line.since is None or line.since <= on]
    return FormPage(
        form,
        shown,
        is_current=current is not None and wanted == current.pk,
        upcoming=tuple(line for line in lines if line not in begun),
        older=tuple(line for line in begun if current is None or line.row.pk != current.pk),
        procedures=tuple(procedures_with(form).live().public().order_by("title")),
    )


def version_lines(form: Form) -> list[VersionLine]:
    """Every version, the newest first. Reads prefetched ``versions``."""
    rows = sorted(form.versions.all(), key=lambda row: (row.valid_from or date.min, row.pk or 0))
    lines = [_line(row, after) for row, after in zip_longest(rows, rows[1:])]
    return lines[::-1]


def _line(row: FormVersion, after: FormVersion | None) -> VersionLine:
    until = after.valid_from - timedelta(days=1) if after and after.valid_from else None
    size = row.document.file_size or 0
    return VersionLine(
        row, row.document.file_extension.lower(), size, row.valid_from, until, is_readable(row.document)
    )


def is_readable(document: AbstractDocument) -> bool:
    """Whether everybody may download the document and its file is there."""
    return is_there(document) and not document.collection.get_view_restrictions().exists()


def is_there(document: AbstractDocument) -> bool:
    """Whether the file lies in the store."""
    return bool(document.file) and bool(document.file.storage.exists(document.file.name))


def procedures_with(form: Form) -> Any:
    """The procedures one of whose papers is the form, each once."""
    return ProcedurePage.objects.filter(pk__in=form.items.values("case__page"))


def with_uses(forms: QuerySet[Form]) -> QuerySet[Form]:
    """Forms with ``uses``: in how many procedures each stands."""
    return forms.annotate(uses=Count("items__case__page", distinct=True))


def problem_of(form: Form, on: date) -> str:
    """What is wrong with the form on the day ``on``, in words, or "". Reads prefetched ``versions``."""
    rows = list(form.versions.all())
    if not rows:
        return _("chưa có tệp")
    if any(not is_there(row.document) for row in rows):
        return _("mất tệp")
    if form.current(on) is None:
        return _("chưa đến ngày dùng")
    return ""


@transaction.atomic
def replace_form(
    form: Form,
    file: UploadedFile[Any],
    *,
    collection: Collection,
    version: str,
    valid_from: date | None,
    note: str,
    user: Any,
) -> FormVersion:
    """Add a version that holds from ``valid_from``; every procedure with the form has it from that day on."""
    document = get_document_model()(
        title=f"{form.code} {version}".strip()[:255], file=file, collection=collection, uploaded_by_user=user
    )
    document.form_code, document.version = form.code[:60], version[:60]
    document._set_document_file_metadata()
    document.save()
    row: FormVersion = form.versions.model.objects.create(
        form=form, version=version, document=document, valid_from=valid_from, note=note
    )
    return row
