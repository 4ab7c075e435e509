"""The public calculator's form."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.calendar import MAX_TERM, Term, TermUnit
from core.calendar.terms import MAX_MONTHS
from core.text import clean_display
from procedures.choices import TimeUnit
from procedures.models import ProcedurePage
from procedures.services.lookup import find_by_code
from procedures.services.terms import as_term

EARLIEST = date(2020, 1, 1)
FURTHEST_DAYS = 3 * 366
DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
UNITS = [
    (TimeUnit.WORKING_DAY.value, _("ngày làm việc")),
    (TimeUnit.DAY.value, _("ngày (kể cả ngày nghỉ)")),
    (TimeUnit.WORKING_HOUR.value, _("giờ làm việc")),
    (TimeUnit.MONTH.value, _("tháng")),
    (TimeUnit.SAME_DAY.value, _("trả trong ngày")),
]


class CalculatorForm(forms.Form):
    """Either a procedure or a number and a unit, and optionally when. Field names in the address use hyphens."""

    thu_tuc = forms.CharField(
        label=_("Mã thủ tục"),
        max_length=60,
        required=False,
        help_text=_("Ví dụ 1.004222. Để trống nếu bạn tự nhập thời hạn."),
    )
    so = forms.DecimalField(
        label=_("Thời hạn"),
        required=False,
        min_value=Decimal("0.5"),
        max_value=MAX_TERM,
        max_digits=6,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Hãy nhập một số, ví dụ 7 hoặc 7,5."),
            "min_value": _("Thời hạn phải từ 0,5 trở lên."),
            "max_value": _("Thời hạn dài nhất tính được là %(limit_value)s."),
        },
    )
    don_vi = forms.ChoiceField(
        label=_("Đơn vị"),
        choices=UNITS,
        required=False,
        initial=TimeUnit.WORKING_DAY.value,
        error_messages={"invalid_choice": _("Hãy chọn một đơn vị trong danh sách.")},
    )
    ngay = forms.DateField(
        label=_("Ngày nộp"),
        required=False,
        input_formats=DATE_FORMATS,
        help_text=_("Ví dụ 22/11/2026. Để trống thì tính từ bây giờ."),
        error_messages={"invalid": _("Hãy nhập ngày theo dạng ngày/tháng/năm, ví dụ 22/11/2026.")},
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"inputmode": "numeric", "class": "short", "autocomplete": "off"}
        ),
    )
    gio = forms.TimeField(
        label=_("Giờ nộp"),
        required=False,
        input_formats=["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh", "%H"],
        help_text=_("Ví dụ 14:30. Nộp sau giờ nhận hồ sơ thì tính sang ngày làm việc sau."),
        error_messages={"invalid": _("Hãy nhập giờ theo dạng giờ:phút, ví dụ 14:30.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = timezone.localtime(now)
        self.procedure: ProcedurePage | None = None

    def add_prefix(self, field_name: str) -> str:
        return super().add_prefix(field_name).replace("_", "-")

    def clean_thu_tuc(self) -> str:
        code = clean_display(self.cleaned_data["thu_tuc"])
        if code:
            self.procedure = find_by_code(code)
            if self.procedure is None:
                raise forms.ValidationError(_("Không có thủ tục nào mang mã này. Bạn kiểm tra lại giúp nhé."))
        return code

    def clean_ngay(self) -> date | None:
        day: date | None = self.cleaned_data["ngay"]
        furthest = self.now.date() + timedelta(days=FURTHEST_DAYS)
        if day and not EARLIEST <= day <= furthest:
            raise forms.ValidationError(
                _("Chỉ tính được từ năm %(first)s đến năm %(last)s."),
                params={"first": EARLIEST.year, "last": furthest.year},
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        unit = cleaned.get("don_vi") or TimeUnit.WORKING_DAY.value
        if self.procedure is None and "thu_tuc" in cleaned and "so" in cleaned and "don_vi" in cleaned:
            if cleaned["so"] is None and unit != TimeUnit.SAME_DAY:
                self.add_error("so", _("Hãy nhập thời hạn, hoặc nhập mã thủ tục."))
            elif self.term is None:
                self.add_error(
                    "so", _("Thời hạn này quá dài: nhiều nhất %(months)s tháng.") % {"months": MAX_MONTHS}
                )
        return cleaned

    @property
    def term(self) -> Term | None:
        """The term typed by hand."""
        unit = self.cleaned_data.get("don_vi") or TimeUnit.WORKING_DAY.value
        if unit == TimeUnit.SAME_DAY:
            return Term(0, TermUnit.SAME_DAY)
        return as_term(self.cleaned_data.get("so"), unit)

    @property
    def sent_at(self) -> datetime:
        """When the file is handed in: the day and time given, else now; a day without a time means its morning."""
        day, clock = self.cleaned_data.get("ngay"), self.cleaned_data.get("gio")
        if day is None and clock is None:
            return self.now
        if clock is None:
            clock = self.now.time() if day == self.now.date() else time(8, 0)
        return datetime.combine(day or self.now.date(), clock, self.now.tzinfo)
