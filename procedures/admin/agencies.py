"""Agencies in the admin's menu: first those that an import brought and nobody has matched."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import F, QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from procedures.admin_views.agencies import MergeConfirmView, MergeListView, ReviewView, UndoMergeView
from procedures.models import Agency
from procedures.services import agencies

_REVIEW_CHOICES = [
    ("chua", _("Chưa đối chiếu")),
    ("khong", _("Không thuộc tỉnh")),
    ("co", _("Đã gắn đơn vị")),
]


class AgencyFilterSet(WagtailFilterSet):
    """By what was said of the name."""

    review = django_filters.ChoiceFilter(
        label=_("Đối chiếu"),
        choices=_REVIEW_CHOICES,
        empty_label=_("Tất cả"),
        method="by_review",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Agency
        fields: list[str] = []

    def by_review(self, rows: QuerySet[Agency], _name: str, value: str) -> QuerySet[Agency]:
        """Names to match, names of others, names of ours."""
        if value == "chua":
            return rows.filter(reviewed=False)
        return rows.filter(reviewed=True, department__isnull=value == "khong")


class SuggestionColumn(BaseColumn):
    """What the name looks like, with a button for the likeliest answer."""

    cell_template_name = "procedures/admin/agencies/suggestion_cell.html"

    def get_cell_context_data(self, instance: Agency, parent_context: Any) -> dict[str, Any]:
        """The likeliest department and agency, for names that nobody has matched."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["suggestion"] = None
        context["twin"] = None
        if not instance.reviewed:
            likenesses = instance.likenesses  # type: ignore[attr-defined]
            context["suggestion"] = next(iter(likenesses.departments(instance)), None)
            context["twin"] = next(iter(likenesses.agencies(instance)), None)
        request = parent_context["request"]
        context["csrf_token"] = parent_context.get("csrf_token", "")
        context["next_url"] = request.get_full_path() if "results" not in request.path else ""
        return context


class AgencyIndexView(IndexView):
    """One line an agency: how it was spelt, in how many procedures it stands, which department it is."""

    def get_base_queryset(self) -> QuerySet[Agency]:
        """Every agency that was not merged away, with what a line shows; those to match first."""
        return agencies.with_uses(agencies.standing())

    def search_queryset(self, queryset: QuerySet[Agency]) -> QuerySet[Agency]:
        """An agency that matches under two spellings still is one line."""
        return super().search_queryset(queryset).distinct()

    def order_queryset(self, queryset: QuerySet[Agency]) -> QuerySet[Agency]:
        """What to match, the most used first; or as the column heads say."""
        if self.request.GET.get("ordering"):
            return super().order_queryset(queryset)
        return queryset.order_by("reviewed", F("uses").desc(), "name")

    def get_table(self, object_list: Iterable[Agency]) -> Any:
        """The names to compare with are read once for the whole page."""
        likenesses = agencies.Likenesses()
        rows = list(object_list)
        for row in rows:
            row.likenesses = likenesses  # type: ignore[attr-defined]
        return super().get_table(rows)

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """The lines' cells."""
        return [
            *super().columns,
            Column("spellings", label=_("Cách ghi khác"), accessor=_other_spellings),
            Column("uses", label=_("Thủ tục"), accessor="uses"),
            SuggestionColumn("suggestion", label=_("Đối chiếu")),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The usual one, and what was merged."""
        url = reverse(f"{Agency.snippet_viewset.url_namespace}:merges")  # type: ignore[attr-defined]
        return [
            *super().header_buttons,
            HeaderButton(label=_("Các lần gộp"), url=url, icon_name="history"),
        ]

    def get_list_more_buttons(self, instance: Agency) -> list[MenuItem]:
        """The usual ones, and matching first."""
        buttons: list[MenuItem] = super().get_list_more_buttons(instance)
        if not self.user_has_permission("change"):
            return buttons
        url = reverse(f"{Agency.snippet_viewset.url_namespace}:review", args=[instance.pk])  # type: ignore[attr-defined]
        return [MenuItem(_("Đối chiếu, gộp"), url=url, icon_name="link", priority=5), *buttons]


def _other_spellings(agency: Agency) -> str:
    return "; ".join(row.name for row in agency.spellings.all() if row.name != agency.name)


class AgencyViewSet(SnippetViewSet):
    """Agencies as procedures name them."""

    model = Agency
    icon = "site"
    menu_label = _("Cơ quan")
    list_display = ("name", "department")
    search_fields = ("name", "folded_name", "spellings__name")
    search_backend_name = None
    filterset_class = AgencyFilterSet
    index_view_class = AgencyIndexView
    copy_view_enabled = False
    panels = (FieldPanel("name"), FieldPanel("department"), FieldPanel("reviewed"))

    def get_urlpatterns(self) -> list[Any]:
        """The snippet's addresses, and matching, merging, undoing."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/doi-chieu/", ReviewView.as_view(), name="review"),
            path("<int:pk>/gop-vao/<int:target_pk>/", MergeConfirmView.as_view(), name="merge"),
            path("cac-lan-gop/", MergeListView.as_view(), name="merges"),
            path("cac-lan-gop/<int:pk>/tach/", UndoMergeView.as_view(), name="undo_merge"),
        ]
