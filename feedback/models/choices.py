"""The kinds, steps and units of a case (the codes are the glossary's) and the groups of its states."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.workflow import State, StateType, states_of


class CaseKind(models.TextChoices):
    """Which box a message belongs to. Complaints and denunciations get guidance and no form."""

    PAKN_REGULATION = "pakn_regulation", _("Quy định, thủ tục chưa hợp lý")
    PAKN_CONDUCT = "pakn_conduct", _("Hành vi của cán bộ, cơ quan")
    SCENE_REPORT = "scene_report", _("Sự cố tại một nơi cụ thể")
    QUESTION = "question", _("Hỏi cách làm thủ tục")
    INFO_REQUEST = "info_request", _("Yêu cầu cung cấp thông tin")
    SUGGESTION = "suggestion", _("Góp ý, sáng kiến, lời khen")


# The answer has been given: the clock stands still.
ANSWERED_STATES: tuple[str, ...] = tuple(s.value for s in states_of(StateType.ANSWERED))
# Nobody has to do anything more.
ENDED_STATES: tuple[str, ...] = tuple(s.value for s in states_of(StateType.ENDED))
# The clock waits for somebody outside the unit.
PAUSED_STATES: tuple[str, ...] = (State.NEED_INFO.value, State.SUSPENDED.value)
# The clock runs.
RUNNING_STATES: tuple[str, ...] = tuple(s.value for s in states_of(StateType.OPEN))
# Somebody in the administration still owes an answer. Overdue can only be one of these.
OPEN_STATES: tuple[str, ...] = (*RUNNING_STATES, *PAUSED_STATES)


class DeadlineStep(models.TextChoices):
    """What a row of law limits in time (domain: the table of deadlines)."""

    ACKNOWLEDGE = "acknowledge", _("Xem xét, phân loại")
    REJECT = "reject", _("Từ chối hoặc hướng dẫn nơi khác")
    FORWARD = "forward", _("Chuyển đến nơi có thẩm quyền")
    RETURN = "return", _("Trả lại nơi chuyển")
    NEED_INFO_ASK = "need_info_ask", _("Hỏi người gửi để bổ sung")
    NEED_INFO_WAIT = "need_info_wait", _("Chờ người gửi bổ sung")
    ACCEPT = "accept", _("Đơn vị nhận xử lý")
    ANSWER = "answer", _("Trả lời")
    EXTENSION = "extension", _("Gia hạn")
    REVIEW = "review", _("Duyệt trả lời")
    PUBLISH = "publish", _("Công khai kết quả")
    REOPEN_WINDOW = "reopen_window", _("Người gửi được yêu cầu xem lại")
    REOPEN_ANSWER = "reopen_answer", _("Trả lời lại sau khi mở lại")


class DeadlineUnit(models.TextChoices):
    """The units of a term, the same codes as the core calendar's `TermUnit`."""

    WORKING_DAY = "working_day", _("ngày làm việc")
    DAY = "day", _("ngày")
    WORKING_HOUR = "working_hour", _("giờ làm việc")
    MONTH = "month", _("tháng")


class ContactChannel(models.TextChoices):
    """How the citizen wants to be told."""

    NONE = "none", _("Tôi tự tra cứu bằng mã")
    PHONE = "phone", _("Điện thoại")
    EMAIL = "email", _("Email")
    POST = "post", _("Thư gửi đến địa chỉ")


class IntakeChannel(models.TextChoices):
    """How a case came in."""

    WEB = "web", _("Trang web")
    PHONE = "phone", _("Điện thoại")
    COUNTER = "counter", _("Tại quầy")
    POST = "post", _("Thư")


class ConsentPurpose(models.TextChoices):
    """Consent is asked for one purpose at a time and never assumed."""

    PUBLICATION = "publication", _("Công khai nội dung đã ẩn danh")
    NOTIFICATION = "notification", _("Nhận tin báo về phản ánh này")


class UploadedBy(models.TextChoices):
    """Who put a file on a case."""

    CITIZEN = "citizen", _("Người gửi")
    OFFICER = "officer", _("Cán bộ")


class AnswerDecision(models.TextChoices):
    """What an answer decides."""

    FOUNDED = "founded", _("Phản ánh đúng")
    PARTLY_FOUNDED = "partly_founded", _("Phản ánh đúng một phần")
    UNFOUNDED = "unfounded", _("Phản ánh chưa có cơ sở")
    EXPLAINED = "explained", _("Đã giải đáp, hướng dẫn")
    NOTED = "noted", _("Đã ghi nhận để tổng hợp")
