"""The admin form of a procedure page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from core.text import clean_display
from procedures.choices import ReturnMethod
from procedures.editing.row_checks import check_rows
from procedures.permissions import managed_department_ids
from procedures.titles import is_placeholder


def _plain_lines(data: Any) -> Any:
    """Browsers end lines with two characters, sources and pages with one: without this, opening and saving a page
    would change every text of several lines. The rows' forms read the same data.
    """
    if not isinstance(data, QueryDict):
        return data
    plain = data.copy()
    for name, values in data.lists():
        if any("\r" in value for value in values):
            plain.setlist(name, [value.replace("\r\n", "\n").replace("\r", "\n") for value in values])
    return plain


class ProcedurePageForm(WagtailAdminPageForm):
    """Keeps a department's editor inside his department and lets the short title follow the official name."""

    return_methods = forms.MultipleChoiceField(
        label=_("Cách nhận kết quả"),
        choices=ReturnMethod.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    # The dates stand among the fields, for whoever may edit: a reviewer approves them with the rest. Wagtail's own
    # dialog for them would be hidden from everybody who may not publish alone.
    show_schedule_publishing_toggle = False

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(_plain_lines(data), *args, **kwargs)
        self.managed = managed_department_ids(self.for_user) if self.for_user else None
        for name in ("title", "slug"):
            # Both follow from the official name and the code where the editor leaves them empty.
            if name in self.fields:
                self.fields[name].required = False
        if is_placeholder(self.initial.get("code") or ""):
            self.initial["code"] = ""
        self._limit_departments()

    def _limit_departments(self) -> None:
        field = self.fields.get("responsible_department")
        if field is None or self.managed is None:
            return
        field.queryset = field.queryset.filter(pk__in=self.managed)
        if self.instance.responsible_department_id is None:
            self.initial["responsible_department"] = self._own_department_id()

    def _own_department_id(self) -> int | None:
        return getattr(self.for_user, "department_id", None)

    def clean_code(self) -> str:
        return clean_display(self.cleaned_data["code"])

    def clean(self) -> dict[str, Any]:
        """A draft may lack everything but a name: without one there is no title and no address to save it under."""
        cleaned: dict[str, Any] = super().clean()
        if not any(cleaned.get(name) or name in self.errors for name in ("official_name", "title")):
            self.add_error("official_name", _("Ghi tên thủ tục trước khi lưu."))
        check_rows(self.formsets, timezone.localdate())
        return cleaned

    def clean_responsible_department(self) -> Any:
        """A department's editor who leaves the choice empty keeps the procedure in his own department."""
        department = self.cleaned_data.get("responsible_department")
        if department is None and self.managed is not None:
            department = getattr(self.for_user, "department", None)
            if department is None:
                raise ValidationError(
                    _("Tài khoản của bạn chưa thuộc đơn vị nào. Hãy liên hệ quản trị viên.")
                )
        return department
