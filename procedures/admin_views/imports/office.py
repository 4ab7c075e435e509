"""Every address of the import below ``/admin/nhap-thu-tuc/``."""

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from procedures.admin_views.imports.access import may_import
from procedures.admin_views.imports.batches import BatchListView, BatchView
from procedures.admin_views.imports.downloads import ExampleView, ReportView
from procedures.admin_views.imports.news import NewsView
from procedures.admin_views.imports.rows import FindingListView, RowListView, RowView
from procedures.admin_views.imports.steps import (
    ApplyView,
    ContinueView,
    DecideView,
    DiscardView,
    RevertView,
    SkipView,
)
from procedures.admin_views.imports.upload import UploadView


class ImportMenuItem(MenuItem):
    """The menu's entry, for those who may import."""

    def is_shown(self, request: HttpRequest) -> bool:
        """By permission."""
        return may_import(request.user)


class ImportViewSet(ViewSet):
    """Uploads, batches, rows, steps, downloads; and what is new at the source of one page."""

    name = "procedures_imports"
    url_prefix = "nhap-thu-tuc"
    icon = "upload"
    menu_label = _("Nhập thủ tục")
    menu_name = "procedures-imports"
    menu_icon = "upload"
    menu_order = 205
    add_to_admin_menu = True
    menu_item_class = ImportMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """Every address."""
        return [
            path("", BatchListView.as_view(), name="index"),
            path("tep-moi/", UploadView.as_view(), name="upload"),
            path("mau.xlsx", ExampleView.as_view(), name="template"),
            path("<int:pk>/", BatchView.as_view(), name="batch"),
            path("<int:pk>/dong/", RowListView.as_view(), name="rows"),
            path("<int:pk>/dong/<int:number>/", RowView.as_view(), name="row"),
            path("<int:pk>/dieu-can-xem/", FindingListView.as_view(), name="findings"),
            path("<int:pk>/bao-cao.csv", ReportView.as_view(), name="report"),
            path("<int:pk>/quyet-dinh/", DecideView.as_view(), name="decide"),
            path("<int:pk>/bo-qua/", SkipView.as_view(), name="skip"),
            path("<int:pk>/ghi/", ApplyView.as_view(), name="apply"),
            path("<int:pk>/hoan-lai/", RevertView.as_view(), name="revert"),
            path("<int:pk>/tiep-tuc/", ContinueView.as_view(), name="continue"),
            path("<int:pk>/bo/", DiscardView.as_view(), name="discard"),
            path("nguon-moi/<int:page_pk>/", NewsView.as_view(), name="news"),
        ]
