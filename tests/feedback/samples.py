"""Files as strangers send them, made when a test asks for one."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

import pillow_heif
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript
from pypdf.annotations import FreeText, Link

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" ContentType="{main}"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/x"/></Types>'
)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def photo(size: tuple[int, int] = (60, 40), kind: str = "JPEG") -> bytes:
    """A picture with a place, a device and a comment in it."""
    image = Image.new("RGB", size, (200, 30, 40))
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (12.0, 34.0, 56.0)
    out = BytesIO()
    if kind == "PNG":
        info = PngInfo()
        info.add_text("Author", "SecretAuthor")
        image.save(out, "PNG", pnginfo=info, exif=exif)
    elif kind == "HEIC":
        pillow_heif.from_pillow(image).save(out, exif=exif.tobytes())
    else:
        image.save(out, "JPEG", exif=exif, comment=b"SecretComment")
    return out.getvalue()


def bomb_png() -> bytes:
    """A small file that says it has a thousand million pixels."""
    data = bytearray(photo(kind="PNG"))
    data[16:24] = (40_000).to_bytes(4, "big") + (40_000).to_bytes(4, "big")
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)


def flat_png(width: int, height: int) -> bytes:
    """A picture of one colour: a few kilobytes for many pixels."""
    out = BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


def pdf(*, password: str = "", hidden: bool = True, pages: int = 1) -> bytes:
    """A PDF with an author, a script, an embedded file, a link and a photo that knows its place."""
    shot = BytesIO()
    Image.open(BytesIO(photo())).save(shot, "PDF")
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_page(PdfReader(BytesIO(shot.getvalue())).pages[0])
    if hidden:
        writer.add_metadata({"/Author": "SecretAuthor", "/Title": "SecretTitle"})
        writer.add_open_action(JavaScript("app.alert('SecretScript')"))
        writer.add_attachment("SecretFile.exe", b"SecretBytes")
        writer.add_annotation(0, Link(rect=(0, 0, 10, 10), url="https://secret.example"))
        writer.add_annotation(0, FreeText(text="Ghi chú", rect=(5, 5, 40, 20), title_bar="SecretReviewer"))
    if password:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(
    body: str = "<w:p><w:r><w:t>Giấy hẹn ngày 18/11</w:t></w:r></w:p>",
    *,
    main: str = f"{WORD}.main+xml",
    relations: str = "",
    extra: dict[str, bytes] | None = None,
) -> bytes:
    """A Word file; ``body`` is inside w:body, ``relations`` are Relationship elements of the document."""
    parts = {
        "[Content_Types].xml": _TYPES.format(main=main).encode(),
        "_rels/.rels": b"<Relationships/>",
        "docProps/core.xml": b"<x>SecretAuthor</x>",
        "word/document.xml": (
            f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}" xmlns:r="{_R}">'
            f"<w:body>{body}</w:body></w:document>"
        ).encode(),
        "word/_rels/document.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{relations}</Relationships>"
        ).encode(),
        **(extra or {}),
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def part(data: bytes, name: str) -> str:
    """One text part of an archive."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode()


def names(data: bytes) -> set[str]:
    """The parts of an archive."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return set(archive.namelist())
