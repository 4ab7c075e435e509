"""The words people read for states, moves and refusals. Logic never looks at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.workflow import MoveName, Refusal, State

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STATE_LABELS: dict[State, StrPromise | str] = {
    State.DRAFT: _("Nháp, chưa xác minh liên lạc"),
    State.RECEIVED: _("Mới tiếp nhận"),
    State.NEED_INFO: _("Chờ người dân bổ sung"),
    State.REJECTED: _("Từ chối tiếp nhận"),
    State.REDIRECTED: _("Đã hướng dẫn sang thủ tục khác"),
    State.FORWARDED: _("Đã chuyển đơn vị khác"),
    State.RETURNED: _("Trả lại nơi chuyển"),
    State.ASSIGNED: _("Đã giao xử lý"),
    State.IN_PROGRESS: _("Đang xử lý"),
    State.EXTENDED: _("Đã gia hạn"),
    State.SUSPENDED: _("Tạm dừng, chờ cơ quan khác"),
    State.COLLECTING: _("Chưa đủ cơ sở, tiếp tục tập hợp"),
    State.ANSWER_REVIEW: _("Chờ duyệt trả lời"),
    State.ANSWERED: _("Đã trả lời"),
    State.PUBLISH_PENDING: _("Chờ công khai"),
    State.PUBLISHED: _("Đã công khai"),
    State.REOPENED: _("Mở lại, chưa thỏa đáng"),
    State.CLOSED: _("Kết thúc"),
    State.CLOSED_NO_REPLY: _("Kết thúc, không nhận được bổ sung"),
}
"""What an officer reads."""

STATE_CHOICES: list[tuple[str, StrPromise | str]] = [(state.value, STATE_LABELS[state]) for state in State]

MOVE_LABELS: dict[MoveName, StrPromise | str] = {
    MoveName.RECEIVE: _("Tiếp nhận"),
    MoveName.REJECT: _("Từ chối tiếp nhận"),
    MoveName.OBJECT: _("Không đồng ý với việc từ chối"),
    MoveName.REDIRECT: _("Hướng dẫn sang khiếu nại, tố cáo, tiếp công dân"),
    MoveName.ASK_INFO: _("Hỏi thêm người dân"),
    MoveName.SUPPLY_INFO: _("Ghi nội dung bổ sung"),
    MoveName.CLOSE_NO_REPLY: _("Kết thúc vì không nhận được bổ sung"),
    MoveName.FORWARD: _("Chuyển đơn vị khác"),
    MoveName.SEND_BACK: _("Trả lại nơi chuyển"),
    MoveName.TAKE_BACK: _("Nhận lại để chuyển đúng nơi"),
    MoveName.ASSIGN: _("Giao người xử lý"),
    MoveName.START: _("Nhận xử lý"),
    MoveName.EXTEND: _("Gia hạn và xin lỗi người dân"),
    MoveName.SUSPEND: pgettext_lazy("button", "Tạm dừng, chờ cơ quan khác"),
    MoveName.RESUME: _("Tiếp tục xử lý"),
    MoveName.COLLECT: _("Tiếp tục tập hợp, chưa đủ cơ sở"),
    MoveName.SUBMIT_ANSWER: _("Trình duyệt trả lời"),
    MoveName.RETURN_ANSWER: _("Yêu cầu sửa trả lời"),
    MoveName.APPROVE_ANSWER: _("Duyệt và gửi trả lời"),
    MoveName.ANSWER: _("Trả lời ngay"),
    MoveName.PROPOSE_PUBLICATION: _("Đề nghị công khai"),
    MoveName.PUBLISH: _("Công khai"),
    MoveName.DECLINE_PUBLICATION: _("Không công khai"),
    MoveName.REOPEN: _("Mở lại"),
    MoveName.CLOSE: _("Kết thúc"),
}
"""What a button or a history row says."""

NEXT_STEP_LABELS: dict[State, StrPromise | str] = {
    State.DRAFT: _("Chờ xác minh liên lạc"),
    State.RECEIVED: _("Nhận, giao người xử lý hoặc chuyển"),
    State.NEED_INFO: _("Chờ người dân trả lời"),
    State.REJECTED: _("Không còn việc"),
    State.REDIRECTED: _("Không còn việc"),
    State.FORWARDED: _("Nhận xử lý hoặc trả lại"),
    State.RETURNED: _("Chuyển lại đúng đơn vị"),
    State.ASSIGNED: _("Nhận xử lý"),
    State.IN_PROGRESS: _("Soạn trả lời"),
    State.EXTENDED: _("Soạn trả lời, đã gia hạn"),
    State.SUSPENDED: _("Chờ cơ quan khác"),
    State.COLLECTING: _("Tập hợp thêm, trả lời tạm"),
    State.ANSWER_REVIEW: _("Chờ trưởng đơn vị duyệt"),
    State.ANSWERED: _("Chờ người dân đánh giá"),
    State.PUBLISH_PENDING: _("Kiểm tra rồi công khai"),
    State.PUBLISHED: _("Đã công khai"),
    State.REOPENED: _("Xem lại và trả lời lại"),
    State.CLOSED: _("Không còn việc"),
    State.CLOSED_NO_REPLY: _("Không còn việc"),
}
"""What has to happen next, for the last column of the queue."""

REFUSAL_LABELS: dict[Refusal, StrPromise | str] = {
    Refusal.STATE: _("Việc này không làm được ở tình trạng hiện tại của phản ánh. Hãy tải lại trang."),
    Refusal.ACTOR: _("Bạn không có quyền làm việc này với phản ánh này."),
    Refusal.KIND: _("Việc này không áp dụng cho loại phản ánh này."),
    Refusal.LIMIT: _("Việc này chỉ được làm một lần và đã làm rồi."),
    Refusal.WINDOW: _("Đã hết thời gian yêu cầu xem lại kể từ ngày trả lời."),
    Refusal.CONSENT: _("Người gửi không đồng ý công khai nội dung."),
    Refusal.MISSING: _("Còn thiếu nội dung bắt buộc."),
}
