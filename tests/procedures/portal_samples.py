"""Records in the shape of the national portal's JSON, written for the tests."""

import json
from pathlib import Path
from typing import Any


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
