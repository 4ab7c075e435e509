"""Records in the national portal's shapes, written for the tests, and what is read from one."""

import json
from pathlib import Path
from typing import Any

from procedures.importing.portal import parse_record
from procedures.importing.records import Parsed, ProcedureRecord, Severity

# A row of the catalogue as a program exports it.
ROW = {
    "id": "x",
    "name": "Thủ tục Cấp giấy phép mẫu",
    "code": "1.999001",
    "codeNotation": "1.999001",
    "categories": ["Hộ tịch"],
    "departments": ["Sở Tư pháp", "Sở tư pháp"],
    "departmentPromulgate": "Bộ Tư pháp",
    "formalityTargetType": ["Công dân Việt Nam", "nhóm 1"],
    "state": "ACTIVE",
    "type": "STANDARD",
}
# A way of filing, and the page around it, as text.
METHOD = {
    "channel": "Trực tiếp",
    "time": "5 Ngày làm việc",
    "fee": "100,000 VNĐ",
    "fee_note": "100.000 đồng/lần",
    "note": "Nộp tại quầy",
    "time_fee_ambiguous": False,
}
PAGE = {
    "code": "1.999001",
    "title": "Thủ tục đăng ký việc mẫu",
    "level": ["Cấp tỉnh", "Cấp xã"],
    "agency": "Công an tỉnh, Cục Cảnh sát quản lý hành chính về trật tự, xã hội",
    "competent_agency": "Bộ Công an",
    "ministry": "Bộ Công an",
    "field": "Hộ tịch",
    "steps": ["- Bước 1: Nộp hồ sơ.", "Bước 2: Nhận kết quả."],
    "methods": [METHOD],
    "dossier": [{"case": "", "name": "Tờ khai", "form": "TK.docx", "original": 1, "copy": None}],
    "legal_basis": ["1/2026/NĐ-CP"],
    "legal_basis_text": "Nghị định 1/2026/NĐ-CP",
    "result": ["Giấy xác nhận"],
    "requirements": "Không",
    "subject": "Công dân Việt Nam, Cán bộ, công chức, viên chức",
    "decision_no": "12/QĐ-BCA",
    "procedure_type": "Loại khác",
    "receiving_address": "Công an xã",
    "url": "https://dichvucong.example/1",
}


def fee(value: object = 0, description: str | None = "", kind: str = "FEE", **extra: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "description": description, "attachment": None, **extra}


def method(
    channel: str = "DIRECT",
    time: object = 3,
    unit: object = "WORKING_DAY",
    text: str = "",
    fees: object = None,
) -> dict[str, Any]:
    return {
        "submissionMethod": channel,
        "processingTime": time,
        "processingTimeUnit": unit,
        "description": text,
        "fees": fees if fees is not None else [],
    }


def paper(name: str = "Tờ khai", originals: object = 1, copies: object = 0, **extra: Any) -> dict[str, Any]:
    return {"name": name, "originalQty": originals, "copyQty": copies, "attachments": [], **extra}


def record(code: object = "1.999001", name: object = "Đăng ký việc mẫu", **fields: Any) -> dict[str, Any]:
    data = {
        "code": code,
        "name": name,
        "type": "STANDARD",
        "formalityType": "ASSIGNED_REGULATION",
        "state": "ACTIVE",
        "isWard": True,
        "isFullProcess": False,
        "categoriesDetails": [{"code": "M01", "name": "Lĩnh vực mẫu"}],
        "subjectTypesDetails": [{"code": "ĐT1", "name": "Công dân Việt Nam"}],
        "departmentsExecuting": [{"code": "X", "name": "Ủy ban nhân dân cấp xã"}],
        "procedureProposal": {
            "proposalNumber": "12/QĐ-UBND",
            "decisionDate": 1768496400000,
            "issuingAgency": {"name": "UBND tỉnh An Hòa"},
        },
        "executionMethods": [method(fees=[fee(8000, "Lệ phí cấp bản sao")])],
        "executionCases": [{"name": "", "profileComponents": [paper()]}],
        "executionSteps": [{"name": "", "description": "Nộp hồ sơ."}],
        "cases": [],
        "resultsDetails": [{"code": "KQ1", "name": "Giấy xác nhận"}],
        "legalBasisesDetails": [{"code": "1/2026/NĐ-CP", "name": "Nghị định mẫu"}],
        **fields,
    }
    return {"code": "OK", "data": data, "message": "OK"}


def write(folder: Path, name: str, content: object) -> Path:
    """A file of JSON, or of the text as it is."""
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
    return path


def record_of(parsed: Parsed) -> ProcedureRecord:
    assert parsed.procedure is not None
    return parsed.procedure


def kinds(parsed: Parsed, severity: Severity | None = None) -> set[str]:
    return {issue.kind for issue in parsed.issues if severity in (None, issue.severity)}


def parsed(**fields: Any) -> Parsed:
    """What is read from the record with these fields."""
    return parse_record(record(**fields), "a.json")


def procedure_of(**fields: Any) -> ProcedureRecord:
    found = parsed(**fields).procedure
    assert found is not None
    return found
