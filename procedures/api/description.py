"""What the documentation says of the API as a whole and of each address."""

from typing import Final

from django.utils.translation import gettext_noop as _

TITLE: Final = _("Dữ liệu mở về thủ tục hành chính")
DESCRIPTION: Final = _(
    "API chỉ đọc, không cần đăng ký. Tên trường là tiếng Anh; ngày theo ISO 8601; tiền là số nguyên kèm đơn vị. "
    "Danh sách đi theo cursor: lấy giá trị “next” đặt vào tham số cursor cho đến khi là null. Mỗi câu trả lời có "
    "ETag và Last-Modified: gửi lại If-None-Match thì nhận 304 nếu chưa có gì đổi. Mỗi địa chỉ mạng được hỏi 120 "
    "lần mỗi phút; hỏi nhanh hơn thì nhận 429 và số giây phải đợi. Muốn lấy cả danh mục, hãy tải tệp tại /du-lieu/. "
    "Tìm kiếm bằng lời của người dân có tại /tim-kiem/."
)
SUMMARIES: Final = {
    "listProcedures": _("Danh sách thủ tục, lọc được"),
    "getProcedure": _("Một thủ tục, đầy đủ, theo mã (cả mã cũ và thủ tục đã bãi bỏ)"),
    "listFields": _("Các lĩnh vực"),
    "listLifeEvents": _("Các sự kiện đời sống"),
    "listDepartments": _("Các đơn vị, chỉ thông tin công khai"),
    "listDecisions": _("Quyết định công bố và việc làm với từng thủ tục"),
    "listChanges": _("Những gì đã thay đổi, theo thời gian"),
}
CODE_ABOUT: Final = _("Mã thủ tục. Mã cũ và mã viết kiểu khác được dẫn (302) về mã hiện nay.")
