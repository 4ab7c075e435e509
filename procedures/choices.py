"""Closed lists of the catalogue. The values are stored; the labels are what people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """Who set the procedure (portal field ``type``)."""

    STANDARD = "standard", _("Cả nước")
    LOCAL = "local", _("Đặc thù của địa phương")
    INTERNAL = "internal", _("Nội bộ giữa các cơ quan")


class LegalType(models.TextChoices):
    """Portal field ``formalityType``."""

    ASSIGNED = "assigned", _("Được luật giao quy định chi tiết")
    NOT_ASSIGNED = "not_assigned", _("Không được luật giao quy định chi tiết")
    OTHER = "other", _("Khác")


class OnlineLevel(models.TextChoices):
    NONE = "none", _("Không nộp trực tuyến")
    PART = "part", _("Trực tuyến một phần")
    FULL = "full", _("Trực tuyến toàn trình")


class Status(models.TextChoices):
    """Legal status. A draft is Wagtail's own state (``live``), not a status."""

    PUBLISHED = "published", _("Đang áp dụng")
    AMENDED = "amended", _("Đã sửa đổi, bổ sung")
    REPLACED = "replaced", _("Đã được thay thế")
    ABOLISHED = "abolished", _("Đã bị bãi bỏ")


IN_FORCE = (Status.PUBLISHED, Status.AMENDED)


class Channel(models.TextChoices):
    """Way of filing; ``any`` is for rows that hold whatever the way."""

    ANY = "any", _("Mọi cách nộp")
    DIRECT = "direct", _("Tại quầy")
    ONLINE = "online", _("Trực tuyến")
    POST = "post", _("Bưu chính")


FILING_CHANNELS = (Channel.ONLINE, Channel.DIRECT, Channel.POST)
FILING_CHANNEL_CHOICES = [(channel.value, channel.label) for channel in FILING_CHANNELS]


class TimeUnit(models.TextChoices):
    WORKING_DAY = "working_day", _("ngày làm việc")
    DAY = "day", _("ngày")
    WORKING_HOUR = "working_hour", _("giờ làm việc")
    HOUR = "hour", _("giờ")
    MONTH = "month", _("tháng")
    SAME_DAY = "same_day", _("trong ngày")
    IMMEDIATE = "immediate", _("trả ngay")
    SEE_TEXT = "see_text", _("xem nội dung")
    NOT_STATED = "not_stated", _("chưa công bố")


# A working day in working hours (core.calendar's office hours), for internal processes and comparisons.
HOURS_A_DAY = 8

COUNTED_UNITS = (
    TimeUnit.WORKING_DAY,
    TimeUnit.DAY,
    TimeUnit.WORKING_HOUR,
    TimeUnit.HOUR,
    TimeUnit.MONTH,
)


class FeeKind(models.TextChoices):
    """``khac`` also stands for rows whose source does not tell a charge from a duty."""

    PHI = "phi", _("Phí")
    LE_PHI = "le_phi", _("Lệ phí")
    GIA = "gia", _("Giá dịch vụ")
    KHAC = "khac", _("Phí, lệ phí")


class FeeStatus(models.TextChoices):
    """``free`` is a published fact; an amount of 0 in a source is not."""

    AMOUNT = "amount", _("Có mức thu")
    FREE = "free", _("Không thu")
    SET_BY_PROVINCE = "set_by_province", _("Do tỉnh quy định")
    BY_FORMULA = "by_formula", _("Theo công thức hoặc biểu mức thu")
    NOT_STATED = "not_stated", _("Chưa công bố")


class Currency(models.TextChoices):
    VND = "VND", _("đồng")
    USD = "USD", _("đô la Mỹ")


class AgencyRole(models.TextChoices):
    IMPLEMENTING = "implementing", _("Cơ quan thực hiện")
    COMPETENT = "competent", _("Cơ quan có thẩm quyền")
    AUTHORISED = "authorised", _("Cơ quan được ủy quyền")
    COORDINATING = "coordinating", _("Cơ quan phối hợp")


class ReturnMethod(models.TextChoices):
    AT_COUNTER = "at_counter", _("Tại nơi nộp hồ sơ")
    AT_HOME = "at_home", _("Tại nhà, qua bưu chính")
    ONLINE = "online", _("Trực tuyến")


class ItemKind(models.TextChoices):
    """What the citizen does with a paper. Notes stand in real lists between the papers."""

    SUBMIT = "submit", _("Nộp")
    PRESENT = "present", _("Xuất trình")
    NOTE = "note", _("Lưu ý, không phải giấy tờ")


class DecisionKind(models.TextChoices):
    """What a decision is about; only ``publish`` changes the status of procedures."""

    PUBLISH = "publish", _("Công bố thủ tục")
    ONE_STOP = "one_stop", _("Danh mục tiếp nhận tại Một cửa")
    INTERNAL_PROCESS = "internal_process", _("Quy trình nội bộ")


class IssuerType(models.TextChoices):
    """Who issued a decision: the legal numbers of days differ (NĐ 63/2010, articles 15 and 24)."""

    MINISTRY = "ministry", _("Bộ, cơ quan ngang bộ")
    PROVINCE = "province", _("Ủy ban nhân dân tỉnh")


class DecisionAction(models.TextChoices):
    """What a decision does to one procedure (NĐ 63/2010, article 14)."""

    NEW = "new", _("Ban hành mới")
    AMEND = "amend", _("Sửa đổi, bổ sung")
    REPLACE = "replace", _("Thay thế")
    ABOLISH = "abolish", _("Bãi bỏ")


class DayUnit(models.TextChoices):
    """How the days of a publication rule are counted."""

    DAY = "day", _("ngày")
    WORKING_DAY = "working_day", _("ngày làm việc")
