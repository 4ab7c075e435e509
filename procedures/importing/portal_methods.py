"""Ways of filing of a portal record, with their time limits and fees, and the time limits of its cases."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from core.text import fold
from procedures.choices import Channel, FeeStatus, TimeUnit
from procedures.importing.fees import FeeProblem, fee_kind, fee_without_amount, read_amount, read_currency
from procedures.importing.fields import Issues, RawRecord
from procedures.importing.records import FeeRecord, MethodRecord, TimeRecord
from procedures.importing.texts import clean_lines
from procedures.importing.times import OTHER, TimeProblem, read_time

CHANNELS: Final = {"DIRECT": Channel.DIRECT, "ONLINE": Channel.ONLINE, "POSTAL": Channel.POST}
MAX_LABEL: Final = 300
_METHODS = "executionMethods"
_CASES = "cases"


@dataclass(frozen=True)
class Methods:
    """``methods``: each way and note once."""

    methods: tuple[MethodRecord, ...]
    times: tuple[TimeRecord, ...]
    fees: tuple[FeeRecord, ...]


def read_methods(record: RawRecord, issues: Issues, name: str) -> Methods:
    """Every way of filing with what it takes and costs. ``name``: the procedure's, to tell real cases from echoes."""
    notes: dict[MethodRecord, None] = {}
    times: list[tuple[TimeRecord, str]] = []
    fees: dict[FeeRecord, None] = {}
    for row in record.rows(_METHODS):
        method = row.line("submissionMethod")
        channel = CHANNELS.get(method, Channel.ANY).value
        if channel == Channel.ANY:
            issues.doubt(f"{row.path}.submissionMethod", "unknown_value", f"cách nộp lạ “{method[:40]}”")
        description = row.lines("description")
        if channel != Channel.ANY:
            notes[MethodRecord(channel, description)] = None
        times.append((_time(row, channel, description, issues), description))
        fees.update(dict.fromkeys(_fee(fee, channel, issues) for fee in row.rows("fees")))
    own = with_conditions(times)
    return Methods(
        methods=one_note_per_text(notes),
        times=(*own, *_case_times(record, issues, own, name)),
        fees=tuple(fees),
    )


def one_note_per_text(notes: Iterable[MethodRecord]) -> tuple[MethodRecord, ...]:
    """A way with an empty note is kept only if it has no other."""
    told = {way.channel for way in notes if way.note}
    return tuple(way for way in notes if way.note or way.channel not in told)


def _time(row: RawRecord, channel: str, description: str, issues: Issues) -> TimeRecord:
    where = f"{row.path}.processingTime"
    value, unit = row.data.get("processingTime"), row.line("processingTimeUnit")
    try:
        time = read_time(channel, value, unit, description)
    except TimeProblem as problem:
        issues.doubt(where, "bad_time", str(problem))
        verbatim = clean_lines(f"Nguồn ghi: {value!s:.200} {unit}\n{description}")
        return TimeRecord(channel, TimeUnit.SEE_TEXT.value, verbatim=verbatim)
    if unit == OTHER:
        issues.note(where, "unit_other", "đơn vị “OTHER”: thời hạn chỉ có trong lời văn")
    elif time.unit == TimeUnit.SEE_TEXT:
        issues.doubt(where, "time_in_words", "thời hạn ghi bằng chữ dù có đơn vị")
    elif time.unit == TimeUnit.NOT_STATED:
        issues.note(where, "time_not_stated", "không ghi thời hạn")
    return time


def with_conditions(times: list[tuple[TimeRecord, str]]) -> tuple[TimeRecord, ...]:
    """Where a way has several time limits, the words beside each are its condition."""
    different: dict[str, set[tuple[object, str]]] = {}
    for time, _text in times:
        different.setdefault(time.channel, set()).add((time.value, time.unit))
    conditions = (
        _with_condition(time, text) if len(different[time.channel]) > 1 else time for time, text in times
    )
    return tuple(dict.fromkeys(conditions))


def _with_condition(time: TimeRecord, text: str) -> TimeRecord:
    if time.verbatim or not text:
        return time
    one_line = " ".join(text.split())
    if len(one_line) <= MAX_LABEL:
        return replace(time, case_label=one_line)
    return replace(time, verbatim=text)


def _case_times(
    record: RawRecord, issues: Issues, own: tuple[TimeRecord, ...], name: str
) -> tuple[TimeRecord, ...]:
    """Time limits that the record gives per case, where they add to or contradict those of the ways of filing.

    Both are kept with their conditions; an editor decides which holds.
    """
    cases: dict[TimeRecord, None] = {}
    for row in record.rows(_CASES):
        day = row.child("processingDay")
        label = row.line("name", 500)
        if fold(label) == fold(name):
            label = ""
        try:
            time = read_time(Channel.ANY.value, day.data.get("qty"), day.line("type"), "")
        except TimeProblem as problem:
            issues.doubt(f"{row.path}.processingDay", "bad_time", str(problem))
            continue
        cases[replace(time, case_label=label)] = None
    stated = [time for time in cases if time.unit != TimeUnit.NOT_STATED]
    known = {(time.value, time.unit) for time in own}
    missing = [time for time in stated if (time.value, time.unit) not in known]
    if not missing:
        return ()
    if any(time.value is not None for time in own) and any(time.value is not None for time in missing):
        reason = "thời hạn ở mục cách nộp và mục trường hợp khác nhau, giữ cả hai để biên tập viên chọn"
        issues.doubt(_CASES, "time_conflict", reason)
    return tuple(
        replace(time, case_label=time.case_label or "Theo mục trường hợp giải quyết") for time in stated
    )


def _fee(row: RawRecord, channel: str, issues: Issues) -> FeeRecord:
    text = row.lines("description")
    kind = fee_kind(text, row.line("type"))
    attachment = row.child("attachment").line("fileName", 255)
    attached = f"Tệp kèm theo của nguồn: {attachment}" if attachment else ""
    value = row.data.get("value")
    try:
        currency = read_currency(row.line("currencyName"))
        amount = read_amount(value, currency)
    except FeeProblem as problem:
        issues.doubt(f"{row.path}.value", "bad_fee", f"giá trị {value!r:.40} {problem}")
        source = f"Nguồn ghi: {value!s:.40} {row.line('currencyName')}".rstrip()
        verbatim = "\n".join(part for part in (source, text, attached) if part)
        return FeeRecord(channel, kind, FeeStatus.NOT_STATED.value, verbatim=verbatim)
    if amount is not None:
        verbatim = "\n".join(part for part in (text, attached) if part)
        return FeeRecord(channel, kind, FeeStatus.AMOUNT.value, amount, currency=currency, verbatim=verbatim)
    fee = fee_without_amount(channel, kind, text, attached)
    if value == 0:
        _note_zero(row, fee, text, issues)
    return fee


def _note_zero(row: RawRecord, fee: FeeRecord, text: str, issues: Issues) -> None:
    where = f"{row.path}.value"
    if not text:
        issues.note(
            where, "zero_without_text", "ghi 0 mà không có lời văn: hiểu là chưa công bố, không phải miễn phí"
        )
    elif fee.status != FeeStatus.FREE:
        issues.note(where, "zero_with_text", "ghi 0 kèm lời văn: mức thu theo lời văn, không phải miễn phí")
