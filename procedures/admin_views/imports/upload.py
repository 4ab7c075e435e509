"""Choosing a file: recognised by its content, kept privately, read in the background."""

import gzip
import logging
import zlib
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from procedures.admin_views.imports.access import ImportersOnly
from procedures.services.imports.batches import create_batch, start_reading

logger = logging.getLogger(__name__)

MAX_BYTES: Final = 100 * 1024 * 1024
_ZIP: Final = b"PK\x03\x04"
_GZIP: Final = b"\x1f\x8b"
_HEAD: Final = 4096
ACCEPT: Final = ".xlsx,.csv,.zip,.json,.jsonl,.ndjson,.gz"


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=gettext_lazy("Tệp dữ liệu"),
        help_text=gettext_lazy(
            "XLSX hoặc CSV theo mẫu của trang này (nhiều bảng CSV thì nén .zip), JSON hoặc JSONL của Cổng Dịch vụ "
            "công quốc gia (nhiều tệp JSON thì nén .zip), JSONL xuất từ trang này; JSON và JSONL có thể nén .gz. "
            "Tối đa 100 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": gettext_lazy("Hãy chọn một tệp."),
            "empty": gettext_lazy("Tệp rỗng. Hãy chọn tệp khác."),
        },
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is too large or can't be what its name says."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("Tệp lớn hơn 100 MB. Hãy nén lại hoặc chia thành nhiều tệp."))
        head = file.read(_HEAD)
        file.seek(0)
        if not _is_what_it_says(PurePath(file.name or "").suffix.lower(), head):
            raise forms.ValidationError(
                _("Không nhận ra tệp này: nội dung không khớp đuôi tên tệp. Dùng XLSX, CSV, JSON hoặc JSONL.")
            )
        return file


def _is_what_it_says(suffix: str, head: bytes) -> bool:
    if suffix in (".xlsx", ".zip"):
        return head.startswith(_ZIP)
    if suffix == ".gz":
        return head.startswith(_GZIP) and _is_json(_unpacked(head))
    if suffix in (".json", ".jsonl", ".ndjson"):
        return _is_json(head)
    return suffix == ".csv" and b"\x00" not in head


def _unpacked(head: bytes) -> bytes:
    """The beginning of what a gzip file holds; empty where it is broken."""
    try:
        return zlib.decompressobj(gzip.zlib.MAX_WBITS | 16).decompress(head, _HEAD)  # type: ignore[attr-defined]
    except zlib.error:
        return b""


def _is_json(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


if TYPE_CHECKING:
    UploadFormView = FormView[UploadForm]
else:
    UploadFormView = FormView


class UploadView(ImportersOnly, WagtailAdminTemplateMixin, UploadFormView):
    """Take a file and have it read. Nothing is written to the catalogue yet."""

    form_class = UploadForm
    template_name = "procedures/admin/imports/upload.html"
    header_icon = "upload"
    page_title = gettext_lazy("Nhập tệp mới")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list."""
        return self.crumbs(("", _("Tệp mới")))

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """Keep the file, start reading, show how far it is."""
        try:
            with transaction.atomic():
                batch = create_batch(upload=form.cleaned_data["file"], user=self.request.user)
        except OSError as error:
            logger.error("an upload can't be stored: %s", error.strerror)
            form.add_error(
                "file",
                _("Máy chủ không lưu được tệp, có thể do đầy đĩa. Báo quản trị máy chủ rồi thử lại sau."),
            )
            return self.form_invalid(form)
        start_reading(batch)
        messages.success(self.request, _("Đã nhận tệp. Chưa có gì thay đổi trong danh mục."))
        return redirect(reverse("procedures_imports:batch", args=[batch.pk]))
