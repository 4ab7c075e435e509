"""The editors' office: every address of their own screens below ``/admin/viec-can-lam/``."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from procedures.admin_views.bulk import BulkView, PickView
from procedures.admin_views.choosing import ChoicesView
from procedures.admin_views.reports import CompletenessCsvView, CompletenessView
from procedures.admin_views.worklist import WorkIndexView, WorkMenuItem, WorkSourceView


class WorkViewSet(ViewSet):
    """Work list, bulk changes, completeness, and the choices that long lists are searched for."""

    name = "catalogue_work"
    url_prefix = "viec-can-lam"
    icon = "tasks"
    menu_label = _("Việc cần làm")
    menu_name = "catalogue-work"
    menu_icon = "tasks"
    menu_order = 50
    add_to_admin_menu = True
    menu_item_class = WorkMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """Every address."""
        return [
            path("", WorkIndexView.as_view(), name="index"),
            path("muc-day-du/", CompletenessView.as_view(), name="completeness"),
            path("muc-day-du.csv", CompletenessCsvView.as_view(), name="completeness_csv"),
            path("hang-loat/", PickView.as_view(), name="pick"),
            path("hang-loat/<slug:action>/", BulkView.as_view(), name="bulk"),
            path("chon/<slug:what>/", ChoicesView.as_view(), name="choices"),
            path("muc/<slug:name>/", WorkSourceView.as_view(), name="source"),
        ]
