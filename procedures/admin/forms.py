"""Forms that citizens fill in, in the admin's menu: which version holds, where each is used, what is missing."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from procedures.admin_views.form_versions import LinkPapersView, NewVersionView
from procedures.models import Form
from procedures.services.forms import forms_with_versions, problem_of, with_uses


class FormFilterSet(WagtailFilterSet):
    """Forms without any file, forms that nothing uses."""

    without_file = django_filters.BooleanFilter(
        field_name="versions", lookup_expr="isnull", label=_("Chưa có tệp")
    )
    unused = django_filters.BooleanFilter(
        field_name="items", lookup_expr="isnull", label=_("Chưa gắn thủ tục")
    )

    class Meta:
        model = Form
        fields: list[str] = []


class FormIndexView(IndexView):
    """One line a form: its version of today, in how many procedures it stands, what is wrong with it."""

    def get_base_queryset(self) -> QuerySet[Form]:
        """Every form with what a line shows."""
        return with_uses(forms_with_versions())

    def filter_queryset(self, queryset: QuerySet[Form]) -> QuerySet[Form]:
        """A form with two versions still is one line."""
        return super().filter_queryset(queryset).distinct()

    @cached_property
    def columns(self) -> list[Column]:
        """The lines' cells."""
        today = timezone.localdate()
        return [
            *super().columns,
            Column("version", label=_("Bản đang dùng"), accessor=lambda form: _current_words(form, today)),
            Column("uses", label=_("Thủ tục"), accessor="uses"),
            Column("problem", label=_("Cần xem"), accessor=lambda form: problem_of(form, today)),
        ]

    def get_list_more_buttons(self, instance: Form) -> list[MenuItem]:
        """The usual ones, and a new version first."""
        buttons: list[MenuItem] = super().get_list_more_buttons(instance)
        public = MenuItem(
            _("Xem trang công khai"),
            url=reverse("procedures:form", args=[instance.slug]),
            icon_name="view",
            priority=6,
        )
        if not self.user_has_permission("change"):
            return [public, *buttons]
        url = reverse(f"{Form.snippet_viewset.url_namespace}:new_version", args=[instance.pk])
        replace = MenuItem(_("Thay phiên bản mới"), url=url, icon_name="upload", priority=5)
        return [replace, public, *buttons]


def _current_words(form: Form, today: Any) -> str:
    version = form.current(today)
    if version is None:
        return "–"
    since = f", từ {version.valid_from:%d/%m/%Y}" if version.valid_from else ""
    return f"{version.version or version.document.title}{since}"


class FormViewSet(SnippetViewSet):
    """Forms. Papers point at the form, so a new version is new in every procedure."""

    model = Form
    icon = "doc-empty"
    menu_label = _("Mẫu đơn, tờ khai")
    list_display = ("code", "name")
    search_fields = ("code", "name")
    search_backend_name = None
    filterset_class = FormFilterSet
    index_view_class = FormIndexView
    copy_view_enabled = False
    panels = (
        FieldPanel("code"),
        FieldPanel("name"),
        FieldPanel("note"),
        InlinePanel(
            "versions",
            [
                FieldRowPanel([FieldPanel("version"), FieldPanel("valid_from")]),
                FieldPanel("document"),
                FieldPanel("note"),
            ],
            label=_("Phiên bản"),
            heading=_("Các phiên bản"),
        ),
        FieldPanel("slug"),
    )

    def get_urlpatterns(self) -> list[Any]:
        """The snippet's addresses and the one-step replacement."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/phien-ban-moi/", NewVersionView.as_view(), name="new_version"),
            path("<int:pk>/gan-giay-to/", LinkPapersView.as_view(), name="link_papers"),
        ]
