"""Pages of feedback that are no pages of the tree: what each is about, for its own heading and for the search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Guide:
    """A page with an address of its own.

    `number` is the page's for ever: an index knows it by that. `called` are words that people say and the page doesn't,
    in Vietnamese. `body` is the template of its text, empty where the page is more than a text.
    """

    number: int
    view: str
    title: StrOrPromise
    summary: StrOrPromise
    called: tuple[str, ...] = ()
    body: str = ""

    def text(self) -> str:
        """The words of its text without markup, in the language that is active."""
        return " ".join(strip_tags(render_to_string(self.body)).split()) if self.body else ""


COMPLAINT: Final = Guide(
    number=1,
    view="feedback:complaint_guide",
    title=_("Khiếu nại: nộp ở đâu, như thế nào"),
    summary=_(
        "Khiếu nại là khi một quyết định hoặc việc làm của cơ quan, cán bộ trái luật và xâm phạm quyền,"
        " lợi ích của chính bạn."
    ),
    called=(
        "khiếu nại quyết định hành chính, hành vi hành chính",
        "đơn khiếu nại, mẫu đơn khiếu nại",
        "khiếu kiện, khiếu nại đất đai, khiếu nại bồi thường, khiếu nại lần đầu, lần hai",
        "giải quyết khiếu nại, tiếp công dân",
    ),
    body="feedback/guides/complaint.html",
)
DENUNCIATION: Final = Guide(
    number=2,
    view="feedback:denunciation_guide",
    title=_("Tố cáo: nộp ở đâu, được bảo vệ thế nào"),
    summary=_(
        "Tố cáo là báo cho người có thẩm quyền biết hành vi vi phạm pháp luật của cán bộ, cơ quan, tổ chức, cá nhân."
    ),
    called=(
        "đơn tố cáo, mẫu đơn tố cáo, tố giác",
        "tố cáo cán bộ tham nhũng, nhận hối lộ, sách nhiễu, nhũng nhiễu",
        "giải quyết tố cáo, tiếp công dân",
    ),
    body="feedback/guides/denunciation.html",
)
SENDING: Final = Guide(
    number=3,
    view="feedback:start",
    title=_("Gửi phản ánh, kiến nghị"),
    summary=_("Gửi phản ánh, kiến nghị, câu hỏi. Có mã tra cứu, có đơn vị phải trả lời, có hạn trả lời."),
    called=(
        "phản ánh thái độ cán bộ, cán bộ gây phiền hà, đòi thêm giấy tờ, thu thêm tiền, làm chậm, trễ hẹn",
        "góp ý, đóng góp ý kiến, gửi câu hỏi, hỏi đáp, yêu cầu cung cấp thông tin",
    ),
)
TRACKING: Final = Guide(
    number=4,
    view="tracking:lookup",
    title=_("Tra cứu phản ánh đã gửi"),
    summary=_("Xem phản ánh của bạn đang ở đâu, còn mấy ngày, đã trả lời chưa."),
    called=("tra cứu kết quả phản ánh, kiến nghị bằng mã tra cứu", "theo dõi phản ánh"),
)
GUIDES: Final = (COMPLAINT, DENUNCIATION, SENDING, TRACKING)
