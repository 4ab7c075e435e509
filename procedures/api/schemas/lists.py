"""Lists around the procedures, decisions and changes."""

from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext_noop as _
from ninja import Schema

from procedures.api.schemas.about import about
from procedures.api.schemas.procedures import DecisionReference, Reference
from procedures.choices import (
    DecisionAction,
    DecisionKind,
)


class FieldRow(Schema):
    """A sector."""

    code: str = about(_("Mã lĩnh vực."))
    slug: str = about(_("Giá trị dùng cho tham số field."))
    name: str = about(_("Tên lĩnh vực."))
    procedures: int = about(_("Số thủ tục đang công khai."))


class LifeEventRow(Schema):
    """A life event."""

    slug: str = about(_("Giá trị dùng cho tham số life_event."))
    name: str = about(_("Tên sự kiện."))
    summary: str = about(_("Mô tả ngắn."))
    url: str = about(_("Địa chỉ trang cho người đọc."))
    procedures: int = about(_("Số thủ tục đang công khai."))


class DepartmentRow(Schema):
    """A department: public facts only."""

    code: str = about(_("Mã đơn vị, dùng cho tham số department."))
    name: str = about(_("Tên."))
    short_name: str = about(_("Tên ngắn."))
    kind: str = about(_("Loại đơn vị."))
    parent: str | None = about(_("Mã đơn vị cấp trên."))
    phone: str = about(_("Điện thoại."))
    email: str = about(_("Thư điện tử."))
    address: str = about(_("Địa chỉ."))
    opening_hours: str = about(_("Giờ làm việc."))
    procedures: int = about(_("Số thủ tục đang công khai mà đơn vị phụ trách."))


class Fields(Schema):
    """All sectors."""

    items: list[FieldRow] = about(_("Các lĩnh vực, theo tên."))


class LifeEvents(Schema):
    """All life events."""

    items: list[LifeEventRow] = about(_("Các sự kiện đời sống, theo thứ tự trên trang."))


class Departments(Schema):
    """All departments in force."""

    items: list[DepartmentRow] = about(_("Các đơn vị đang hoạt động, theo tên."))


class DecisionItem(Schema):
    """What a decision does to one procedure."""

    action: DecisionAction = about(
        _("new: mới; amend: sửa đổi, bổ sung; replace: thay thế; abolish: bãi bỏ.")
    )
    code: str = about(_("Mã thủ tục, như quyết định ghi."))
    name: str = about(_("Tên thủ tục; rỗng nếu thủ tục chưa công khai và quyết định ở đây không ghi tên."))
    url: str | None = about(_("Địa chỉ trang của thủ tục; null nếu chưa công khai."))
    successor: Reference | None = about(_("Thủ tục thay thế, nếu có."))


class Decision(DecisionReference):
    """A publication decision."""

    kind: DecisionKind = about(
        _("publish: công bố thủ tục; one_stop: danh mục tại một cửa; internal_process: quy trình nội bộ.")
    )
    url: str = about(_("Địa chỉ trang của quyết định."))
    title: str = about(_("Trích yếu."))
    published_on: date | None = about(_("Ngày đăng công khai."))
    items: list[DecisionItem] = about(_("Việc làm với từng thủ tục."))


class Decisions(Schema):
    """A page of decisions."""

    items: list[Decision] = about(_("Các quyết định, mới nhất trước."))
    next: str | None = about(_("Giá trị cursor của trang sau; null ở trang cuối."))


class ChangeKind(StrEnum):
    """What happened to a procedure."""

    NEW = "new"
    AMENDED = "amended"
    REPLACED = "replaced"
    ABOLISHED = "abolished"
    FEE = "fee"
    TIME = "time_limit"
    UPDATED = "updated"


class Change(Schema):
    """Something that changed for the citizen."""

    id: str = about(_("Định danh của thay đổi, không đổi theo thời gian."))
    at: datetime = about(_("Thời điểm có hiệu lực, hoặc lúc đăng."))
    kind: ChangeKind = about(
        _(
            "new: mới đăng; amended, replaced, abolished: theo quyết định; fee, time_limit: mức thu, thời hạn đổi từ "
            "ngày đó; updated: nội dung trang được sửa."
        )
    )
    code: str = about(_("Mã thủ tục."))
    title: str = about(_("Tên thủ tục."))
    url: str = about(_("Địa chỉ trang cho người đọc."))
    text: str = about(_("Đổi gì, bằng lời."))
    details: list[str] = about(_("Từng điểm đổi, ví dụ “Lệ phí · Trực tuyến: 15.000 đồng → 7.000 đồng”."))
    successor: Reference | None = about(_("Thủ tục thay thế, nếu có."))


class Changes(Schema):
    """A page of changes."""

    items: list[Change] = about(_("Các thay đổi, cũ nhất trước."))
    next: str | None = about(_("Giá trị cursor của trang sau; null khi đã đến hôm nay."))
