"""The report of every time limit that the administration commits itself to shorten."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from procedures.admin_views.access import EditorsOnly
from procedures.models import TimeLimit
from procedures.services.presentation.times import time_text
from procedures.wording import term_words


class TimeCutsView(EditorsOnly, ReportView):
    """One line a commitment of a public procedure, today's; as CSV and XLSX too."""

    model = TimeLimit
    page_title = _("Thời hạn đã rút ngắn")
    header_icon = "time"
    default_ordering = "page__title"
    export_filename = "thoi-han-rut-ngan"
    list_export: ClassVar[list[str]] = [
        "page.code",
        "page.title",
        "get_channel_display",
        "case_label",
        "value",
        "get_unit_display",
        "committed_value",
        "get_committed_unit_display",
        "cut_percent",
        "committed_basis",
    ]
    export_headings: ClassVar[dict[str, Any]] = {
        "page.code": _("Mã thủ tục"),
        "page.title": _("Tên thủ tục"),
        "get_channel_display": _("Cách nộp"),
        "case_label": _("Trường hợp"),
        "value": _("Theo luật"),
        "get_unit_display": _("Đơn vị theo luật"),
        "committed_value": _("Cam kết"),
        "get_committed_unit_display": _("Đơn vị cam kết"),
        "cut_percent": _("Rút ngắn (%)"),
        "committed_basis": _("Văn bản cam kết"),
    }

    def get_queryset(self) -> QuerySet[TimeLimit]:
        """Commitments that hold today."""
        rows = TimeLimit.objects.in_force(timezone.localdate()).exclude(committed_unit="")
        return rows.filter(page__live=True).select_related("page").order_by("page__title", "sort_order")

    @cached_property
    def columns(self) -> list[Column]:
        """The lines' cells."""
        return [
            TitleColumn("page", label=_("Thủ tục"), accessor=lambda row: str(row.page), get_url=_edit_url),
            Column("case_label", label=_("Trường hợp")),
            Column("law", label=_("Theo luật"), accessor=lambda row: term_words(row.value, row.unit)),
            Column("promised", label=_("Cam kết"), accessor=time_text),
            Column("cut", label=_("Rút ngắn"), accessor=_cut_words),
            Column("committed_basis", label=_("Văn bản cam kết")),
        ]


def _edit_url(row: TimeLimit) -> str:
    return reverse("wagtailadmin_pages:edit", args=[row.page_id])


def _cut_words(row: TimeLimit) -> str:
    """ "60 %", or "–" where the two terms can't be compared."""
    return "–" if row.cut_percent is None else f"{row.cut_percent} %"
