"""Plain data in the project's own shape into a record: every value checked against the schema and the rules of rows.

JSON Lines and the tables of the template both come through here.
"""

from dataclasses import MISSING
from dataclasses import fields as dataclass_fields
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

from core.text import clean_display, fold
from procedures.importing.codes import read_code
from procedures.importing.fields import Issues, RawRecord
from procedures.importing.records import (
    CaseRecord,
    DecisionRecord,
    ItemRecord,
    Named,
    Parsed,
    ProcedureRecord,
)
from procedures.importing.row_rules import sound_dates, sound_row
from procedures.importing.schema import ATTRIBUTES, ROW_TYPES, SCALARS, TEXT_LISTS
from procedures.importing.titles import read_title
from procedures.importing.values import has, read_value
from procedures.importing.wording import CHOICES

MAX_NAME = 255
MAX_LIST_CODE = 40
_NAMED: dict[str, Any] = {
    "fields": lambda row: listed(row.code, row.name),
    "subjects": lambda row: listed(row.code, row.name),
    "legal_bases": lambda row: legal_text(row.code, row.name),
}
_ONE_OF: dict[str, Any] = {
    "fields": lambda row: fold(row.name),
    "subjects": lambda row: fold(row.name),
    "legal_bases": lambda row: row.code,
    "agencies": lambda row: (row.role, fold(row.name)),
    "aliases": lambda row: row.code,
}


def listed(code: str, name: str) -> Named:
    """A row of a list (field, subject): without a code it gets one made of its name."""
    return Named(code[:MAX_LIST_CODE] or code_of(name), (name or code)[:MAX_NAME])


def code_of(name: str) -> str:
    """The folded name; of a long one its beginning and a check sum, so that two names never share a code."""
    folded = fold(name)
    if len(folded) <= MAX_LIST_CODE:
        return folded
    return f"{folded[: MAX_LIST_CODE - 9].rstrip()}-{crc32(folded.encode()):08x}"


def legal_text(number: str, title: str) -> Named:
    """A legal text: without a number its title is the number."""
    return Named(number or title[:MAX_NAME].rstrip(), title if number else "")


def read_normal(raw: RawRecord, issues: Issues) -> Parsed:
    """The record, or None with an error that says what is missing."""
    code = read_code(raw.raw_text("code"), issues)
    if has(raw, "official_name") and not clean_display(raw.raw_text("official_name")):
        issues.error(raw.place("official_name"), "missing", "thiếu tên thủ tục")
        code = ""
    if not code:
        return Parsed(issues.file, None, tuple(issues.found))
    values: dict[str, Any] = {}
    for attribute in SCALARS:
        if has(raw, attribute.name):
            value = read_value(raw, attribute)
            if value != "" or attribute.name not in CHOICES:
                values[attribute.name] = value
    if has(raw, "decision"):
        values["decision"] = _decision(raw)
    for name, limit in TEXT_LISTS.items():
        if has(raw, name):
            values[name] = _texts(raw, name, limit)
    for name, row_type in ROW_TYPES.items():
        if has(raw, name):
            values[name] = _rows(raw, name, row_type)
    _sound(values, raw)
    record = ProcedureRecord(
        code,
        **values,
        stated=frozenset(values),
        source_updated_at=_moment(raw.data.get("source_updated_at")),
    )
    return Parsed(issues.file, record, tuple(issues.found))


def _sound(values: dict[str, Any], raw: RawRecord) -> None:
    """What a page can't hold: an empty title, dates in the wrong order, an address that is none."""
    if "official_name" in values and not values.get("title"):
        values["title"] = read_title(values["official_name"])
    if "title" in values and not values["title"]:
        del values["title"]
    if "dossier_sets" in values and not values["dossier_sets"]:
        values["dossier_sets"] = 1
    url = values.get("portal_url", "")
    if url and not url.startswith(("http://", "https://")):
        raw.issues.doubt(raw.place("portal_url"), "bad_value", f"không phải địa chỉ trang web: “{url[:60]}”")
        values["portal_url"] = ""
    if not sound_dates(values.get("effective_from"), values.get("effective_to")):
        raw.issues.doubt(raw.place("effective_to"), "dates_in_disorder", "ngày kết thúc trước ngày bắt đầu")
        values["effective_to"] = None


def _decision(raw: RawRecord) -> DecisionRecord | None:
    if raw.data.get("decision") is None:
        return None
    row = raw.child("decision")
    values = {attribute.name: read_value(row, attribute) for attribute in ATTRIBUTES[DecisionRecord]}
    if not values["number"]:
        raw.issues.doubt(raw.place("decision"), "missing", "quyết định không có số, đã bỏ qua")
        return None
    return DecisionRecord(**values)


def _texts(raw: RawRecord, name: str, limit: int) -> tuple[str, ...]:
    value = raw.data.get(name)
    if value is None:
        return ()
    if not isinstance(value, list):
        raw.issues.doubt(raw.place(name), "wrong_type", f"phải là danh sách, gặp {type(value).__name__}")
        return ()
    found: dict[str, None] = {}
    for number, text in enumerate(value):
        place = f"{raw.place(name)}[{number}]"
        known = CHOICES[name].values if name in CHOICES else None
        if not isinstance(text, str) or not text.strip() or (known is not None and text not in known):
            raw.issues.doubt(place, "bad_value", f"giá trị lạ “{text!s:.40}”")
        elif limit and len(text) > limit:
            raw.issues.doubt(place, "too_long", f"dài hơn {limit} ký tự, đã bỏ qua")
        else:
            found[text] = None
    return tuple(found)


def _rows(raw: RawRecord, name: str, row_type: type[Any]) -> tuple[Any, ...]:
    found = [row for part in raw.rows(name) if (row := _row(part, row_type)) is not None]
    if name in _NAMED:
        found = [_NAMED[name](row) for row in found]
    if name not in _ONE_OF:
        return tuple(found)
    once: dict[Any, Any] = {}
    for row in found:
        if once.setdefault(_ONE_OF[name](row), row) is not row:
            said = row.code if isinstance(row, Named) else row
            raw.issues.note(raw.place(name), "repeated", f"ghi hai lần: “{said!s:.60}”")
    return tuple(once.values())


def _row(raw: RawRecord, row_type: type[Any]) -> Any:
    """One row, or None where something is missing without which it means nothing."""
    usual = {spec.name: spec.default for spec in dataclass_fields(row_type) if spec.default is not MISSING}
    values: dict[str, Any] = {}
    for attribute in ATTRIBUTES[row_type]:
        value = read_value(raw, attribute)
        values[attribute.name] = usual.get(attribute.name, value) if value in ("", None) else value
        if not attribute.optional and value in ("", None):
            raw.issues.doubt(
                raw.place(attribute.name), "missing", "thiếu giá trị bắt buộc, đã bỏ qua dòng này"
            )
            return None
    if row_type is CaseRecord:
        values["items"] = _rows(raw, "items", ItemRecord)
    return sound_row(row_type, values, raw)


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
