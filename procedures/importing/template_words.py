"""Headings of the template's columns. The key beside each is stable, the title may be translated or reworded."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from procedures.importing.wording import FIELD_LABELS, Label

FLAG_WORDS: Final = {True: "có", False: "không"}

COLUMN_TITLES: Final[Mapping[str, Label]] = {
    **FIELD_LABELS,
    "procedure": _("Mã thủ tục"),
    "code": _("Mã"),
    "complete": _("Ghi đủ"),
    "decision_number": _("Số quyết định công bố"),
    "decision_issuer": _("Cơ quan công bố"),
    "decision_decided_on": _("Ngày ký quyết định"),
    "decision_effective_on": _("Ngày quyết định có hiệu lực"),
    "name": _("Tên"),
    "role": _("Vai trò, người thực hiện"),
    "reason": _("Lý do"),
    "since": _("Từ ngày"),
    "channel": _("Cách nộp"),
    "value": _("Thời hạn (số)"),
    "unit": _("Đơn vị thời hạn"),
    "committed_value": _("Cam kết (số)"),
    "committed_unit": _("Đơn vị cam kết"),
    "committed_basis": _("Văn bản cam kết"),
    "is_default": _("Trường hợp thông thường"),
    "case_label": _("Trường hợp"),
    "verbatim": _("Nguyên văn"),
    "legal_basis": _("Căn cứ"),
    "valid_from": _("Áp dụng từ"),
    "valid_to": _("Đến hết ngày"),
    "kind": _("Loại"),
    "amount_min": _("Mức thu"),
    "amount_max": _("Mức cao nhất"),
    "currency": _("Tiền"),
    "per_unit": _("Tính theo"),
    "exemption": _("Miễn, giảm"),
    "text": _("Nội dung"),
    "case_number": _("Số trường hợp"),
    "case": _("Tên trường hợp"),
    "originals": _("Bản chính"),
    "copies": _("Bản sao"),
    "certified": _("Bản sao phải chứng thực"),
    "reuse_note": _("Khi nào không phải nộp"),
    "form_code": _("Ký hiệu mẫu"),
    "unit_name": _("Đơn vị"),
    "task": _("Công việc"),
    "hours": _("Số giờ làm việc"),
    "place": _("Chỗ nối tiếp"),
    # Titles of one sheet, where the same key means something else than elsewhere.
    "results.name": _("Kết quả"),
    "methods.note": _("Nơi nộp, lưu ý"),
    "fees.kind": _("Loại khoản thu"),
    "fees.status": _("Tình trạng"),
    "cases.name": _("Giấy tờ"),
    "cases.kind": _("Cách dùng"),
    "steps.title": _("Tên bước"),
    "process_steps.role": _("Người thực hiện"),
    "agencies.role": _("Vai trò"),
    "agencies.name": _("Tên cơ quan"),
    "fields.code": _("Mã lĩnh vực"),
    "fields.name": _("Tên lĩnh vực"),
    "subjects.code": _("Mã đối tượng"),
    "subjects.name": _("Tên đối tượng"),
    "legal_bases.code": _("Số, ký hiệu"),
    "legal_bases.name": _("Trích yếu"),
    "aliases.code": _("Mã cũ"),
}


def column_title(sheet: str, key: str) -> Label:
    """What a column of a sheet is called."""
    return COLUMN_TITLES.get(f"{sheet}.{key}") or COLUMN_TITLES[key]
