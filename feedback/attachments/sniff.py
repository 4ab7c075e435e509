"""What a file is, by its bytes."""

from __future__ import annotations

from enum import StrEnum

_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


class FileKind(StrEnum):
    """The kinds that are taken; a HEIC photo is stored as JPEG, which every browser shows."""

    JPEG = "jpg"
    PNG = "png"
    HEIC = "heic"
    PDF = "pdf"
    DOCX = "docx"


CONTENT_TYPES: dict[FileKind, str] = {
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def sniff(data: bytes) -> FileKind | None:
    """The kind of these bytes, or None. A zip archive is a candidate for DOCX; its cleaner looks inside."""
    if data.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return FileKind.HEIC
    if data.startswith(b"%PDF-"):
        return FileKind.PDF
    if data.startswith(b"PK\x03\x04"):
        return FileKind.DOCX
    return None
