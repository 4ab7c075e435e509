"""The queue and its export."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from feedback.admin_views.access import CaseOfficeMixin
from feedback.admin_views.filters import CaseFilterSet
from feedback.admin_views.tables import QUEUE_COLUMNS, QueueTable
from feedback.models import Case, CaseQuerySet
from feedback.services import queue
from feedback.services.export import EXPORT_COLUMNS, export_rows

EXPORT_PERMISSION = "feedback.export_cases"


class QueueView(CaseOfficeMixin, BaseListingView):
    """Cases of the officer's department, the earliest due date first, in tabs."""

    model = Case
    template_name = "feedback/admin/queue.html"
    results_template_name = "feedback/admin/queue_results.html"
    header_icon = "comment"
    page_title = gettext_lazy("Phản ánh")
    columns = QUEUE_COLUMNS
    table_class = QueueTable
    table_classname = "listing queue"
    filterset_class = CaseFilterSet
    is_searchable = True
    paginate_by = 30
    verbose_name = gettext_lazy("phản ánh")
    verbose_name_plural = gettext_lazy("phản ánh")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the tab from the address; one moment for the whole answer."""
        super().setup(request, *args, **kwargs)
        self.tab = queue.tab_of(str(kwargs.get("tab", "")))
        self.now = timezone.now()

    def get_page_title(self) -> str:
        """Whose queue it is."""
        department = self.officer.department
        if department is None or self.officer.has_perm("feedback.view_all_cases"):
            return _("Phản ánh của mọi đơn vị")
        return _("Phản ánh của %(department)s") % {"department": department.name}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Short: the full name is the heading below."""
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
            {"url": "", "label": _("Phản ánh")},
        ]

    def get_search_form(self) -> SearchForm:
        """The admin's search form, saying what can be searched for."""
        form = super().get_search_form()
        form.fields[self.search_kwarg].widget.attrs["placeholder"] = _("Tìm mã, nội dung…")
        return form

    def get_index_url(self) -> str:
        """The tab's own address: filters and search keep the tab."""
        return reverse("feedback_cases:tab", args=[self.tab])

    def get_index_results_url(self) -> str:
        """The address of the list alone, which the admin's search box reloads."""
        return reverse("feedback_cases:tab_results", args=[self.tab])

    def get_base_queryset(self) -> CaseQuerySet:
        """What this officer may see, of this tab."""
        return queue.in_tab(Case.objects.visible_to(self.officer), self.tab, self.officer, self.now)

    def order_queryset(self, queryset: CaseQuerySet) -> CaseQuerySet:
        """By due date, with what a row shows."""
        return queue.for_rows(queryset)

    def search_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """By code, summary or content."""
        return queue.search(queryset, self.search_query) if self.is_searching else queryset

    def get_table(self, object_list: Iterable[Case]) -> QueueTable:
        """The rows in words."""
        rows = queue.rows_of(object_list, self.officer, self.now)
        return QueueTable(
            self.columns, rows, classname=self.table_classname, caption=str(queue.TAB_LABELS[self.tab])
        )

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The export, for those who may."""
        if not self.officer.has_perm(EXPORT_PERMISSION):
            return []
        url = f"{reverse('feedback_cases:export', args=[self.tab])}?{self.request.GET.urlencode()}"
        return [HeaderButton(label=_("Xuất CSV"), url=url, icon_name="download")]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The tabs with their counts."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        counts = queue.tab_counts(self.officer, self.now)
        context["tabs"] = [
            {
                "label": queue.TAB_LABELS[tab],
                "url": reverse("feedback_cases:tab", args=[tab]),
                "count": counts.get(tab),
                "current": tab is self.tab,
            }
            for tab in queue.Tab
        ]
        context["no_results_message"] = self.no_results_message
        return context

    @cached_property
    def no_results_message(self) -> str:
        """Say whether there is nothing to do or only nothing found."""
        if self.is_searching or self.is_filtering:
            return _("Không có phản ánh nào khớp. Thử bỏ bớt bộ lọc hoặc tìm trong mục Tất cả.")
        return _("Không có phản ánh nào ở mục này.")


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, value: str) -> str:
        """The line as it is."""
        return value


class ExportView(QueueView):
    """The same list as a CSV file without personal data."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        """Stream the file."""
        if not self.officer.has_perm(EXPORT_PERMISSION):
            raise PermissionDenied
        response = StreamingHttpResponse(
            _csv_lines(self.get_queryset()), content_type="text/csv; charset=utf-8"
        )
        name = f"phan-anh-{self.tab}-{timezone.localdate(self.now):%Y-%m-%d}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response


def _csv_lines(cases: CaseQuerySet) -> Iterator[str]:
    # The mark tells spreadsheet programs that this is UTF-8.
    yield "\ufeff"
    writer = csv.writer(_Echo())
    yield writer.writerow(EXPORT_COLUMNS)
    for row in export_rows(cases):
        yield writer.writerow(row)
