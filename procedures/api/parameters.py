"""The parameters as the documentation names them. All are texts here: ``filters`` checks them, in words."""

from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from procedures.api.filters import DEFAULT_LIMIT, MAX_LIMIT
from procedures.choices import OnlineLevel, Scope, Status


def _param(text: str, example: str = "", **more: Any) -> Any:
    extra = {**more, **({"examples": [example]} if example else {})}
    return Field(None, description=text, json_schema_extra=extra)


class Paging(Schema):
    """A page of a list."""

    limit: str | None = _param(
        _("Số dòng một trang, từ 1 đến 200; mặc định 50."),
        type="integer",
        minimum=1,
        maximum=MAX_LIMIT,
        default=DEFAULT_LIMIT,
    )
    cursor: str | None = _param(_("Giá trị “next” của trang trước; để trống ở trang đầu."))


class ProcedureParameters(Paging):
    """Narrow the list."""

    field: str | None = _param(_("Đường dẫn (slug) hoặc mã của lĩnh vực, xem /fields."), "ho-tich")
    level: str | None = _param(_("Mã cấp thực hiện."), "commune")
    subject: str | None = _param(_("Mã đối tượng thực hiện."))
    life_event: str | None = _param(_("Đường dẫn (slug) của sự kiện đời sống, xem /life-events."), "sinh-con")
    department: str | None = _param(_("Mã đơn vị phụ trách, xem /departments."))
    agency: str | None = _param(_("Tên cơ quan tham gia, đúng như trong trường agencies."))
    online_level: str | None = _param(_("Mức độ trực tuyến."), enum=OnlineLevel.values)
    status: str | None = _param(
        _("Hiệu lực; để trống thì gồm cả thủ tục đã bãi bỏ, xem trường status."), enum=Status.values
    )
    scope: str | None = _param(
        _("Phạm vi."), enum=[value for value in Scope.values if value != Scope.INTERNAL]
    )
    updated_since: str | None = _param(
        _("Chỉ lấy thủ tục đăng từ thời điểm này, theo giờ Việt Nam nếu không ghi múi giờ."), "2026-11-22"
    )


class ChangeParameters(Paging):
    """From when on."""

    since: str | None = _param(
        _(
            "Lấy các thay đổi từ thời điểm này; mặc định 30 ngày gần đây. Thay đổi trong tương lai không có ở đây."
        ),
        "2026-11-01",
    )
