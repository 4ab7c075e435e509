"""What the kinds of findings are called in a report."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from procedures.importing.wording import Label

KIND_LABELS: Final[Mapping[str, Label]] = {
    "abolished_level": _("Nhắc cấp huyện đã bãi bỏ"),
    "all_caps": _("Tên viết hoa toàn bộ"),
    "ambiguous": _("Thời hạn và mức thu lẫn nhau"),
    "amount_max": _("Mức thu cao nhất không hợp lý"),
    "bad_cell": _("Ô không đọc được"),
    "bad_characters": _("Có ký tự không đọc được"),
    "bad_fee": _("Mức thu không tin được"),
    "bad_json": _("Không phải JSON đúng"),
    "bad_time": _("Thời hạn không tin được"),
    "bad_value": _("Giá trị không đúng dạng"),
    "blanks": _("Khoảng trắng thừa"),
    "channel": _("Cách nộp lạ"),
    "code_form": _("Mã viết khác dạng chuẩn"),
    "committed_value": _("Thời hạn cam kết không hợp lý"),
    "cut": _("Đã cắt bớt"),
    "dates_in_disorder": _("Ngày tháng không theo thứ tự"),
    "duplicate": _("Mã lặp lại trong nguồn"),
    "edited_here": _("Trang đã được sửa tại đây"),
    "fee_in_words": _("Mức thu ghi bằng chữ"),
    "hidden_sheet": _("Trang tính ẩn"),
    "junk_value": _("Giá trị thử nghiệm"),
    "kept_by_revert": _("Giữ lại khi hoàn lại"),
    "long_name": _("Tên quá dài"),
    "missing": _("Thiếu thông tin"),
    "no_page": _("Không có gì để tạo hoặc sửa"),
    "non_standard_code": _("Mã không theo dạng chuẩn"),
    "not_a_record": _("Không phải bản ghi thủ tục"),
    "not_nfc": _("Dấu tiếng Việt không dựng sẵn"),
    "occupied": _("Trang đang bị khóa hoặc chờ duyệt"),
    "odd_number": _("Số văn bản lạ"),
    "old_code": _("Mã cũ"),
    "other_department": _("Thủ tục của đơn vị khác"),
    "other_province": _("Thủ tục đặc thù của tỉnh khác"),
    "refused": _("Không ghi được vào danh mục"),
    "repeated": _("Dòng lặp lại"),
    "skipped": _("Bỏ qua theo quyết định"),
    "time_conflict": _("Thời hạn mâu thuẫn trong nguồn"),
    "time_in_words": _("Thời hạn ghi bằng lời"),
    "time_not_stated": _("Không ghi thời hạn"),
    "too_large": _("Tệp quá lớn"),
    "too_long": _("Quá dài"),
    "too_many": _("Quá nhiều dòng"),
    "unit_other": _("Đơn vị thời hạn không rõ"),
    "unknown_code": _("Mã không có ở đây"),
    "unknown_column": _("Cột lạ"),
    "unknown_format": _("Loại tệp lạ"),
    "unknown_table": _("Bảng lạ"),
    "unknown_value": _("Giá trị lạ"),
    "unknown_version": _("Phiên bản lạ"),
    "unmatched": _("Không khớp danh sách tại đây"),
    "unread": _("Có nội dung không đọc được"),
    "unreadable": _("Không mở được"),
    "valid_to": _("Ngày hết áp dụng không hợp lý"),
    "value": _("Giá trị không hợp lý"),
    "wrong_number": _("Số không hợp lý"),
    "wrong_type": _("Sai kiểu dữ liệu"),
    "zero_with_text": _("Ghi 0 đồng nhưng không phải miễn phí"),
    "zero_without_text": _("Ghi 0 đồng không kèm lời văn"),
}


def kind_words(kind: str) -> str:
    """The label, or the kind itself where it is new."""
    return str(KIND_LABELS.get(kind, kind))
