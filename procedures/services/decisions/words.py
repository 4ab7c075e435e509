"""What decisions do, and why they can't, in words for editors. Stored with items: in the site's language."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from procedures.choices import Status
from procedures.models import DecisionItem, ProcedurePage
from procedures.standing import Obstacle, Standing
from procedures.wording import day_words, validity_words


def obstacle_words(obstacle: Obstacle, item: DecisionItem) -> str:
    """Why the item can't be carried out, and what to do about it."""
    day = day_words(item.decision.effective_on) if item.decision.effective_on else ""
    return {
        Obstacle.HAS_ENDED: _(
            "Trước ngày %(day)s thủ tục đã bị bãi bỏ hoặc thay thế. Kiểm tra lại mã, hoặc hoàn tác quyết định trước."
        ),
        Obstacle.ENDS_BEFORE_START: _(
            "Thủ tục chưa áp dụng trước ngày %(day)s nên không thể kết thúc từ ngày đó. "
            "Kiểm tra ô “áp dụng từ ngày” của trang."
        ),
        Obstacle.NO_SUCCESSOR: _("Chưa chọn thủ tục thay thế."),
    }[obstacle] % {"day": day}


def unknown_code_words(code: str) -> str:
    return _("Trang này chưa có thủ tục mã %(code)s. Tạo hoặc nhập thủ tục, rồi dòng này tự thực hiện.") % {
        "code": code
    }


def not_approved_words() -> str:
    return _("Trang thủ tục chưa được duyệt và xuất bản. Xuất bản trang, rồi dòng này tự thực hiện.")


def scheduled_later_words() -> str:
    return _("Trang thủ tục được hẹn xuất bản muộn hơn ngày có hiệu lực.")


def failed_words(error: Exception) -> str:
    said = (
        " ".join(error.messages) if isinstance(error, ValidationError) else f"{type(error).__name__}: {error}"
    )
    return _("Lỗi khi thực hiện: %(error)s Hệ thống sẽ thử lại.") % {"error": said[:500]}


def standing_words(standing: Standing, successor: ProcedurePage | None = None) -> str:
    """ "Đã bị bãi bỏ, đến hết 31/12/2026, thay bằng 1.004222 Đăng ký thường trú"."""
    parts = [str(Status(standing.status).label)]
    if dates := validity_words(standing.effective_from, standing.effective_to):
        parts.append(dates)
    if successor is not None:
        parts.append(_("thay bằng %(procedure)s") % {"procedure": str(successor)})
    return ", ".join(parts)
