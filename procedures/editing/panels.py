"""How the admin lays out a procedure page: five tabs in the order an editor fills them."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)

from procedures.editing.changes import ChangesPanel
from procedures.editing.choosers import ChosenRows
from procedures.editing.rows import RowFields

_FEE_HELP = _(
    "<p>Mỗi mức thu một dòng. Nguồn ghi 0 đồng kèm lời văn <strong>không</strong> có nghĩa là miễn phí: "
    "chỉ chọn “Không thu” khi văn bản ghi rõ. Mức thu sắp đổi thì thêm dòng mới với ngày áp dụng.</p>"
)
_TIME_HELP = _(
    "<p>Mỗi thời hạn một dòng. Có nhiều thời hạn thì ghi trường hợp của từng dòng và đánh dấu "
    "“trường hợp thông thường” để đầu trang tính được ngày hẹn. Cơ quan cam kết nhanh hơn luật thì ghi ở ô "
    "“cam kết”: ngày hẹn tính theo cam kết.</p>"
)
_PROCESS_HELP = _(
    "<p>Tổng số giờ các bước không được vượt thời hạn giải quyết (theo cam kết nếu có); 1 ngày làm việc là 8 giờ.</p>"
)


def _place(relation: str) -> dict[str, str]:
    """Lets an address with ``#:w:contentpath=fees`` open the tab at these rows: the work list leads here."""
    return {"data-contentpath": relation}


def _lines(*names: str) -> dict[str, forms.Textarea]:
    """Text areas of two lines."""
    return {name: forms.Textarea(attrs={"rows": 2}) for name in names}


def _content() -> list[Panel]:
    return [
        ChangesPanel(),
        FieldPanel("code"),
        FieldPanel("official_name", widget=forms.Textarea(attrs={"rows": 3})),
        FieldPanel(
            "title",
            heading=_("Tên ngắn"),
            help_text=_("Tên người dân đọc, tối đa 255 ký tự. Để trống thì lấy từ tên đầy đủ."),
        ),
        FieldPanel("summary", widget=forms.Textarea(attrs={"rows": 2})),
        InlinePanel("results", attrs=_place("results"), label=_("Kết quả"), heading=_("Kết quả nhận được")),
        FieldPanel("fields", widget=ChosenRows("linh-vuc", _("Gõ tên lĩnh vực"))),
        FieldPanel("life_events", widget=forms.CheckboxSelectMultiple),
        FieldPanel("subjects", widget=forms.CheckboxSelectMultiple),
        FieldPanel("keywords", widget=forms.Textarea(attrs={"rows": 3})),
        FieldPanel("note", widget=forms.Textarea(attrs={"rows": 3})),
    ]


def _filing() -> list[Panel]:
    return [
        MultiFieldPanel(
            [FieldPanel("online_level"), FieldPanel("portal_url"), FieldPanel("is_non_territorial")],
            heading=_("Nộp trực tuyến"),
        ),
        InlinePanel(
            "submission_methods",
            [FieldPanel("channel"), FieldPanel("note", widget=forms.Textarea(attrs={"rows": 2}))],
            label=_("Cách nộp"),
            heading=_("Cách nộp hồ sơ"),
            attrs=_place("submission_methods"),
        ),
        FieldPanel("receiving_addresses", widget=forms.Textarea(attrs={"rows": 2})),
        HelpPanel(content=_TIME_HELP),
        InlinePanel(
            "time_limits",
            _time_limit(),
            attrs=_place("time_limits"),
            label=_("Thời hạn"),
            heading=_("Thời hạn giải quyết"),
        ),
        HelpPanel(content=_FEE_HELP),
        InlinePanel("fees", _fee(), attrs=_place("fees"), label=_("Khoản thu"), heading=_("Phí, lệ phí")),
        InlinePanel(
            "steps",
            [
                FieldRowPanel([FieldPanel("title"), FieldPanel("channel")]),
                FieldPanel("text", widget=forms.Textarea(attrs={"rows": 3})),
            ],
            label=_("Bước"),
            heading=_("Các bước"),
            attrs=_place("steps"),
        ),
        FieldPanel("return_methods"),
        FieldPanel("on_the_spot"),
        HelpPanel(content=_PROCESS_HELP),
        InlinePanel("process_steps", _process_step(), label=_("Bước nội bộ"), heading=_("Quy trình nội bộ")),
        FieldPanel("show_process"),
    ]


def _time_limit() -> list[Panel]:
    return [
        RowFields(["value", "unit", "channel", "is_default"]),
        RowFields(["case_label"]),
        RowFields(["committed_value", "committed_unit", "committed_basis"]),
        RowFields(["verbatim", "legal_basis"], _lines("verbatim")),
        RowFields(["valid_from", "valid_to"]),
    ]


def _process_step() -> list[Panel]:
    return [
        FieldRowPanel([FieldPanel("unit_name"), FieldPanel("role"), FieldPanel("hours")]),
        FieldPanel("task", widget=forms.Textarea(attrs={"rows": 2})),
    ]


def _fee() -> list[Panel]:
    return [
        RowFields(["kind", "status", "channel"]),
        RowFields(["amount_min", "amount_max", "currency", "per_unit"]),
        RowFields(["case_label"]),
        RowFields(["exemption", "verbatim"], _lines("exemption", "verbatim")),
        RowFields(["legal_basis", "valid_from", "valid_to"]),
    ]


def _dossier() -> list[Panel]:
    return [
        FieldPanel("dossier_sets"),
        InlinePanel(
            "dossier_cases",
            [
                FieldPanel("name", widget=forms.Textarea(attrs={"rows": 2})),
                InlinePanel("items", _dossier_item(), label=_("Giấy tờ"), heading=_("Giấy tờ phải nộp")),
            ],
            label=_("Trường hợp"),
            heading=_("Hồ sơ theo trường hợp"),
            attrs=_place("dossier_cases"),
        ),
        FieldPanel("requirements", widget=forms.Textarea(attrs={"rows": 4})),
    ]


def _dossier_item() -> list[Panel]:
    return [
        RowFields(["name", "kind", "originals", "copies", "certified"], _lines("name")),
        RowFields(["form_code", "form"]),
        RowFields(["note", "reuse_note"], _lines("note")),
    ]


def _legal() -> list[Panel]:
    return [
        MultiFieldPanel(
            [
                FieldPanel("status"),
                FieldRowPanel([FieldPanel("effective_from"), FieldPanel("effective_to")]),
                FieldPanel("replaced_by"),
                FieldPanel("decision"),
            ],
            heading=_("Hiệu lực và công bố"),
        ),
        FieldRowPanel([FieldPanel("scope"), FieldPanel("legal_type")]),
        FieldPanel("levels", widget=forms.CheckboxSelectMultiple),
        InlinePanel("agencies", attrs=_place("agencies"), label=_("Cơ quan"), heading=_("Cơ quan tham gia")),
        FieldPanel("legal_bases", widget=ChosenRows("can-cu", _("Gõ số hiệu hoặc trích yếu"))),
    ]


def _contact() -> list[Panel]:
    return [
        FieldPanel("responsible_department"),
        FieldPanel("contact_office"),
        FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_person")]),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("go_live_at", heading=_("Công khai lúc")),
                        FieldPanel("expire_at", heading=_("Gỡ xuống lúc")),
                    ]
                ),
            ],
            heading=_("Hẹn giờ"),
            help_text=_(
                "Bản được duyệt trước giờ hẹn sẽ tự công khai đúng giờ; bản đang công khai giữ nguyên đến lúc đó."
            ),
        ),
        FieldPanel(
            "review_on",
            help_text=_("Đến ngày này, trang vào danh sách việc “Cần rà soát”."),
        ),
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("Địa chỉ trang và máy tìm kiếm"),
        ),
        CommentPanel(),
    ]


procedure_edit_handler = TabbedInterface(
    [
        ObjectList(_content(), heading=_("Nội dung")),
        ObjectList(_filing(), heading=_("Cách nộp – thời hạn – lệ phí")),
        ObjectList(_dossier(), heading=_("Hồ sơ")),
        ObjectList(_legal(), heading=_("Pháp lý")),
        ObjectList(_contact(), heading=_("Liên hệ, hẹn giờ")),
    ]
)
