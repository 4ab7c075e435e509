"""The small forms of the tracking pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.attachments import ACCEPT
from feedback.forms.fields import PlainTextField
from feedback.forms.widgets import FilesInput, UnkeptInput


class LookupForm(forms.Form):
    """Code and secret, as they were written down."""

    use_required_attribute = False
    code = forms.CharField(
        label=_("Mã tra cứu"),
        max_length=60,
        help_text=_("Ví dụ AH-4K7M-92PX. Chữ thường, thiếu dấu gạch cũng được."),
        error_messages={"required": _("Hãy ghi mã tra cứu trên giấy đã nhận.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    secret = forms.CharField(
        label=_("Mã bí mật"),
        max_length=60,
        help_text=_("Bốn nhóm bốn ký tự, hiện ra khi bạn gửi."),
        error_messages={"required": _("Hãy ghi mã bí mật.")},
        widget=UnkeptInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    captcha_answer = forms.CharField(
        label=_("Câu trả lời"),
        required=False,
        max_length=40,
        widget=UnkeptInput(attrs={"autocomplete": "off"}),
    )


class SupplyForm(forms.Form):
    """The answer to what was asked."""

    use_required_attribute = False
    text = PlainTextField(
        label=_("Trả lời của bạn"),
        max_length=3000,
        error_messages={"required": _("Hãy viết trả lời.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    attachments = forms.FileField(
        label=_("Ảnh, giấy tờ"),
        required=False,
        widget=FilesInput(ACCEPT),
        help_text=_("Tối đa 5 tệp, 10 MB mỗi tệp. Vị trí và thông tin ẩn trong ảnh được xóa."),
    )


_SCORES = [
    ("5", _("5 · Rất hài lòng")),
    ("4", _("4 · Hài lòng")),
    ("3", _("3 · Bình thường")),
    ("2", _("2 · Không hài lòng")),
    ("1", _("1 · Rất không hài lòng")),
]


class RatingForm(forms.Form):
    """One to five, and whether the question was answered at all."""

    use_required_attribute = False
    score = forms.ChoiceField(
        label=_("Bạn thấy trả lời này thế nào?"),
        choices=_SCORES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn một mức.")},
    )
    off_topic = forms.BooleanField(label=_("Chưa trả lời đúng câu hỏi"), required=False)
    comment = PlainTextField(
        label=_("Nhận xét"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(forms.Form):
    """Why it should be looked at again."""

    use_required_attribute = False
    reason = PlainTextField(
        label=_("Vì sao bạn chưa đồng ý"),
        min_length=20,
        max_length=2000,
        help_text=_("Điều gì chưa được trả lời, hoặc có thông tin gì mới. Ít nhất 20 ký tự."),
        error_messages={
            "required": _("Hãy viết lý do."),
            "min_length": _("Lý do cần ít nhất %(limit_value)d ký tự, bạn viết %(show_value)d."),
        },
        widget=forms.Textarea(attrs={"rows": 4}),
    )
