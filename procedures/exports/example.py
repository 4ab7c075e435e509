"""The template for imports with one procedure filled in, so that every sheet shows what it is for."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from procedures.exports.workbooks import CatalogueWorkbook
from procedures.importing.records import (
    ALL_FIELDS,
    AgencyRecord,
    AliasRecord,
    CaseRecord,
    DecisionRecord,
    FeeRecord,
    ItemRecord,
    MethodRecord,
    Named,
    ProcedureRecord,
    ProcessStepRecord,
    StepRecord,
    TimeRecord,
)
from procedures.importing.template_sheets import SHEETS, sheet_rows

# Made up but likely; the code is outside the national form, so that nobody imports it by accident.
EXAMPLE: Final = ProcedureRecord(
    code="VD-0001",
    official_name="Cấp giấy phép mẫu (dòng ví dụ, hãy xóa trước khi nhập)",
    title="Cấp giấy phép mẫu",
    summary="Bạn được cấp giấy phép mẫu.",
    keywords="xin giấy phép mẫu\nlàm giấy phép mẫu",
    scope="local",
    online_level="part",
    requirements="Từ đủ 18 tuổi.",
    return_methods=("at_counter", "online"),
    receiving_addresses="Trung tâm Phục vụ hành chính công",
    contact_office="Phòng Nghiệp vụ",
    contact_phone="1900 0000",
    effective_from=date(2027, 1, 1),
    decision=DecisionRecord("01/QĐ-UBND", "UBND tỉnh", date(2026, 12, 1), date(2027, 1, 1)),
    fields=(Named("mau", "Lĩnh vực mẫu"),),
    levels=("province", "commune"),
    subjects=(Named("CD", "Công dân Việt Nam"),),
    life_events=("Sinh con",),
    legal_bases=(Named("01/2026/NĐ-CP", "Nghị định mẫu"),),
    agencies=(AgencyRecord("implementing", "Sở mẫu"),),
    aliases=(AliasRecord("VD-0000", "đổi mã", date(2027, 1, 1)),),
    results=("Giấy phép mẫu",),
    methods=(MethodRecord("direct", "Nộp tại quầy"), MethodRecord("online", "Nộp trên Cổng Dịch vụ công")),
    time_limits=(TimeRecord("any", "working_day", Decimal(5), case_label="", is_default=True),),
    fees=(
        FeeRecord(
            "direct", "le_phi", "amount", amount_min=20_000, per_unit="lần", valid_from=date(2027, 1, 1)
        ),
        FeeRecord("online", "le_phi", "free", verbatim="Miễn lệ phí khi nộp trực tuyến"),
    ),
    steps=(StepRecord("Nộp hồ sơ", "Nộp tại quầy hoặc trực tuyến."),),
    cases=(CaseRecord("", (ItemRecord("Đơn đề nghị", "submit", 1, 0, form_code="Mẫu 01"),)),),
    process_steps=(ProcessStepRecord("Phòng Nghiệp vụ", "Thẩm định", Decimal(24), "Chuyên viên"),),
    stated=ALL_FIELDS,
)


def write_example(path: Path) -> None:
    """Write the workbook."""
    book = CatalogueWorkbook(SHEETS)
    for key, row in sheet_rows(EXAMPLE):
        book.add(key, row)
    book.save(path)
