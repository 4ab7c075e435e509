"""The form of a message, one class for every kind: the table of kinds says which fields stay."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.models import AdministrativeUnit, Department
from feedback.attachments import ACCEPT
from feedback.forms.dates import PastDateField
from feedback.forms.fields import LineField, MoneyField, PhoneField, PlainTextField
from feedback.forms.kinds import KindForm
from feedback.forms.widgets import FilesInput, UnkeptInput
from feedback.models import ContactChannel, FeedbackReason
from feedback.services.intake import Contact, Submission
from feedback.services.procedure_lookup import procedures_by_words
from procedures.models import ProcedurePage
from procedures.services.lookup import find_by_code

MAX_CONTENT = 5000
NONE_OF_THESE = "-"
_DOSSIER_CODE = re.compile(r"[0-9A-Za-zĐđ./_\- ]+")
_COMMUNES = ("ward", "commune", "special_zone")
_CHANNEL_NEEDS = {
    ContactChannel.PHONE: ("phone", _("Bạn muốn được báo qua điện thoại, hãy ghi số điện thoại.")),
    ContactChannel.EMAIL: ("email", _("Bạn muốn được báo qua email, hãy ghi địa chỉ email.")),
    ContactChannel.POST: ("address", _("Bạn muốn nhận thư, hãy ghi địa chỉ.")),
}
_REQUIRED = {
    "content": _("Hãy viết nội dung."),
    "reason": _("Hãy chọn điều không đúng."),
    "name": _("Hãy ghi họ và tên. Nghị định 20/2008/NĐ-CP yêu cầu với loại phản ánh này."),
    "phone": _("Hãy ghi số điện thoại để cơ quan xác minh."),
    "address": _("Hãy ghi địa chỉ. Nghị định 20/2008/NĐ-CP yêu cầu với loại phản ánh này."),
}


class CaseForm(forms.Form):
    """A message of one kind. After ``is_valid()``, ``submission(key)`` is what intake takes."""

    use_required_attribute = False
    error_css_class = "field--error"

    procedure_code = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    procedure_query = LineField(
        label=_("Về thủ tục nào"),
        required=False,
        max_length=200,
        help_text=_("Tên hoặc mã thủ tục, có dấu hay không dấu đều được. Không nhớ thì để trống."),
    )
    procedure_pick = forms.ChoiceField(
        label=_("Chọn thủ tục"), required=False, widget=forms.RadioSelect, choices=()
    )
    reason = forms.ModelChoiceField(
        FeedbackReason.objects.none(),
        label=_("Điều gì không đúng?"),
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
    )
    filed_on = PastDateField(label=_("Ngày nộp hồ sơ"), required=False, help_text=_("Trên giấy hẹn"))
    happened_on = PastDateField(label=_("Ngày xảy ra"), required=False, help_text=_("Ví dụ 9/11/2026"))
    reported_fee = MoneyField(
        label=_("Số tiền bạn đã trả"), required=False, help_text=_("Bằng đồng, ví dụ 50.000")
    )
    unit_concerned = forms.ModelChoiceField(
        Department.objects.none(), label=_("Cơ quan, đơn vị"), required=False, empty_label=_("Không rõ")
    )
    place_unit = forms.ModelChoiceField(
        AdministrativeUnit.objects.none(),
        label=_("Xã, phường, đặc khu"),
        required=False,
        empty_label=_("Chưa chọn"),
    )
    place_text = LineField(
        label=_("Nơi xảy ra"),
        required=False,
        max_length=300,
        help_text=_("Số nhà, tên đường, gần chỗ nào dễ thấy"),
    )
    dossier_code = LineField(
        label=_("Mã hồ sơ"), required=False, max_length=60, help_text=_("Ở góc trên của giấy hẹn")
    )
    content = PlainTextField(
        max_length=MAX_CONTENT, widget=forms.Textarea(attrs={"rows": 6, "maxlength": MAX_CONTENT})
    )
    wish = PlainTextField(
        label=_("Bạn mong muốn gì"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    attachments = forms.FileField(
        label=_("Ảnh, giấy tờ"),
        required=False,
        widget=FilesInput(ACCEPT),
        help_text=_("Tối đa 5 tệp, 10 MB mỗi tệp. Vị trí và thông tin ẩn trong ảnh được xóa."),
    )
    name = LineField(
        label=_("Họ và tên"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(
        label=_("Số điện thoại"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    address = LineField(
        label=_("Địa chỉ"),
        required=False,
        max_length=300,
        help_text=_("Số nhà, đường hoặc thôn, xã hoặc phường"),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    preferred_channel = forms.ChoiceField(
        label=_("Báo kết quả cho bạn bằng cách nào?"),
        error_messages={"required": _("Hãy chọn một cách.")},
        choices=ContactChannel.choices,
        initial=ContactChannel.NONE,
        widget=forms.RadioSelect,
    )
    publish_consent = forms.BooleanField(
        label=_("Tôi đồng ý công khai nội dung này sau khi đã che thông tin cá nhân"),
        required=False,
        help_text=_("Không bắt buộc. Không đồng ý vẫn được trả lời như nhau."),
    )
    captcha_answer = forms.CharField(
        label=_("Câu trả lời"),
        required=False,
        max_length=40,
        widget=UnkeptInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, kind: KindForm, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.today = today
        self.procedure: ProcedurePage | None = None
        self._keep_fields()
        self._word_fields()
        self._fill_choices()

    def _keep_fields(self) -> None:
        extra = ("procedure_code", "procedure_pick") if "procedure_query" in self.kind.fields else ()
        kept = {*self.kind.fields, *extra, "captcha_answer"}
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]

    def _word_fields(self) -> None:
        self.fields["content"].label = self.kind.content_label
        self.fields["content"].help_text = str(self.kind.content_hint)
        for name in ("content", *self.kind.required):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _REQUIRED[name]
        for field in self.fields.values():
            if isinstance(field, PastDateField):
                field.today = self.today

    def _fill_choices(self) -> None:
        querysets: Mapping[str, Any] = {
            "reason": FeedbackReason.objects.filter(active=True),
            "unit_concerned": Department.objects.in_force(self.today),
            "place_unit": AdministrativeUnit.objects.in_force(self.today).filter(
                kind__in=_COMMUNES, is_legacy=False
            ),
        }
        for name, queryset in querysets.items():
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = queryset
        channel = self.fields["preferred_channel"]
        if isinstance(channel, forms.ChoiceField) and "address" not in self.fields:
            channel.choices = [row for row in ContactChannel.choices if row[0] != ContactChannel.POST]
        if "procedure_pick" in self.fields:
            self._offer_procedures()

    def _offer_procedures(self) -> None:
        """When the words fit several procedures, offer them as choices."""
        typed = str(self.data.get("procedure_query", "")) if self.is_bound else ""
        self.matches = procedures_by_words(typed, self.today) if typed else []
        pick = self.fields["procedure_pick"]
        if isinstance(pick, forms.ChoiceField) and len(self.matches) > 1:
            rows = [(page.code, f"{page.title} ({page.code})") for page in self.matches]
            pick.choices = [*rows, (NONE_OF_THESE, _("Không phải thủ tục nào ở trên"))]
        else:
            del self.fields["procedure_pick"]

    def clean_content(self) -> str:
        """Enough to work with."""
        content = str(self.cleaned_data["content"])
        if len(content) < self.kind.content_min:
            text = _("Nội dung cần ít nhất %(least)d ký tự, bạn viết %(count)d. Hãy kể rõ thêm.")
            params = {"least": self.kind.content_min, "count": len(content)}
            raise ValidationError(text, code="short", params=params)
        if not any(character.isalpha() for character in content):
            raise ValidationError(_("Hãy viết nội dung bằng chữ."), code="no_letters")
        return content

    def clean_name(self) -> str:
        """A name has letters, and no address in it."""
        name = str(self.cleaned_data["name"])
        if name and (not any(character.isalpha() for character in name) or "://" in name or "@" in name):
            raise ValidationError(_("Hãy ghi họ và tên bằng chữ."), code="invalid")
        return name

    def clean_dossier_code(self) -> str:
        """Letters, digits and the usual signs."""
        code = str(self.cleaned_data["dossier_code"])
        if code and not _DOSSIER_CODE.fullmatch(code):
            text = _("Mã hồ sơ chỉ gồm chữ, số, dấu chấm, gạch ngang và gạch chéo.")
            raise ValidationError(text, code="invalid")
        return code

    def clean(self) -> dict[str, Any]:
        """What depends on several fields."""
        cleaned = super().clean() or self.cleaned_data
        if "procedure_query" in self.fields:
            self._resolve_procedure()
        need = _CHANNEL_NEEDS.get(cleaned.get("preferred_channel", ""))
        if need and not cleaned.get(need[0]) and need[0] not in self.errors:
            self.add_error(need[0], need[1])
        if self.kind.one_of and not any(
            cleaned.get(name) or name in self.errors for name in self.kind.one_of
        ):
            text = _("Hãy cho biết nơi xảy ra, hoặc số điện thoại để chúng tôi hỏi lại.")
            self.add_error(self.kind.one_of[0], text)
        filed, happened = cleaned.get("filed_on"), cleaned.get("happened_on")
        if filed and happened and happened < filed:
            self.add_error("happened_on", _("Ngày xảy ra đứng trước ngày nộp hồ sơ. Bạn xem lại hai ngày."))
        return cleaned

    def _resolve_procedure(self) -> None:
        code = self.cleaned_data.get("procedure_code") or self._picked()
        if code == NONE_OF_THESE:
            return
        if code:
            self.procedure = find_by_code(code)
        elif len(self.matches) == 1:
            self.procedure = self.matches[0]
        elif self.matches:
            text = _("Có %(count)d thủ tục khớp. Bạn chọn một thủ tục bên dưới.")
            self.add_error("procedure_query", ValidationError(text, params={"count": len(self.matches)}))
            return
        if self.procedure is None and (code or self.cleaned_data.get("procedure_query")):
            text = _("Không tìm thấy thủ tục này. Bạn thử ít chữ hơn, hoặc để trống.")
            self.add_error("procedure_query", text)

    def _picked(self) -> str:
        return str(self.cleaned_data.get("procedure_pick") or "")

    def submission(self, key: str) -> Submission:
        """What was understood so far; complete only after ``is_valid()`` was true."""
        given = self.cleaned_data if self.is_bound and hasattr(self, "cleaned_data") else {}
        return Submission(
            key=key,
            kind=self.kind.kind,
            content=given.get("content", ""),
            wish=given.get("wish", ""),
            reason=given.get("reason"),
            procedure=self.procedure,
            unit_concerned=given.get("unit_concerned"),
            place_unit=given.get("place_unit"),
            place_text=given.get("place_text", ""),
            dossier_code=given.get("dossier_code", ""),
            filed_on=given.get("filed_on"),
            happened_on=given.get("happened_on"),
            reported_fee=given.get("reported_fee"),
            publish_consent=bool(given.get("publish_consent")),
            contact=Contact(
                name=given.get("name", ""),
                phone=given.get("phone", ""),
                email=given.get("email", ""),
                address=given.get("address", ""),
                preferred_channel=given.get("preferred_channel") or ContactChannel.NONE,
            ),
        )
