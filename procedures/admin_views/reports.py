"""T1: how complete the published catalogue is, part by part, each figure with its list and as a file."""

import csv
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from procedures.admin_views.access import EditorsOnly, crumbs
from procedures.models import Field
from procedures.services.completeness import PARTS, completeness, gaps_of, published, with_gaps
from procedures.services.worklist.contents import Incomplete
from procedures.services.worklist.pages import managed_pages
from procedures.worklist import Asked


def _pages(asked: Asked) -> Any:
    pages = published(asked.today).filter(pk__in=managed_pages(asked.user).values("pk"))
    return pages if asked.field_id is None else pages.filter(fields=asked.field_id)


class CompletenessView(EditorsOnly, WagtailAdminTemplateMixin, TemplateView):
    """The figures for the procedures that the reader works on."""

    template_name = "procedures/admin/worklist/completeness.html"
    page_title = gettext_lazy("Mức đầy đủ của danh mục")
    header_icon = "table"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(("", self.page_title))

    def get_header_buttons(self) -> list[HeaderButton]:
        query = self.request.GET.urlencode()
        url = f"{reverse('catalogue_work:completeness_csv')}?{query}"
        return [HeaderButton(label=_("Tải CSV"), url=url, icon_name="download")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = self.asked()
        return {
            **context,
            "report": completeness(_pages(asked)),
            "list_url": reverse("catalogue_work:source", args=[Incomplete.name]),
            "fields": Field.objects.order_by("name"),
            "field_id": asked.field_id,
        }


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, value: str) -> str:
        return value


class CompletenessCsvView(EditorsOnly):
    """One line a procedure with 1 and 0 for each part: adding up a column gives the figure on the screen."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        asked = self.asked()
        response = StreamingHttpResponse(_lines(asked), content_type="text/csv; charset=utf-8")
        name = f"muc-day-du-{asked.today:%Y-%m-%d}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response


def _lines(asked: Asked) -> Iterator[str]:
    # The mark tells spreadsheet programs that this is UTF-8.
    yield "\ufeff"
    writer = csv.writer(_Echo())
    labels = [f"{part.letter}) {part.label}" for part in PARTS]
    yield writer.writerow(["ma", "ten", *labels, "du_7_phan", "du_8_phan"])
    pages = with_gaps(_pages(asked)).only("code", "title").order_by("code")
    for page in pages.iterator(chunk_size=500):
        gaps = gaps_of(page)
        has = [0 if part in gaps else 1 for part in PARTS]
        seven = 0 if any(part.required for part in gaps) else 1
        yield writer.writerow([page.code, _safe(page.title), *has, seven, 0 if gaps else 1])


def _safe(text: str) -> str:
    """A title never becomes a formula in a spreadsheet program."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
