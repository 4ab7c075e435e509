"""A new version of a form in one step: its file, its number, the day from which it holds."""

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.documents import get_document_model
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from procedures.models import Form
from procedures.services.form_links import pages_naming, start_linking
from procedures.services.forms import procedures_with, replace_form
from procedures.services.previews import MAX_BYTES

# What a file of the kind begins with: PDF, and the archives that the office formats are.
_BEGINNINGS = {"pdf": b"%PDF-", **dict.fromkeys(("docx", "xlsx", "odt", "ods"), b"PK\x03\x04")}


class NewVersionForm(forms.Form):
    """The file and what is said of it. Only collections that the person may add files to are offered."""

    file = forms.FileField(
        label=gettext_lazy("Tệp mẫu mới"),
        help_text=gettext_lazy("PDF, DOCX, XLSX, ODT hoặc ODS, tối đa 20 MB."),
    )
    version = forms.CharField(
        label=gettext_lazy("Phiên bản"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Ví dụ: theo Thông tư 53/2025/TT-BCA."),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Dùng từ ngày"),
        widget=AdminDateInput,
        help_text=gettext_lazy("Đến ngày này, mọi thủ tục có mẫu tự chuyển sang bản mới."),
    )
    note = forms.CharField(
        label=gettext_lazy("Khác bản trước ở đâu"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    collection = forms.ModelChoiceField(
        label=gettext_lazy("Bộ sưu tập"), queryset=Collection.objects.none(), empty_label=None
    )

    def __init__(self, target: Form, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.target = target
        collections = _files_policy().collections_user_has_permission_for(user, "add")
        field = self.fields["collection"]
        field.queryset = collections  # type: ignore[attr-defined]
        self.initial.setdefault("valid_from", timezone.localdate())
        self.initial.setdefault("collection", collections.first())
        if collections.count() == 1:
            field.widget = forms.HiddenInput()

    def clean_file(self) -> UploadedFile[Any]:
        """Take what has a kind that is published here, and is what its name says."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        extension = PurePath(file.name or "").suffix.lower().lstrip(".")
        if extension not in settings.WAGTAILDOCS_EXTENSIONS:
            raise forms.ValidationError(_("Chỉ nhận tệp PDF, DOCX, XLSX, ODT hoặc ODS."))
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("Tệp lớn hơn 20 MB. Hãy giảm kích thước rồi tải lại."))
        if not file.read(8).startswith(_BEGINNINGS.get(extension, b"")):
            raise forms.ValidationError(
                _("Nội dung tệp không đúng với đuôi tên tệp. Hãy lưu lại rồi tải lên.")
            )
        file.seek(0)
        return file

    def clean_valid_from(self) -> Any:
        """Two versions can't begin on one day: nobody could say which one holds."""
        day = self.cleaned_data["valid_from"]
        if self.target.versions.filter(valid_from=day).exists():
            raise forms.ValidationError(_("Mẫu này đã có một phiên bản dùng từ ngày đó."))
        return day


if TYPE_CHECKING:
    NewVersionFormView = FormView[NewVersionForm]
else:
    NewVersionFormView = FormView


class NewVersionView(WagtailAdminTemplateMixin, NewVersionFormView):
    """Upload a new version; every procedure with the form changes with it."""

    form_class = NewVersionForm
    template_name = "procedures/admin/forms/new_version.html"
    header_icon = "upload"
    page_title = gettext_lazy("Thay phiên bản mới")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only those who may change forms and add files."""
        may_add_files = _files_policy().user_has_permission(request.user, "add")
        if not request.user.has_perm("procedures.change_form") or not may_add_files:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def target(self) -> Form:
        """The form that gets a new version."""
        return get_object_or_404(Form, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form and the person."""
        return {**super().get_form_kwargs(), "target": self.target, "user": self.request.user}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way back to the list."""
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
            {"url": _list_url(), "label": _("Mẫu đơn, tờ khai")},
            {"url": "", "label": self.target.code},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What will change with it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        pages = procedures_with(self.target)
        context.update(
            target=self.target,
            uses=pages.count(),
            pages=pages.order_by("title")[:10],
            named_by=pages_naming(self.target).count(),
        )
        return context

    def form_valid(self, form: NewVersionForm) -> HttpResponse:
        """Keep the file and say where it will be seen."""
        data = form.cleaned_data
        replace_form(
            self.target,
            data["file"],
            collection=data["collection"],
            version=data["version"],
            valid_from=data["valid_from"],
            note=data["note"],
            user=self.request.user,
        )
        uses = procedures_with(self.target).count()
        text = ngettext(
            "Mẫu %(code)s có bản mới, dùng từ %(day)s ở %(uses)s thủ tục.",
            "Mẫu %(code)s có bản mới, dùng từ %(day)s ở %(uses)s thủ tục.",
            uses,
        )
        day = f"{data['valid_from']:%d/%m/%Y}"
        messages.success(self.request, text % {"code": self.target.code, "day": day, "uses": uses})
        return redirect(_list_url())


class LinkPapersView(View):
    """Give the form to every paper that names it by its code alone."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand it to a worker: each procedure gets a version of its own."""
        if not request.user.has_perm("procedures.change_form"):
            raise PermissionDenied
        form = get_object_or_404(Form, pk=pk)
        count = start_linking(form, request.user)
        text = _("Đang gắn mẫu %(code)s vào %(count)s thủ tục.")
        messages.success(request, text % {"code": form.code, "count": count})
        return redirect(_list_url())


def _files_policy() -> Any:
    return policy_registry.get_by_type(get_document_model())


def _list_url() -> str:
    return reverse(f"{Form.snippet_viewset.url_namespace}:list")
