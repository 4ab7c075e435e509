"""Ways of filing of a page's text: each with a time limit and a fee in words."""

import re
from typing import Final

from procedures.choices import Channel, FeeStatus, TimeUnit
from procedures.importing.fees import FeeProblem, fee_kind, fee_without_amount, read_amount, read_currency
from procedures.importing.fields import Issues, RawRecord
from procedures.importing.portal_methods import Methods, one_note_per_text, with_conditions
from procedures.importing.records import FeeRecord, MethodRecord, TimeRecord
from procedures.importing.texts import says_nothing
from procedures.importing.times import OTHER, TimeProblem, read_time

CHANNELS: Final = {
    "Trực tiếp": Channel.DIRECT,
    "Trực tuyến": Channel.ONLINE,
    "Dịch vụ bưu chính": Channel.POST,
}
_UNITS: Final = {"": OTHER, "ngày làm việc": "WORKING_DAY", "ngày": "DAY", "giờ": "HOUR", "tháng": "MONTH"}
_TIME: Final = re.compile(r"(\d{1,5}(?:[.,]\d{1,2})?)\s*(ngày làm việc|ngày|giờ|tháng)?", re.IGNORECASE)
_SHOWN_FOR_ZERO: Final = "Miễn phí"
_AMOUNT: Final = re.compile(
    r"(?:(?:Phí|Lệ phí)\s*:\s*)?(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*|\d{1,9})\s*(Việt Nam Đồng|Đồng|VNĐ|VND|USD)",
    re.IGNORECASE,
)


def read_page_methods(record: RawRecord, issues: Issues) -> Methods:
    """Every way of filing with what it takes and costs."""
    notes: dict[MethodRecord, None] = {}
    times: list[tuple[TimeRecord, str]] = []
    fees: dict[FeeRecord, None] = {}
    for row in record.rows("methods"):
        name = row.line("channel")
        channel = CHANNELS.get(name, Channel.ANY).value
        note = row.lines("note")
        if channel == Channel.ANY:
            issues.doubt(row.place("channel"), "unknown_value", f"cách nộp lạ “{name[:40]}”")
        else:
            notes[MethodRecord(channel, note)] = None
        times.append((_time(row, channel, note, issues), note))
        fee = _fee(row, channel, issues)
        if fee is not None:
            fees[fee] = None
    return Methods(one_note_per_text(notes), with_conditions(times), tuple(fees))


def _time(row: RawRecord, channel: str, note: str, issues: Issues) -> TimeRecord:
    said = row.line("time")
    where = row.place("time")
    if not said or says_nothing(said):
        issues.note(where, "time_not_stated", "không ghi thời hạn")
        return TimeRecord(channel, TimeUnit.NOT_STATED.value)
    match = _TIME.fullmatch(said)
    try:
        if match is None:
            issues.doubt(where, "time_in_words", "thời hạn ghi bằng chữ")
            return read_time(channel, row.raw_text("time"), OTHER, note)
        unit = _UNITS[(match[2] or "").lower()]
        if unit == OTHER:
            issues.note(where, "unit_other", "không ghi đơn vị: thời hạn chỉ có trong lời văn")
        return read_time(channel, match[1], unit, note)
    except TimeProblem as problem:
        issues.doubt(where, "bad_time", str(problem))
        verbatim = "\n".join(part for part in (f"Nguồn ghi: {said}", note) if part)
        return TimeRecord(channel, TimeUnit.SEE_TEXT.value, verbatim=verbatim)


def _fee(row: RawRecord, channel: str, issues: Issues) -> FeeRecord | None:
    """The fee as the words state it; None where the page has no fee at all."""
    said, note = row.line("fee"), row.lines("fee_note")
    where = row.place("fee")
    if not said and not note:
        return None
    kind = fee_kind(f"{said} {note}", "")
    if row.flag("time_fee_ambiguous"):
        issues.doubt(where, "ambiguous", f"không tách được thời hạn và mức thu trong “{said[:60]}”")
        return FeeRecord(
            channel, kind, FeeStatus.NOT_STATED.value, verbatim=_joined(f"Nguồn ghi: {said}", note)
        )
    if not said or said == _SHOWN_FOR_ZERO:
        fee = fee_without_amount(channel, kind, note)
        _note_zero(said, note, fee, where, issues)
        return fee
    match = _AMOUNT.fullmatch(said)
    if match is None:
        issues.doubt(where, "fee_in_words", f"mức thu ghi bằng chữ: “{said[:80]}”")
        words = fee_without_amount(channel, kind, _joined(said, note))
        status = words.status if words.status != FeeStatus.FREE else FeeStatus.NOT_STATED.value
        return FeeRecord(channel, kind, status, verbatim=_joined(said, note))
    try:
        currency = read_currency(match[3])
        amount = read_amount(int(re.sub(r"\D", "", match[1])), currency)
    except FeeProblem as problem:
        issues.doubt(where, "bad_fee", f"“{said[:40]}” {problem}")
        verbatim = _joined(f"Nguồn ghi: {said}", note)
        return FeeRecord(channel, kind, FeeStatus.NOT_STATED.value, verbatim=verbatim)
    if amount is None:
        return fee_without_amount(channel, kind, note)
    return FeeRecord(channel, kind, FeeStatus.AMOUNT.value, amount, currency=currency, verbatim=note)


def _note_zero(said: str, note: str, fee: FeeRecord, where: str, issues: Issues) -> None:
    if said and not note:
        reason = (
            "trang ghi “Miễn phí” cho mức 0 mà không có lời văn: hiểu là chưa công bố, không phải miễn phí"
        )
        issues.note(where, "zero_without_text", reason)
    elif said and fee.status != FeeStatus.FREE:
        issues.note(where, "zero_with_text", "trang ghi “Miễn phí” kèm lời văn khác: mức thu theo lời văn")


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
