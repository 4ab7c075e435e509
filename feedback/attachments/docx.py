"""DOCX: an archive rebuilt from text and pictures only, without author, macros, objects or links out."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.dom import minidom
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from feedback.attachments.images import clean_image, pixels_of
from feedback.attachments.limits import (
    MAX_DOCX_PIXELS,
    MAX_XML_BYTES,
    MAX_XML_DEPTH,
    MAX_XML_NODES,
    MAX_ZIP_BYTES,
    MAX_ZIP_ENTRIES,
    MAX_ZIP_RATIO,
)
from feedback.attachments.refusal import FileRefusedError
from feedback.attachments.sniff import FileKind, sniff

_BROKEN = _("tệp Word bị hỏng, không đọc được. Bạn hãy lưu lại dưới dạng PDF rồi gửi.")
_BOMB = _("tệp Word chứa quá nhiều dữ liệu nén. Bạn hãy lưu lại dưới dạng PDF rồi gửi.")
_MACRO = _("tệp Word có macro nên không nhận. Bạn hãy lưu lại dưới dạng PDF rồi gửi.")
_NOT_WORD = _("đây không phải tệp Word (.docx). Chỉ nhận JPG, PNG, HEIC, PDF và DOCX.")

_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_CONTENT_TYPES = "[Content_Types].xml"
_PARTS = frozenset(
    [
        "word/document.xml",
        "word/styles.xml",
        "word/numbering.xml",
        "word/fontTable.xml",
        "word/footnotes.xml",
        "word/endnotes.xml",
    ]
)
_PART_PREFIXES = ("word/header", "word/footer", "word/theme/theme")
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PICTURES = (FileKind.JPEG, FileKind.PNG)
# What runs or fetches something, and what only makes sense with a part that is left out.
_DROPPED_ELEMENTS = frozenset(
    [
        "instrText",
        "delInstrText",
        "fldChar",
        "object",
        "control",
        "altChunk",
        "subDoc",
        "attachedTemplate",
        "OLEObject",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
    ]
)
_PERSONAL_ATTRIBUTES = ("w:author", "w:initials")


class _DocumentTypeError(Exception):
    """The XML has a document type: nothing that Word writes has one."""


def clean_docx(data: bytes) -> bytes:
    """The same text and pictures in a new archive. Raises FileRefusedError."""
    try:
        return _rebuild(data)
    except FileRefusedError:
        raise
    except Exception as error:
        # Parsers fail in many ways on what strangers send, and each of them means: not cleaned.
        raise FileRefusedError(_BROKEN) from error


def _rebuild(data: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        _check_limits(archive, len(data))
        names = set(archive.namelist())
        _check_type(archive, names)
        kept = _clean_pictures(archive, names)
        wanted = [name for name in sorted(names) if _is_text_part(name)]
        present = {*wanted, *kept}
        for name in wanted:
            kept |= _clean_part(archive, names, name, present)
        kept["_rels/.rels"] = _package_relations()
        kept[_CONTENT_TYPES] = _clean_types(_parse(archive.read(_CONTENT_TYPES)), set(kept))
    return _write(kept)


def _check_limits(archive: zipfile.ZipFile, size: int) -> None:
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ZIP_ENTRIES or total > MAX_ZIP_BYTES or total > size * MAX_ZIP_RATIO:
        raise FileRefusedError(_BOMB)
    texts = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
    if any(entry.file_size > MAX_XML_BYTES for entry in texts):
        raise FileRefusedError(_BOMB)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise FileRefusedError(
            _("tệp Word có mật khẩu nên không kiểm tra được. Bạn hãy bỏ mật khẩu rồi gửi lại.")
        )
    _check_nodes(archive, [entry.filename for entry in texts])


def _check_nodes(archive: zipfile.ZipFile, names: list[str]) -> None:
    """Count elements, attributes and depth while nothing is built of them: a few kilobytes can hold a million."""
    nodes = depth = 0

    def opened(_name: str, attributes: list[str]) -> None:
        nonlocal nodes, depth
        nodes += 1 + len(attributes) // 2
        depth += 1
        if nodes > MAX_XML_NODES or depth > MAX_XML_DEPTH:
            raise FileRefusedError(_BOMB)

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    for name in names:
        probe = _probe()
        probe.ordered_attributes = True
        probe.StartElementHandler, probe.EndElementHandler = opened, closed
        probe.Parse(archive.read(name), True)


def _check_type(archive: zipfile.ZipFile, names: set[str]) -> None:
    if _CONTENT_TYPES not in names or "word/document.xml" not in names:
        raise FileRefusedError(_NOT_WORD)
    overrides = {
        node.getAttribute("PartName"): node.getAttribute("ContentType")
        for node in _parse(archive.read(_CONTENT_TYPES)).getElementsByTagName("Override")
    }
    main = overrides.get("/word/document.xml", "")
    if "macroEnabled" in main or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefusedError(_MACRO)
    if main != _MAIN_TYPE:
        raise FileRefusedError(_NOT_WORD)


def _is_text_part(name: str) -> bool:
    return name in _PARTS or (name.startswith(_PART_PREFIXES) and name.endswith(".xml"))


def _clean_pictures(archive: zipfile.ZipFile, names: set[str]) -> dict[str, bytes]:
    """The pictures of the document, together no larger than a server can decode while somebody waits."""
    media = {name: archive.read(name) for name in sorted(names) if name.startswith("word/media/")}
    kinds = {name: sniff(data) for name, data in media.items()}
    pictures = {name: kind for name, kind in kinds.items() if kind in _PICTURES}
    if sum(pixels_of(media[name]) for name in pictures) > MAX_DOCX_PIXELS:
        raise FileRefusedError(_BOMB)
    return {name: clean_image(media[name], kind) for name, kind in pictures.items() if kind}


def _clean_part(archive: zipfile.ZipFile, names: set[str], name: str, present: set[str]) -> dict[str, bytes]:
    folder, base = posixpath.split(name)
    relations_name = f"{folder}/_rels/{base}.rels"
    cleaned: dict[str, bytes] = {}
    alive: set[str] = set()
    if relations_name in names:
        relations = _parse(archive.read(relations_name))
        alive = _clean_relations(relations, folder, present)
        cleaned[relations_name] = _serialise(relations)
    document = _parse(archive.read(name))
    _remove([element for element in _elements(document) if not _clean_element(element, alive)])
    cleaned[name] = _serialise(document)
    return cleaned


def _clean_relations(relations: minidom.Document, folder: str, present: set[str]) -> set[str]:
    """Leave only relations to parts of the new archive; their ids."""
    alive, dead = set(), []
    for node in relations.getElementsByTagName("Relationship"):
        target = node.getAttribute("Target")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        if node.getAttribute("TargetMode") == "External" or path not in present:
            dead.append(node)
        else:
            alive.add(node.getAttribute("Id"))
    _remove(dead)
    return alive


def _elements(document: minidom.Document) -> Iterator[minidom.Element]:
    return iter(document.getElementsByTagName("*"))


def _clean_element(element: minidom.Element, alive: set[str]) -> bool:
    """Take from an element what is personal or leads nowhere; whether the element may stay."""
    if element.localName in _DROPPED_ELEMENTS:
        return False
    for name in _PERSONAL_ATTRIBUTES:
        if element.hasAttribute(name):
            element.setAttribute(name, "")
    if element.hasAttribute("w:instr"):
        element.setAttribute("w:instr", "")
    dead = [
        attribute.name
        for attribute in element.attributes.values()
        if attribute.namespaceURI == _RELATIONS and attribute.value not in alive
    ]
    for name in dead:
        element.removeAttribute(name)
    return not dead or element.localName in ("hyperlink", "blip")


def _remove(elements: list[minidom.Element]) -> None:
    """Take elements out, all of a parent's at once: one by one takes minutes where there are many."""
    gone = {id(element) for element in elements}
    parents = {id(element.parentNode): element.parentNode for element in elements}
    for parent in parents.values():
        if parent is not None:
            children: list[Any] = parent.childNodes
            children[:] = [child for child in children if id(child) not in gone]


def _package_relations() -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    ).encode()


def _clean_types(types: minidom.Document, kept: set[str]) -> bytes:
    overrides = types.getElementsByTagName("Override")
    _remove([node for node in overrides if node.getAttribute("PartName").lstrip("/") not in kept])
    return _serialise(types)


def _parse(data: bytes) -> minidom.Document:
    """Parse a part after making sure that it has no document type, so no entities and nothing to fetch."""
    _probe().Parse(data, True)
    return minidom.parseString(data)  # noqa: S318 - no document type, see above


def _probe() -> expat.XMLParserType:
    probe = expat.ParserCreate()
    probe.StartDoctypeDeclHandler = _refuse_doctype
    return probe


def _refuse_doctype(*_args: object) -> None:
    raise _DocumentTypeError


def _serialise(document: minidom.Document) -> bytes:
    return bytes(document.toxml(encoding="UTF-8"))


def _write(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    # The content types come first: that is how a reader recognises the archive.
    order = sorted(parts, key=lambda name: (name != _CONTENT_TYPES, name))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in order:
            archive.writestr(zipfile.ZipInfo(name), parts[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()
