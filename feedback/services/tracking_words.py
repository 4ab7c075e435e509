"""What the sender reads on the tracking page: states and moves from the citizen's side."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.workflow import MoveName, State

_Words = str | Promise

STATE_WORDS: dict[State, _Words] = {
    State.DRAFT: _("Chưa gửi"),
    State.RECEIVED: _("Mới tiếp nhận"),
    State.NEED_INFO: _("Đang chờ bạn bổ sung"),
    State.REJECTED: _("Không tiếp nhận"),
    State.REDIRECTED: _("Đã hướng dẫn nơi giải quyết khác"),
    State.FORWARDED: _("Đã chuyển đơn vị khác"),
    State.RETURNED: _("Đang chuyển lại đúng đơn vị"),
    State.ASSIGNED: _("Đã giao người xử lý"),
    State.IN_PROGRESS: _("Đang xử lý"),
    State.EXTENDED: _("Đang xử lý, đã gia hạn"),
    State.SUSPENDED: _("Tạm dừng, chờ cơ quan khác"),
    State.COLLECTING: _("Đang tập hợp thêm"),
    State.ANSWER_REVIEW: _("Đang duyệt trả lời"),
    State.ANSWERED: _("Đã trả lời"),
    State.PUBLISH_PENDING: _("Đã trả lời"),
    State.PUBLISHED: _("Đã trả lời và công khai"),
    State.REOPENED: _("Đang xem lại theo yêu cầu của bạn"),
    State.CLOSED: _("Kết thúc"),
    State.CLOSED_NO_REPLY: _("Kết thúc vì thiếu bổ sung"),
}

# A move that isn't here happens inside the administration and isn't shown.
MOVE_WORDS: dict[str, _Words] = {
    MoveName.RECEIVE: _("Đã tiếp nhận"),
    MoveName.REJECT: _("Không tiếp nhận"),
    MoveName.OBJECT: _("Bạn không đồng ý với việc từ chối"),
    MoveName.REDIRECT: _("Hướng dẫn nơi giải quyết khác"),
    MoveName.ASK_INFO: _("Tạm dừng, chờ bạn bổ sung"),
    MoveName.SUPPLY_INFO: _("Bạn đã bổ sung, đồng hồ chạy tiếp"),
    MoveName.CLOSE_NO_REPLY: _("Kết thúc vì không nhận được bổ sung"),
    MoveName.FORWARD: _("Chuyển đơn vị khác"),
    MoveName.SEND_BACK: _("Trả lại nơi chuyển"),
    MoveName.ASSIGN: _("Đã giao người xử lý"),
    MoveName.START: _("Nhận xử lý"),
    MoveName.EXTEND: _("Gia hạn"),
    MoveName.SUSPEND: _("Tạm dừng, chờ cơ quan khác"),
    MoveName.RESUME: _("Tiếp tục xử lý"),
    MoveName.COLLECT: _("Tiếp tục tập hợp, chưa đủ cơ sở"),
    MoveName.APPROVE_ANSWER: _("Đã trả lời bạn"),
    MoveName.ANSWER: _("Đã trả lời bạn"),
    MoveName.PUBLISH: _("Đã công khai, không có tên bạn"),
    MoveName.REOPEN: _("Bạn yêu cầu xem lại"),
    MoveName.CLOSE: _("Kết thúc"),
    "succession": _("Chuyển cho đơn vị kế thừa"),
    "reclassify": _("Xếp lại đúng loại"),
    "recompute_due": _("Tính lại hạn vì lịch làm việc thay đổi"),
    "apology": _("Gửi thư xin lỗi vì trễ hạn"),
}
