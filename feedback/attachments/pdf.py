"""PDF: pages copied into a new file; scripts, actions, embedded files and metadata stay behind."""

from __future__ import annotations

from io import BytesIO

from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject, StreamObject

from feedback.attachments.limits import MAX_PDF_PAGES
from feedback.attachments.refusal import FileRefusedError

_BROKEN = _("tệp PDF bị hỏng, không đọc được. Bạn hãy in lại ra PDF hoặc chụp ảnh từng trang.")

_PAGE_KEYS = frozenset(
    [
        "/Type",
        "/Parent",
        "/Resources",
        "/Contents",
        "/MediaBox",
        "/CropBox",
        "/TrimBox",
        "/BleedBox",
        "/ArtBox",
        "/Rotate",
        "/UserUnit",
        "/Group",
        "/Annots",
    ]
)
_ANNOTATION_KEYS = frozenset(
    [
        "/Type",
        "/Subtype",
        "/Rect",
        "/AP",
        "/AS",
        "/F",
        "/C",
        "/IC",
        "/CA",
        "/BS",
        "/Border",
        "/QuadPoints",
        "/InkList",
        "/L",
        "/Vertices",
        "/DA",
    ]
)
_ANNOTATIONS = frozenset(
    [
        "/Widget",
        "/FreeText",
        "/Highlight",
        "/Underline",
        "/Squiggly",
        "/StrikeOut",
        "/Ink",
        "/Stamp",
        "/Square",
        "/Circle",
        "/Line",
        "/Polygon",
        "/PolyLine",
    ]
)
# Anywhere in the file: things that act, carry files or tell who made it.
_FORBIDDEN_KEYS = [
    "/JS",
    "/JavaScript",
    "/AA",
    "/OpenAction",
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/AF",
    "/EF",
    "/EmbeddedFiles",
    "/Launch",
    "/RichMediaContent",
    "/RichMediaSettings",
    "/OPI",
    "/Ref",
    "/Measure",
    "/PtData",
    "/StructParent",
    "/StructParents",
]


def clean_pdf(data: bytes) -> bytes:
    """The same pages in a new PDF. Raises FileRefusedError for an encrypted, endless or unreadable file."""
    try:
        # Twice: the second copy follows references only, so nothing cut off in the first is carried along.
        return _rewrite(_rewrite(data))
    except FileRefusedError:
        raise
    except Exception as error:
        # Parsers fail in many ways on what strangers send, and each of them means: not cleaned.
        raise FileRefusedError(_BROKEN) from error


def _rewrite(data: bytes) -> bytes:
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        raise FileRefusedError(
            _("tệp PDF có mật khẩu nên không kiểm tra được. Bạn hãy bỏ mật khẩu rồi gửi lại.")
        )
    count = len(reader.pages)
    if not 1 <= count <= MAX_PDF_PAGES:
        raise FileRefusedError(_("tệp PDF phải có từ 1 đến 200 trang. Bạn hãy tách tệp rồi gửi lại."))
    writer = PdfWriter()
    for page in reader.pages:
        _keep_only(page, _PAGE_KEYS)
        _clean_annotations(page)
        writer.add_page(page)
    writer.metadata = None
    for target in writer._objects:
        _scrub(target)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _keep_only(target: DictionaryObject, keys: frozenset[str]) -> None:
    for key in [key for key in target if key not in keys]:
        del target[key]


def _clean_annotations(page: DictionaryObject) -> None:
    listed = page.get("/Annots")
    annotations = listed.get_object() if isinstance(listed, PdfObject) else None
    kept = ArrayObject()
    for entry in annotations if isinstance(annotations, ArrayObject) else ():
        annotation = entry.get_object()
        if isinstance(annotation, DictionaryObject) and annotation.get("/Subtype") in _ANNOTATIONS:
            _keep_only(annotation, _ANNOTATION_KEYS)
            kept.append(entry)
    if kept:
        page[NameObject("/Annots")] = kept
    elif "/Annots" in page:
        del page["/Annots"]


def _scrub(target: PdfObject | None) -> None:
    """Remove forbidden keys from one object and from what is written inside it."""
    if isinstance(target, IndirectObject):
        return
    if isinstance(target, ArrayObject):
        for item in target:
            _scrub(item)
    if isinstance(target, DictionaryObject):
        for key in _FORBIDDEN_KEYS:
            if key in target:
                del target[key]
        for value in target.values():
            _scrub(value)
    if isinstance(target, StreamObject) and target.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        target._data = strip_jpeg_segments(target._data)


def strip_jpeg_segments(data: bytes) -> bytes:
    """A JPEG without its EXIF, XMP, IPTC, profile and comment segments, pixels untouched; as is when odd."""
    if not data.startswith(b"\xff\xd8"):
        return data
    out, at = bytearray(b"\xff\xd8"), 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        marker = data[at + 1]
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        told = 0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)
        if not told:
            out += data[at:end]
        at = end
    return bytes(out + data[at:])
