"""What fields and values of a record are called where an editor reads them: in differences, findings and templates."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from core.templatetags.vietnamese import number_vi
from procedures.choices import (
    AgencyRole,
    Channel,
    Currency,
    FeeKind,
    FeeStatus,
    ItemKind,
    LegalType,
    OnlineLevel,
    ReturnMethod,
    Scope,
    Status,
    TimeUnit,
)
from procedures.importing.records import DecisionRecord, FeeRecord, TimeRecord
from procedures.wording import amount_words, day_words, term_words, validity_words

Label = str | Promise

FIELD_LABELS: Final[Mapping[str, Label]] = {
    "official_name": _("Tên đầy đủ"),
    "title": _("Tên ngắn"),
    "summary": _("Bạn nhận được gì"),
    "keywords": _("Cách gọi khác"),
    "note": _("Lưu ý"),
    "scope": _("Phạm vi"),
    "legal_type": _("Loại thủ tục"),
    "online_level": _("Mức độ trực tuyến"),
    "portal_url": _("Địa chỉ nộp trực tuyến"),
    "is_non_territorial": _("Nộp ở đâu cũng được"),
    "on_the_spot": _("Thực hiện “4 tại chỗ”"),
    "requirements": _("Yêu cầu, điều kiện"),
    "return_methods": _("Cách nhận kết quả"),
    "receiving_addresses": _("Địa chỉ tiếp nhận hồ sơ"),
    "dossier_sets": _("Số bộ hồ sơ"),
    "show_process": _("Công khai quy trình nội bộ"),
    "status": _("Hiệu lực"),
    "effective_from": _("Áp dụng từ ngày"),
    "effective_to": _("Áp dụng đến hết ngày"),
    "replaced_by": _("Thủ tục thay thế"),
    "review_on": _("Ngày cần rà soát lại"),
    "responsible_department": _("Đơn vị phụ trách"),
    "contact_office": _("Nơi giải đáp"),
    "contact_phone": _("Điện thoại"),
    "contact_person": _("Người giải đáp"),
    "decision": _("Quyết định công bố"),
    "fields": _("Lĩnh vực"),
    "levels": _("Cấp thực hiện"),
    "subjects": _("Đối tượng thực hiện"),
    "life_events": _("Sự kiện đời sống"),
    "legal_bases": _("Căn cứ pháp lý"),
    "agencies": _("Cơ quan"),
    "aliases": _("Mã cũ"),
    "results": _("Kết quả"),
    "methods": _("Cách nộp hồ sơ"),
    "time_limits": _("Thời hạn giải quyết"),
    "fees": _("Phí, lệ phí"),
    "steps": _("Trình tự thực hiện"),
    "cases": _("Thành phần hồ sơ"),
    "process_steps": _("Quy trình nội bộ"),
}

# Attributes of rows as the difference names them; the first of a row (its main words) needs no name.
PART_LABELS: Final[Mapping[str, Label]] = {
    "channel": _("cách nộp"),
    "kind": _("loại"),
    "case_label": _("trường hợp"),
    "verbatim": _("nguyên văn"),
    "exemption": _("miễn, giảm"),
    "legal_basis": _("căn cứ"),
    "validity": _("thời gian áp dụng"),
    "committed": _("cam kết"),
    "committed_basis": _("văn bản cam kết"),
    "is_default": _("trường hợp thông thường"),
    "note": _("lưu ý"),
    "text": _("nội dung"),
    "title": _("tên bước"),
    "name": _("tên"),
    "quantity": _("số lượng"),
    "certified": _("bản sao phải chứng thực"),
    "reuse_note": _("khi nào không phải nộp"),
    "form_code": _("ký hiệu mẫu"),
    "role": _("vai trò"),
    "task": _("công việc"),
    "hours": _("số giờ làm việc"),
    "reason": _("lý do"),
    "since": _("từ ngày"),
    "unit_name": _("đơn vị"),
}

# What one row of a list is called.
ROW_LABELS: Final[Mapping[str, Label]] = {
    "fees": _("Phí, lệ phí"),
    "time_limits": _("Thời hạn"),
    "methods": _("Cách nộp"),
    "steps": _("Bước"),
    "cases": _("Hồ sơ"),
    "items": _("Giấy tờ"),
    "results": _("Kết quả"),
    "process_steps": _("Bước nội bộ"),
}

_LEVELS: Final[Mapping[str, Label]] = {
    "central": _("Trung ương"),
    "province": _("Cấp tỉnh"),
    "district": _("Cấp huyện"),
    "commune": _("Cấp xã"),
    "vertical": _("Ngành dọc"),
    "other": _("Cơ quan khác"),
}

CHOICES: Final[Mapping[str, Any]] = {
    "scope": Scope,
    "legal_type": LegalType,
    "online_level": OnlineLevel,
    "status": Status,
    "return_methods": ReturnMethod,
    "channel": Channel,
    "filing_channel": Channel,
    "fee_kind": FeeKind,
    "fee_status": FeeStatus,
    "currency": Currency,
    "unit": TimeUnit,
    "item_kind": ItemKind,
    "role": AgencyRole,
}


def choice_words(choice: str, value: str) -> str:
    """The label of a stored value; the value itself where the list doesn't know it."""
    labels = dict(CHOICES[choice].choices)
    return str(labels.get(value, value))


def level_words(code: str) -> str:
    """The name of a level of government; its code where it isn't one of the law's."""
    return str(_LEVELS.get(code, code))


def flag_words(value: bool) -> str:
    """ "có" or "không"."""
    return gettext("có") if value else pgettext("có hay không", "không")


def plain_words(value: object) -> str:
    """Text as it is, days, numbers and flags as people write them, "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return flag_words(value)
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, int | Decimal):
        return number_vi(value)
    return str(value)


def fee_value(row: FeeRecord) -> str:
    """ "15.000 đồng/lần", "Không thu", "Chưa công bố"."""
    if row.status == FeeStatus.AMOUNT and row.amount_min is not None:
        return amount_words(row.amount_min, row.amount_max, row.currency, row.per_unit)
    words = choice_words("fee_status", row.status)
    extra = " ".join(
        part for part in (row.per_unit, row.currency if row.currency != Currency.VND else "") if part
    )
    return f"{words} ({extra})" if extra else words


def time_value(row: TimeRecord) -> str:
    """ "7 ngày làm việc"."""
    return term_words(row.value, row.unit)


def committed_words(row: TimeRecord) -> str:
    """The committed term in words, "" without one."""
    return term_words(row.committed_value, row.committed_unit) if row.committed_unit else ""


def validity(row: FeeRecord | TimeRecord) -> str:
    """ "từ 1/7/2026 đến hết 31/12/2026"."""
    return validity_words(row.valid_from, row.valid_to)


def decision_words(row: DecisionRecord | None) -> str:
    """ "1203/QĐ-UBND · UBND tỉnh"."""
    return "" if row is None else f"{row.number} · {row.issuer}"


SCALAR_WORDS: Final[Mapping[str, Callable[[Any], str]]] = {
    "scope": lambda value: choice_words("scope", value),
    "legal_type": lambda value: choice_words("legal_type", value),
    "online_level": lambda value: choice_words("online_level", value),
    "status": lambda value: choice_words("status", value),
    "return_methods": lambda values: "; ".join(choice_words("return_methods", value) for value in values),
    "decision": decision_words,
}
