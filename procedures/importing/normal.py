"""Records as JSON Lines: the format in which the catalogue is exported and imported without loss.

One object a line, see docs/import.md. A key that is absent is a field that the source does not state; an empty value
states that there is nothing. Reading never raises: what can't be used is reported with its place and left out.
"""

from collections.abc import Mapping
from dataclasses import MISSING
from dataclasses import fields as dataclass_fields
from datetime import date
from decimal import Decimal
from typing import Any, Final

from procedures.importing.fields import Issues, RawRecord
from procedures.importing.normal_reading import read_normal
from procedures.importing.records import CaseRecord, Parsed, ProcedureRecord
from procedures.importing.schema import ATTRIBUTES, ROW_TYPES, SCALARS, TEXT_LISTS

FORMAT: Final = "motcua-procedure"
VERSION: Final = 1


def to_json(record: ProcedureRecord) -> dict[str, Any]:
    """The record as plain data; ``from_json`` gives back an equal record."""
    data: dict[str, Any] = {"format": FORMAT, "version": VERSION, "code": record.code}
    for attribute in SCALARS:
        if attribute.name in record.stated:
            data[attribute.name] = _plain(getattr(record, attribute.name))
    if "decision" in record.stated:
        data["decision"] = None if record.decision is None else _row(record.decision)
    for name in TEXT_LISTS:
        if name in record.stated:
            data[name] = list(getattr(record, name))
    for name in ROW_TYPES:
        if name in record.stated:
            data[name] = [_row(row) for row in getattr(record, name)]
    if record.source_updated_at is not None:
        data["source_updated_at"] = record.source_updated_at.isoformat()
    return data


def _row(row: Any) -> dict[str, Any]:
    """A row without the attributes that have their usual value."""
    usual = {spec.name: spec.default for spec in dataclass_fields(row) if spec.default is not MISSING}
    data = {
        attribute.name: _plain(getattr(row, attribute.name))
        for attribute in ATTRIBUTES[type(row)]
        if attribute.name not in usual or getattr(row, attribute.name) != usual[attribute.name]
    }
    if isinstance(row, CaseRecord):
        data["items"] = [_row(item) for item in row.items]
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def from_json(raw: object, source: str) -> Parsed:
    """One object of the format into a record, or None with an error that says what is missing. Never raises."""
    issues = Issues(source)
    if not isinstance(raw, Mapping):
        issues.error("", "not_a_record", "không phải một bản ghi thủ tục")
        return Parsed(source, None, tuple(issues.found))
    if raw.get("version", VERSION) != VERSION:
        issues.error("version", "unknown_version", f"phiên bản {raw.get('version')!s:.20} chưa đọc được")
        return Parsed(source, None, tuple(issues.found))
    return read_normal(RawRecord(raw, issues), issues)
