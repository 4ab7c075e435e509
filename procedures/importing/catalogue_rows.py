"""Rows of the national portal's catalogue (``list-all-public-formality-by-citizen``): a few facts of each procedure.

A row states only what it has. Fees, times and papers of a page that came from a full record are never touched by it.
"""

from collections.abc import Mapping
from typing import Final

from core.text import clean_display, fold
from procedures.choices import AgencyRole, Scope
from procedures.importing.codes import read_code
from procedures.importing.fields import Issues, RawRecord
from procedures.importing.findings import is_junk, remark_on_agencies, remark_on_name, remark_on_publisher
from procedures.importing.normal_reading import listed
from procedures.importing.records import AgencyRecord, Named, Parsed, ProcedureRecord
from procedures.importing.texts import clean_line, clean_name
from procedures.importing.titles import read_title

_SCOPES: Final = {
    "STANDARD": Scope.STANDARD,
    "SPECIFIC": Scope.LOCAL,
    "STANDARD_INTERNAL": Scope.INTERNAL,
}
_STATES: Final = ("", "ACTIVE", "UPDATED")


def parse_row(raw: object, source: str) -> Parsed:
    """One row into a partial ``ProcedureRecord``, or None with an error that says what is missing. Never raises."""
    issues = Issues(source)
    if not isinstance(raw, Mapping):
        issues.error("", "not_a_record", "không phải một dòng danh mục")
        return Parsed(source, None, tuple(issues.found))
    row = RawRecord(raw, issues)
    code = read_code(row.raw_text("code") or row.raw_text("codeNotation"), issues)
    name = clean_name(row.raw_text("name"))
    if not clean_display(name):
        issues.error("name", "missing", "thiếu tên thủ tục")
    if not code or not clean_display(name):
        return Parsed(source, None, tuple(issues.found))
    remark_on_name(name, issues)
    if row.line("state") not in _STATES:
        issues.doubt("state", "unknown_value", f"tình trạng lạ “{row.line('state')[:40]}”")
    departments = list(dict.fromkeys(name[:500] for name in _texts(row, "departments")))
    remark_on_agencies(departments, issues, "departments")
    facts = {
        "official_name": name,
        "title": read_title(clean_line(name)),
        "scope": _scope(row, issues),
        "fields": _names(row, "categories", issues),
        "subjects": _names(row, "formalityTargetType", issues),
        "agencies": tuple(AgencyRecord(AgencyRole.IMPLEMENTING.value, agency) for agency in departments),
    }
    stated = {key: value for key, value in facts.items() if value or key == "official_name"}
    record = ProcedureRecord(code, **stated, stated=frozenset(stated))  # type: ignore[arg-type]
    return Parsed(source, record, tuple(issues.found))


def _scope(row: RawRecord, issues: Issues) -> str:
    value = row.line("type")
    if value and value not in _SCOPES:
        issues.doubt("type", "unknown_value", f"giá trị lạ “{value[:40]}”")
        return ""
    publisher = row.line("departmentPromulgate", 120)
    remark_on_publisher(publisher, "departmentPromulgate", issues, is_local=value == "SPECIFIC")
    return _SCOPES[value].value if value else ""


def _names(row: RawRecord, key: str, issues: Issues) -> tuple[Named, ...]:
    found: dict[str, Named] = {}
    for name in _texts(row, key):
        if is_junk(name):
            issues.doubt(key, "junk_value", f"giá trị thử nghiệm “{name[:40]}”, đã bỏ")
        else:
            found.setdefault(fold(name), listed("", name))
    return tuple(found.values())


def _texts(row: RawRecord, key: str) -> list[str]:
    """The clean texts of a list; anything else is reported."""
    value = row.data.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        row.issues.doubt(key, "wrong_type", f"phải là danh sách, gặp {type(value).__name__}")
        return []
    texts = [clean_line(text) for text in value if isinstance(text, str)]
    if len(texts) < len(value):
        row.issues.doubt(key, "wrong_type", "có giá trị không phải chữ, đã bỏ")
    return [text for text in texts if text]
