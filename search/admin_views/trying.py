"""The test box: a query, how it was understood, and why each hit ranks where it does."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from search.admin_views.access import TriersOnly, TryMenuItem, crumbs
from search.parameters import read_text
from search.services.trying import try_query


class TryView(TriersOnly, WagtailAdminTemplateMixin, TemplateView):
    """A form and, once it was sent, the answer. Nothing is counted."""

    template_name = "search/admin/try.html"
    page_title = gettext_lazy("Thử câu tìm")
    header_icon = "search"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(("", _("Thử câu tìm")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The query as it was typed, and everything about it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        query = read_text(self.request.GET)
        return {
            **context,
            "query": query,
            "trial": try_query(query, self.request.user) if query else None,
            "results_url": reverse("search:results"),
        }


class TryViewSet(ViewSet):
    """The test box's address and menu entry."""

    name = "search_try"
    url_prefix = "thu-cau-tim"
    icon = "search"
    menu_label = gettext_lazy("Thử câu tìm")
    menu_item_class = TryMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """The one screen."""
        return [path("", TryView.as_view(), name="index")]
