"""Fees and time limits."""

from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_noop as _
from ninja import Schema

from procedures.api.schemas.about import about
from procedures.choices import (
    Channel,
    Currency,
    FeeKind,
    FeeStatus,
    TimeUnit,
)


class TimeState(StrEnum):
    """How far a time limit can be counted."""

    COUNTED = "counted"
    SAME_DAY = "same_day"
    IMMEDIATE = "immediate"
    SEE_TEXT = "see_text"
    NOT_STATED = "not_stated"


class Money(Schema):
    """An amount, in whole units of its currency."""

    min: int = about(_("Mức thu, hoặc mức thấp nhất, là số nguyên."))
    max: int = about(_("Mức cao nhất; bằng min khi chỉ có một mức."))
    currency: Currency = about(_("Đơn vị tiền theo ISO 4217."))


class Fee(Schema):
    """A fee. Free, zero, set by the province, by formula and not stated are different states."""

    kind: FeeKind = about(_("Loại: phi, le_phi, gia, khac (nguồn không phân biệt)."))
    state: FeeStatus = about(
        _(
            "amount: có mức thu; free: không thu; set_by_province: do tỉnh quy định; by_formula: theo biểu mức "
            "thu; not_stated: chưa công bố. Số 0 không bao giờ có nghĩa là miễn phí."
        )
    )
    amount: Money | None = about(_("Chỉ có khi state là amount; các trường hợp khác là null."))
    per_unit: str = about(_("Tính theo gì, ví dụ /bản."))
    text: str = about(_("Viết bằng lời, ví dụ “15.000 đồng/lần”."))
    channel: Channel = about(_("Cách nộp mà mức này áp dụng; any là mọi cách."))
    case: str = about(_("Trường hợp riêng mà mức này áp dụng; rỗng là chung."))
    exemption: str = about(_("Ai được miễn, giảm."))
    source_words: str = about(_("Nguyên văn của nguồn."))
    legal_basis: str = about(_("Căn cứ của mức thu."))
    valid_from: date | None = about(_("Áp dụng từ ngày; null: không rõ ngày đầu."))
    valid_to: date | None = about(_("Áp dụng đến hết ngày; null: chưa có ngày cuối."))


class Term(Schema):
    """How long, as a value with a unit and in words."""

    state: TimeState = about(
        _(
            "counted: đếm được bằng value và unit; same_day: trong ngày làm việc; immediate: trả ngay; see_text: "
            "ghi bằng lời; not_stated: chưa công bố."
        )
    )
    value: int | float | None = about(_("Số ngày, giờ hoặc tháng; null khi không đếm được."))
    unit: TimeUnit = about(_("Đơn vị của value; working_day là ngày làm việc."))
    text: str = about(_("Viết bằng lời, ví dụ “7 ngày làm việc”."))


class BriefTime(Term):
    """The term that a citizen can count on."""

    duration: str = about(
        _("Khoảng thời gian ISO 8601 dài nhất theo lịch, không kể ngày lễ; rỗng khi không đếm được.")
    )
    channel: Channel = about(_("Cách nộp mà thời hạn này áp dụng; any là mọi cách."))
    case: str = about(_("Trường hợp riêng mà thời hạn này áp dụng."))


class Commitment(Term):
    """The shorter term that the administration promises."""

    basis: str = about(_("Văn bản cam kết."))


class TimeLimit(BriefTime):
    """A time limit. The values on top are the commitment where there is one, else the law's term."""

    statutory: Term = about(_("Thời hạn theo luật."))
    committed: Commitment | None = about(_("Thời hạn cam kết ngắn hơn luật; null nếu không có."))
    is_default: bool = about(_("Là trường hợp thông thường khi có nhiều thời hạn."))
    source_words: str = about(_("Nguyên văn của nguồn."))
    legal_basis: str = about(_("Căn cứ của thời hạn."))
    valid_from: date | None = about(_("Áp dụng từ ngày; null: không rõ ngày đầu."))
    valid_to: date | None = about(_("Áp dụng đến hết ngày; null: chưa có ngày cuối."))


class Fees(Schema):
    """Fees by day."""

    today: list[Fee] = about(_("Đang áp dụng vào ngày as_of."))
    upcoming: list[Fee] = about(_("Sẽ áp dụng, gần nhất trước."))
    past: list[Fee] = about(_("Đã hết áp dụng, mới nhất trước."))


class TimeLimits(Schema):
    """Time limits by day."""

    today: list[TimeLimit] = about(_("Đang áp dụng vào ngày as_of."))
    upcoming: list[TimeLimit] = about(_("Sẽ áp dụng, gần nhất trước."))
    past: list[TimeLimit] = about(_("Đã hết áp dụng, mới nhất trước."))
