"""One file in, one clean file out, or a refusal that names the file and says what to do."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from feedback.attachments.docx import clean_docx
from feedback.attachments.images import clean_image
from feedback.attachments.limits import MAX_BYTES
from feedback.attachments.names import clean_name
from feedback.attachments.pdf import clean_pdf
from feedback.attachments.refusal import FileRefusedError
from feedback.attachments.sniff import CONTENT_TYPES, FileKind, sniff


@dataclass(frozen=True)
class CleanFile:
    """A rewritten file. ``name`` is safe to show and ends in what the file is; ``size`` is in bytes."""

    name: str
    content_type: str
    extension: str
    data: bytes

    @property
    def size(self) -> int:
        """Bytes to store."""
        return len(self.data)

    @property
    def sha256(self) -> str:
        """The fingerprint of the stored bytes."""
        return hashlib.sha256(self.data).hexdigest()


def clean_file(raw_name: str, data: bytes) -> CleanFile:
    """Recognise the bytes and rewrite them. Raises FileRefusedError with the cleaned name and the reason."""
    shown = clean_name(raw_name)
    try:
        kind, cleaned = clean_bytes(data)
    except FileRefusedError as refusal:
        raise FileRefusedError(refusal.reason, shown) from refusal
    return CleanFile(clean_name(raw_name, kind.value), CONTENT_TYPES[kind], kind.value, cleaned)


def clean_bytes(data: bytes) -> tuple[FileKind, bytes]:
    """What the bytes are and their rewritten form. Raises FileRefusedError with the reason."""
    if not data:
        raise FileRefusedError(_("tệp rỗng. Bạn hãy chọn lại tệp."))
    if len(data) > MAX_BYTES:
        raise FileRefusedError(_("tệp lớn hơn 10 MB. Bạn hãy giảm kích thước hoặc chia nhỏ rồi gửi lại."))
    kind = sniff(data)
    if kind is FileKind.PDF:
        return kind, clean_pdf(data)
    if kind is FileKind.DOCX:
        return kind, clean_docx(data)
    if kind is None:
        raise FileRefusedError(
            _("không phải ảnh hay tài liệu nhận được. Chỉ nhận JPG, PNG, HEIC, PDF và DOCX.")
        )
    stored = FileKind.PNG if kind is FileKind.PNG else FileKind.JPEG
    return stored, clean_image(data, kind)
