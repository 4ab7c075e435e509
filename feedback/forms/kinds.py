"""What each kind of message asks for: one table, read by the form, the entry page and the tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from feedback.models import CaseKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_CONTACT = ("name", "phone", "email", "address", "preferred_channel")
# Law asks for these of feedback on regulations and conduct (NĐ 20/2008/NĐ-CP art. 7).
_IDENTITY = frozenset({"name", "phone", "address"})


@dataclass(frozen=True)
class KindForm:
    """One kind: its words, its fields in reading order, and which of them must be filled in.

    ``one_of`` are fields of which at least one must be filled in.
    """

    kind: CaseKind
    heading: StrOrPromise
    question: StrOrPromise
    lead: StrOrPromise
    content_label: StrOrPromise
    content_hint: StrOrPromise
    send_label: StrOrPromise
    about: tuple[str, ...]
    contact: tuple[str, ...] = _CONTACT
    required: frozenset[str] = frozenset()
    content_min: int = 10
    one_of: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field, in reading order."""
        return (*self.about, "content", *self._after, *self.contact, "publish_consent")

    @property
    def _after(self) -> tuple[str, ...]:
        return ("wish", "attachments") if self.kind in _WITH_WISH else ("attachments",)


_WITH_WISH = frozenset({CaseKind.PAKN_REGULATION, CaseKind.PAKN_CONDUCT, CaseKind.SUGGESTION})

KIND_FORMS: dict[str, KindForm] = {
    row.kind: row
    for row in (
        KindForm(
            kind=CaseKind.PAKN_CONDUCT,
            heading=_("Kể lại việc đã xảy ra"),
            question=_("Cán bộ hoặc cơ quan làm chậm, đòi thêm giấy tờ, thu thêm tiền, thái độ không đúng."),
            lead=_("Khoảng 3 phút. Không cần tài khoản."),
            content_label=_("Nói rõ thêm"),
            content_hint=_("Ở đâu, ai, họ nói gì. Không ghi số căn cước."),
            send_label=_("Gửi phản ánh"),
            about=(
                "procedure_query",
                "reason",
                "filed_on",
                "happened_on",
                "reported_fee",
                "dossier_code",
                "unit_concerned",
                "place_unit",
            ),
            content_min=20,
            required=_IDENTITY | {"reason"},
        ),
        KindForm(
            kind=CaseKind.PAKN_REGULATION,
            heading=_("Quy định nào chưa hợp lý?"),
            question=_("Một quy định, thủ tục vô lý, chồng chéo, khó làm theo."),
            lead=_("Khoảng 3 phút. Không cần tài khoản."),
            content_label=_("Chỗ nào chưa hợp lý"),
            content_hint=_("Tên văn bản hoặc thủ tục, điều khoản nếu bạn biết, và nó gây khó thế nào."),
            send_label=_("Gửi kiến nghị"),
            about=("procedure_query",),
            content_min=20,
            required=_IDENTITY,
        ),
        KindForm(
            kind=CaseKind.SCENE_REPORT,
            heading=_("Có sự cố gì, ở đâu?"),
            question=_("Rác, đèn hỏng, ngập nước, tiếng ồn… ở một nơi cụ thể."),
            lead=_("Khoảng 1 phút. Ảnh giúp tìm đúng chỗ."),
            content_label=_("Bạn thấy gì"),
            content_hint=_("Hỏng, ngập, bẩn thế nào, từ bao giờ."),
            send_label=_("Gửi phản ánh"),
            about=("place_unit", "place_text", "happened_on"),
            contact=("phone", "email", "preferred_channel"),
            one_of=("place_text", "place_unit", "phone"),
        ),
        KindForm(
            kind=CaseKind.QUESTION,
            heading=_("Bạn muốn hỏi gì?"),
            question=_("Bạn cần hỏi cách làm một thủ tục."),
            lead=_("Khoảng 1 phút. Không cần tài khoản."),
            content_label=_("Câu hỏi của bạn"),
            content_hint=_("Trường hợp của bạn thế nào, bạn vướng ở đâu. Không ghi số căn cước."),
            send_label=_("Gửi câu hỏi"),
            about=("procedure_query", "place_unit"),
            contact=("name", "phone", "email", "preferred_channel"),
        ),
        KindForm(
            kind=CaseKind.INFO_REQUEST,
            heading=_("Bạn cần thông tin, tài liệu nào?"),
            question=_("Bạn xin một văn bản, số liệu do cơ quan nhà nước giữ."),
            lead=_("Theo Luật Tiếp cận thông tin. Khoảng 3 phút."),
            content_label=_("Tài liệu, thông tin cần cung cấp"),
            content_hint=_("Tên văn bản, số, ngày, hoặc nội dung và khoảng thời gian."),
            send_label=_("Gửi yêu cầu"),
            about=("unit_concerned",),
            content_min=20,
            required=_IDENTITY,
        ),
        KindForm(
            kind=CaseKind.SUGGESTION,
            heading=_("Bạn muốn góp ý hay khen ngợi điều gì?"),
            question=_("Bạn có sáng kiến, góp ý, hoặc muốn khen một người làm tốt."),
            lead=_("Khoảng 1 phút. Không cần tài khoản."),
            content_label=_("Góp ý của bạn"),
            content_hint=_("Việc gì, ở đâu, nên làm thế nào."),
            send_label=_("Gửi góp ý"),
            about=("procedure_query", "unit_concerned"),
            contact=("name", "phone", "email", "preferred_channel"),
        ),
    )
}
