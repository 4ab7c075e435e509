"""What a row must satisfy to be stored: the rules of the database said early, with the row's place and in words.

A row that breaks one is not dropped: it keeps what can be believed, and the doubt keeps the page a draft.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from procedures.choices import COUNTED_UNITS, Channel, FeeStatus, TimeUnit
from procedures.importing.fields import RawRecord
from procedures.importing.records import FeeRecord, MethodRecord, Named, StepRecord, TimeRecord


def sound_dates(start: date | None, end: date | None) -> bool:
    """Whether the last day isn't before the first."""
    return start is None or end is None or start <= end


def sound_row(row_type: type[Any], values: dict[str, Any], raw: RawRecord) -> Any:
    """The row with what can be believed, or None where nothing is left of it."""
    rule = _RULES.get(row_type)
    if rule is not None and not rule(values, raw):
        return None
    return row_type(**values)


def _doubt(raw: RawRecord, name: str, kind: str, reason: str) -> None:
    raw.issues.doubt(raw.place(name), kind, reason)


def _dates(values: dict[str, Any], raw: RawRecord) -> None:
    if not sound_dates(values["valid_from"], values["valid_to"]):
        _doubt(raw, "valid_to", "dates_in_disorder", "ngày kết thúc trước ngày bắt đầu, đã bỏ ngày kết thúc")
        values["valid_to"] = None


def _fee(values: dict[str, Any], raw: RawRecord) -> bool:
    _dates(values, raw)
    low, high = values["amount_min"], values["amount_max"]
    if values["status"] != FeeStatus.AMOUNT:
        if low is not None or high is not None:
            _doubt(
                raw,
                "amount_min",
                "amount_without_status",
                "có số tiền nhưng tình trạng không phải “Có mức thu”",
            )
            _keep_words(values, f"Nguồn ghi: {low if low is not None else high}")
        values["amount_min"] = values["amount_max"] = None
        return True
    if low is None or (low == 0 and not high):
        _doubt(
            raw,
            "amount_min",
            "bad_fee",
            "tình trạng “Có mức thu” cần số tiền lớn hơn 0; 0 không phải miễn phí",
        )
        values.update(status=FeeStatus.NOT_STATED.value, amount_min=None, amount_max=None)
    elif high is not None and high < low:
        _doubt(raw, "amount_max", "bad_fee", f"mức cao nhất {high} nhỏ hơn mức thấp nhất {low}, đã bỏ")
        values["amount_max"] = None
    return True


def _time(values: dict[str, Any], raw: RawRecord) -> bool:
    _dates(values, raw)
    counted = values["unit"] in COUNTED_UNITS
    if counted and values["value"] is None:
        _doubt(raw, "value", "bad_time", "đơn vị ngày, giờ, tháng cần một số lớn hơn 0")
        values["unit"] = TimeUnit.SEE_TEXT.value if values["verbatim"] else TimeUnit.NOT_STATED.value
    elif not counted and values["value"] is not None:
        _doubt(raw, "value", "bad_time", "đơn vị này không đi với một số")
        _keep_words(values, f"Nguồn ghi: {values['value']}")
        values["value"] = None
    if (values["committed_unit"] in COUNTED_UNITS) != (values["committed_value"] is not None):
        _doubt(raw, "committed_value", "bad_time", "thời hạn cam kết cần cả số và đơn vị, đã bỏ")
        values.update(committed_value=None, committed_unit="")
    return True


def _keep_words(values: dict[str, Any], words: str) -> None:
    values["verbatim"] = "\n".join(part for part in (values["verbatim"], words) if part)


def _step(values: dict[str, Any], raw: RawRecord) -> bool:
    if values["title"] or values["text"]:
        return True
    raw.issues.note(raw.place("text"), "missing", "bước không có tên và nội dung, đã bỏ qua")
    return False


def _method(values: dict[str, Any], raw: RawRecord) -> bool:
    if values["channel"] != Channel.ANY:
        return True
    _doubt(raw, "channel", "bad_value", "một cách nộp phải là tại quầy, trực tuyến hoặc bưu chính, đã bỏ qua")
    return False


def _named(values: dict[str, Any], raw: RawRecord) -> bool:
    if values["name"] or values["code"]:
        return True
    raw.issues.note(raw.place("name"), "missing", "dòng trống, đã bỏ qua")
    return False


_RULES: Final[dict[type[Any], Callable[[dict[str, Any], RawRecord], bool]]] = {
    FeeRecord: _fee,
    TimeRecord: _time,
    StepRecord: _step,
    MethodRecord: _method,
    Named: _named,
}
