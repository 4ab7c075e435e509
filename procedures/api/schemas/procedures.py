"""Procedures, short and in full."""

from datetime import date, datetime

from django.utils.translation import gettext_noop as _
from ninja import Schema

from procedures.api.schemas.about import about
from procedures.api.schemas.facts import BriefTime, Fees, TimeLimits
from procedures.choices import (
    AgencyRole,
    Channel,
    FeeStatus,
    ItemKind,
    LegalType,
    OnlineLevel,
    Scope,
    Status,
)


class Named(Schema):
    """A row of a list."""

    code: str = about(_("Mã."))
    name: str = about(_("Tên."))


class Reference(Schema):
    """Another procedure."""

    code: str = about(_("Mã thủ tục."))
    title: str = about(_("Tên thủ tục."))
    url: str = about(_("Địa chỉ trang cho người đọc."))


class _Procedure(Schema):
    code: str = about(_("Mã thủ tục, ví dụ 1.004222."))
    title: str = about(_("Tên ngắn, tối đa 255 ký tự."))
    official_name: str = about(_("Tên đầy đủ, đúng nguyên văn."))
    url: str = about(_("Địa chỉ trang cho người đọc."))
    api_url: str = about(_("Địa chỉ bản đầy đủ trong API."))
    status: Status = about(
        _(
            "published: đang áp dụng; amended: đã sửa đổi, bổ sung; replaced: đã được thay thế; abolished: đã bãi bỏ."
        )
    )
    in_force: bool = about(_("Có áp dụng hôm nay không, tính cả ngày bắt đầu và ngày hết."))
    scope: Scope = about(_("standard: cả nước; local: đặc thù địa phương."))
    effective_from: date | None = about(_("Áp dụng từ ngày."))
    effective_to: date | None = about(_("Áp dụng đến hết ngày."))
    successor: Reference | None = about(_("Thủ tục thay thế, nếu có."))
    fields: list[Named] = about(_("Lĩnh vực."))
    levels: list[str] = about(_("Mã cấp thực hiện: central, province, commune, vertical, other, district."))
    subjects: list[Named] = about(_("Đối tượng thực hiện."))
    life_events: list[str] = about(_("Tên các sự kiện đời sống."))
    online_level: OnlineLevel = about(_("none, part hoặc full (toàn trình)."))
    department: Named | None = about(_("Đơn vị phụ trách tại địa phương."))
    fee_states: list[FeeStatus] = about(_("Các tình trạng phí đang áp dụng; not_stated nếu chưa công bố."))
    is_free: bool = about(_("Đúng chỉ khi mọi người, mọi cách nộp đều được công bố là không thu."))
    first_published_at: datetime | None = about(_("Lần đầu đăng trên trang này."))
    updated_at: datetime | None = about(_("Lần đăng gần nhất."))


class ProcedureBrief(_Procedure):
    """A procedure in a list."""

    time_limits: list[BriefTime] = about(_("Thời hạn đang áp dụng hôm nay."))


class FormReference(Named):
    """A form that citizens fill in."""

    url: str = about(_("Địa chỉ trang của mẫu đơn."))


class DossierItem(Schema):
    """One paper of the dossier."""

    name: str = about(_("Tên giấy tờ."))
    kind: ItemKind = about(_("submit: nộp; present: xuất trình; note: lưu ý, không phải giấy tờ."))
    originals: int = about(_("Số bản chính."))
    copies: int = about(_("Số bản sao."))
    certified: bool = about(_("Bản sao phải chứng thực."))
    note: str = about(_("Lưu ý."))
    reuse_note: str = about(_("Khi nào không phải nộp."))
    form_code: str = about(_("Ký hiệu mẫu theo nguồn."))
    form: FormReference | None = about(_("Mẫu đơn trên trang này, nếu có."))


class DossierCase(Schema):
    """The papers of one case."""

    name: str = about(_("Trường hợp; rỗng là mọi người nộp cùng một bộ."))
    items: list[DossierItem] = about(_("Giấy tờ, theo thứ tự."))


class SubmissionMethod(Schema):
    """A way of filing."""

    channel: Channel = about(_("direct: tại quầy; online: trực tuyến; post: bưu chính."))
    note: str = about(_("Nơi nộp, lưu ý."))


class Step(Schema):
    """A step of the procedure."""

    channel: Channel = about(_("Cách nộp mà bước này áp dụng; any là mọi cách."))
    title: str = about(_("Tên bước."))
    text: str = about(_("Nội dung."))


class ProcessStep(Schema):
    """A step inside the administration, where it is public."""

    unit: str = about(_("Đơn vị thực hiện."))
    task: str = about(_("Công việc."))
    hours: int | float = about(_("Số giờ làm việc."))


class ProcedureAgency(Schema):
    """An agency and its part."""

    name: str = about(_("Tên cơ quan."))
    role: AgencyRole = about(
        _(
            "implementing: thực hiện; competent: có thẩm quyền; authorised: được ủy quyền; coordinating: phối hợp."
        )
    )


class LegalBasis(Schema):
    """A legal text."""

    number: str = about(_("Số, ký hiệu."))
    title: str = about(_("Trích yếu."))
    issuer: str = about(_("Cơ quan ban hành."))
    issued_on: date | None = about(_("Ngày ban hành."))
    valid_to: date | None = about(_("Còn hiệu lực đến hết ngày."))
    replaced_by: str = about(_("Số của văn bản thay thế."))


class DecisionReference(Schema):
    """The decision that published the procedure."""

    number: str = about(_("Số quyết định."))
    issuer: str = about(_("Cơ quan công bố."))
    decided_on: date | None = about(_("Ngày ký."))
    effective_on: date | None = about(_("Ngày có hiệu lực."))


class Alias(Schema):
    """An old code."""

    code: str = about(_("Mã cũ."))
    reason: str = about(_("Vì sao đổi."))
    since: date | None = about(_("Đổi từ ngày."))


class Contact(Schema):
    """Who answers questions."""

    office: str = about(_("Nơi giải đáp."))
    phone: str = about(_("Điện thoại."))
    person: str = about(_("Người giải đáp."))


class ProcedureDetail(_Procedure):
    """Everything that is public about a procedure."""

    as_of: date = about(_("Ngày mà “đang áp dụng” được tính."))
    summary: str = about(_("Bạn nhận được gì."))
    note: str = about(_("Lưu ý."))
    keywords: list[str] = about(_("Cách gọi khác."))
    legal_type: LegalType = about(_("Loại thủ tục."))
    portal_url: str = about(_("Địa chỉ nộp trực tuyến."))
    is_non_territorial: bool = about(_("Nộp ở đâu cũng được, không phụ thuộc nơi cư trú."))
    on_the_spot: bool = about(_("Thực hiện “4 tại chỗ”."))
    requirements: str = about(_("Yêu cầu, điều kiện."))
    return_methods: list[str] = about(_("Cách nhận kết quả: at_counter, at_home, online."))
    receiving_addresses: str = about(_("Địa chỉ tiếp nhận hồ sơ."))
    dossier_sets: int = about(_("Số bộ hồ sơ."))
    fees: Fees = about(_("Phí, lệ phí theo ngày."))
    time_limits: TimeLimits = about(_("Thời hạn giải quyết theo ngày."))
    submission_methods: list[SubmissionMethod] = about(_("Cách nộp hồ sơ."))
    dossier_cases: list[DossierCase] = about(_("Thành phần hồ sơ theo trường hợp."))
    steps: list[Step] = about(_("Trình tự thực hiện."))
    process_steps: list[ProcessStep] = about(_("Quy trình nội bộ, nếu được công khai."))
    results: list[str] = about(_("Kết quả."))
    agencies: list[ProcedureAgency] = about(_("Cơ quan và vai trò."))
    legal_bases: list[LegalBasis] = about(_("Căn cứ pháp lý."))
    decision: DecisionReference | None = about(_("Quyết định công bố."))
    aliases: list[Alias] = about(_("Mã cũ của thủ tục."))
    contact: Contact = about(_("Nơi giải đáp."))


class ProcedureList(Schema):
    """A page of procedures."""

    items: list[ProcedureBrief] = about(_("Các thủ tục, theo thứ tự không đổi."))
    next: str | None = about(_("Giá trị cursor của trang sau; null ở trang cuối."))
