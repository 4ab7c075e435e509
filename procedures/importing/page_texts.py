"""Records normalised from the text of the portal's pages, one JSON object a line.

The pages show "Miễn phí" wherever the portal's record has 0, so the words say no more than that 0: what a fee is
follows from the note beside it, exactly as with the portal's own records.
"""

from collections.abc import Mapping
from typing import Any, Final

from core.text import clean_display, fold
from procedures.choices import AgencyRole, Channel, LegalType
from procedures.importing.codes import read_code
from procedures.importing.fields import Issues, RawRecord
from procedures.importing.findings import remark_on_agencies, remark_on_name
from procedures.importing.levels import level_code
from procedures.importing.normal_reading import legal_text, listed
from procedures.importing.page_lists import agency_names, legal_numbers, subject_names
from procedures.importing.page_methods import read_page_methods
from procedures.importing.portal_dossier import paper_kind, reuse_note, steps_of, without_number
from procedures.importing.records import (
    AgencyRecord,
    CaseRecord,
    DecisionRecord,
    ItemRecord,
    Named,
    Parsed,
    ProcedureRecord,
    StepRecord,
)
from procedures.importing.texts import clean_line, clean_lines, clean_name, says_nothing
from procedures.importing.titles import read_title

_LEGAL_TYPES: Final = {
    "tthc duoc giao luat quy dinh chi tiet": LegalType.ASSIGNED,
    "tthc duoc luat giao quy dinh chi tiet": LegalType.ASSIGNED,
    "tthc khong duoc luat giao cho dia phuong quy dinh": LegalType.NOT_ASSIGNED,
    "tthc khong duoc luat giao cho dia phuong quy dinh hoac quy dinh chi tiet": LegalType.NOT_ASSIGNED,
    "loai khac": LegalType.OTHER,
}


def parse_page(raw: object, source: str) -> Parsed:
    """One record into a ``ProcedureRecord``, or None with an error that says what is missing. Never raises."""
    issues = Issues(source)
    if not isinstance(raw, Mapping):
        issues.error("", "not_a_record", "không phải một bản ghi thủ tục")
        return Parsed(source, None, tuple(issues.found))
    record = RawRecord(raw, issues)
    code = read_code(record.raw_text("code"), issues)
    name = clean_name(record.raw_text("title"))
    if not clean_display(name):
        issues.error("title", "missing", "thiếu tên thủ tục")
    if not code or not clean_display(name):
        return Parsed(source, None, tuple(issues.found))
    remark_on_name(name, issues, "title")
    facts = _facts(record, issues, name)
    return Parsed(source, ProcedureRecord(code, **facts, stated=frozenset(facts)), tuple(issues.found))


def _facts(record: RawRecord, issues: Issues, name: str) -> dict[str, Any]:
    methods = read_page_methods(record, issues)
    if not methods.methods:
        issues.doubt("methods", "missing", "không có cách nộp nào: không rõ thời hạn và lệ phí")
    requirements = record.lines("requirements")
    facts: dict[str, Any] = {
        "official_name": name,
        "title": read_title(clean_line(name)),
        "levels": tuple(level_code(text) for text in texts_of(record, "level")),
        "fields": (listed("", record.line("field", 255)),) if record.line("field") else (),
        "subjects": _subjects(record, issues),
        "agencies": _agencies(record, issues),
        "requirements": "" if says_nothing(requirements) else requirements,
        "receiving_addresses": record.lines("receiving_address"),
        "results": tuple(dict.fromkeys(texts_of(record, "result"))),
        "legal_bases": _legal_bases(record, issues),
        "decision": _decision(record),
        "steps": _steps(record),
        "methods": methods.methods,
        "time_limits": methods.times,
        "fees": methods.fees,
        "cases": _cases(record, issues),
    }
    legal_type = _LEGAL_TYPES.get(fold(record.line("procedure_type")))
    if legal_type is not None:
        facts["legal_type"] = legal_type.value
    elif record.line("procedure_type"):
        issues.doubt("procedure_type", "unknown_value", f"giá trị lạ “{record.line('procedure_type')[:60]}”")
    url = record.line("url", 500)
    if url.startswith("https://") and any(way.channel == Channel.ONLINE for way in methods.methods):
        facts["portal_url"] = url
    return facts


def texts_of(record: RawRecord, key: str) -> list[str]:
    """The clean texts of a list; anything else is reported and left out."""
    value = record.data.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        record.issues.doubt(key, "wrong_type", f"phải là danh sách, gặp {type(value).__name__}")
        return []
    if not all(isinstance(text, str) for text in value):
        record.issues.doubt(key, "wrong_type", "có giá trị không phải chữ, đã bỏ")
    return [text for raw in value if isinstance(raw, str) and (text := clean_lines(raw))]


def _subjects(record: RawRecord, issues: Issues) -> tuple[Named, ...]:
    known, unknown = subject_names(record.line("subject"))
    if unknown:
        issues.doubt("subject", "unknown_value", f"đối tượng lạ “{unknown[:80]}”")
    return tuple(listed("", name) for name in known)


def _agencies(record: RawRecord, issues: Issues) -> tuple[AgencyRecord, ...]:
    roles = {"agency": AgencyRole.IMPLEMENTING, "competent_agency": AgencyRole.COMPETENT}
    found: dict[tuple[str, str], AgencyRecord] = {}
    for key, role in roles.items():
        for name in agency_names(record.line(key)):
            found.setdefault((role.value, fold(name)), AgencyRecord(role.value, name[:500]))
    remark_on_agencies((agency.name for agency in found.values()), issues, "agency")
    return tuple(found.values())


def _legal_bases(record: RawRecord, issues: Issues) -> tuple[Named, ...]:
    text = record.line("legal_basis_text")
    numbers, doubtful = legal_numbers(texts_of(record, "legal_basis"), text)
    for number in doubtful:
        issues.doubt("legal_basis", "odd_number", f"số văn bản lạ “{number[:60]}”")
    if not numbers and text:
        issues.doubt("legal_basis", "missing", "căn cứ pháp lý chỉ có lời văn, không tách được số văn bản")
    return tuple(legal_text(number[:255], "") for number in numbers)


def _decision(record: RawRecord) -> DecisionRecord | None:
    number = record.line("decision_no", 120)
    if not number:
        return None
    return DecisionRecord(number, record.line("ministry", 255) or "không rõ")


def _steps(record: RawRecord) -> tuple[StepRecord, ...]:
    texts = texts_of(record, "steps")
    steps = steps_of(("", text) for text in texts)
    return tuple(StepRecord("", without_number(step.text), step.channel) for step in steps)


def _cases(record: RawRecord, issues: Issues) -> tuple[CaseRecord, ...]:
    cases: dict[str, list[ItemRecord]] = {}
    for row in record.rows("dossier"):
        text = row.lines("name")
        if not text:
            issues.note(row.place("name"), "missing", "giấy tờ không có tên, đã bỏ qua")
            continue
        case = row.line("case").strip(" *:-")
        originals, copies = row.small_number("original"), row.small_number("copy")
        kind = paper_kind(text, case, originals + copies)
        reuse = reuse_note(text) if kind != "note" else ""
        item = ItemRecord(text, kind, originals, copies, reuse_note=reuse, form_code=row.line("form", 255))
        cases.setdefault(case, []).append(item)
    if not cases:
        said = "không ghi thành phần hồ sơ"
        if record.line("dossier_text"):
            issues.doubt("dossier", "unread", f"{said}, nhưng trang có lời văn về hồ sơ")
        else:
            issues.note("dossier", "missing", said)
    return tuple(CaseRecord(name, tuple(items)) for name, items in cases.items())
