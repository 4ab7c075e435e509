"""Limits on what is read of an upload, before anything is kept: a file that is too large is passed over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.services.throttle import Limit, hit, visitor_of
from feedback.attachments import MAX_BYTES, MAX_FILES
from feedback.attachments.names import clean_name
from feedback.services.attachments import add_to_draft

# Files of one address in an hour: nobody fills the disk from one place.
FILES = Limit("files-address", soft=200, hard=200)
_MAX_TOTAL = MAX_BYTES * (MAX_FILES + 1)


class QuotaHandler(FileUploadHandler):
    """Passes over a file beyond its size, and every file once the whole upload is too large; remembers the names."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.refusals: list[str] = []
        self._total = 0
        self._size = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Start counting a file."""
        super().new_file(*args, **kwargs)
        self._size = 0
        if self._total > _MAX_TOTAL:
            self._refuse(_("tổng dung lượng gửi một lần quá lớn. Bạn gửi từng ít tệp một."))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Let the bytes through to the next handler while they are within the limits."""
        self._size += len(raw_data)
        self._total += len(raw_data)
        if self._size > MAX_BYTES:
            self._refuse(_("tệp lớn hơn 10 MB. Bạn hãy giảm kích thước hoặc chia nhỏ rồi gửi lại."))
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
        return

    def _refuse(self, reason: str) -> None:
        self.refusals.append(f"{clean_name(self.file_name or '')}: {reason}")
        raise SkipFile


def take_files(request: HttpRequest, key: str, quota: QuotaHandler, now: datetime) -> list[str]:
    """Clean the files of a request into the draft ``key``; the refusals in words. Raises StorageFullError."""
    uploads = request.FILES.getlist("attachments")
    address = visitor_of(request.META, now).address
    counts = [hit(FILES, address) for _upload in uploads]
    if counts and counts[-1] > FILES.hard:
        text = _("Có quá nhiều tệp từ mạng của bạn trong một giờ. Bạn gửi không kèm tệp, hoặc gửi lại sau.")
        return [*quota.refusals, text]
    return [*quota.refusals, *add_to_draft(key, uploads)]


def limit_uploads(request: HttpRequest) -> QuotaHandler:
    """Put the limits before the ordinary handlers. Call it before anything reads the body."""
    handler = QuotaHandler(request)
    request.upload_handlers.insert(0, handler)
    return handler
