"""The report of decisions that were published later than the law allows."""

import csv
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.services.calendar import load_calendar
from procedures.choices import DecisionKind
from procedures.models import PublicationDecision, PublicationRule
from procedures.services.decisions.punctuality import (
    Duty,
    Figure,
    ReportLine,
    Verdict,
    csv_rows,
    figures,
    report_lines,
    rule_words,
)

MOST_LINES = 500


class LateDecisionsView(WagtailAdminTemplateMixin, TemplateView):
    """Figures on top, each leading to the decisions it was counted from; the same list as CSV."""

    template_name = "procedures/admin/decisions/late.html"
    header_icon = "history"
    page_title = gettext_lazy("Công bố muộn so với luật định")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """For everybody who may look at decisions."""
        if not any(
            request.user.has_perm(f"procedures.{act}_publicationdecision") for act in ("view", "change")
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page, or with ``csv`` the file."""
        if request.GET.get("dang") == "csv":
            return _csv(self._shown())
        return super().get(request, *args, **kwargs)

    @cached_property
    def year(self) -> int | None:
        """The year of signing that was asked for."""
        asked = self.request.GET.get("nam", "")
        return int(asked) if asked.isdecimal() and len(asked) == 4 else None

    @cached_property
    def duty(self) -> Duty | None:
        """The figure whose list was asked for."""
        asked = self.request.GET.get("muc", "")
        return Duty(asked) if asked in list(Duty) else None

    @cached_property
    def verdict(self) -> Verdict:
        """Which of its decisions; the late ones where nothing was asked."""
        asked = self.request.GET.get("ket-luan", "")
        return Verdict(asked) if asked in list(Verdict) else Verdict.LATE

    @cached_property
    def lines(self) -> list[ReportLine]:
        """Every decision of the year, judged."""
        decisions = PublicationDecision.objects.filter(kind=DecisionKind.PUBLISH)
        if self.year:
            decisions = decisions.filter(decided_on__year=self.year)
        return report_lines(decisions, load_calendar())

    def _shown(self) -> list[ReportLine]:
        if self.duty is None:
            return self.lines
        return [line for line in self.lines if line.judgements[self.duty].verdict == self.verdict]

    def _address(self, **changed: Any) -> str:
        asked = {
            "nam": self.year,
            "muc": self.duty,
            "ket-luan": self.verdict if self.duty else None,
            **changed,
        }
        return "?" + urlencode({key: value for key, value in asked.items() if value})

    def _figure(self, figure: Figure) -> dict[str, Any]:
        def address(verdict: Verdict) -> str:
            return self._address(**{"muc": figure.duty, "ket-luan": verdict})

        return {
            "figure": figure,
            "late_url": address(Verdict.LATE),
            "on_time_url": address(Verdict.ON_TIME),
            "unknown_url": address(Verdict.NO_DATA),
        }

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way back to the decisions."""
        namespace = PublicationDecision.snippet_viewset.url_namespace
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
            {"url": reverse(f"{namespace}:list"), "label": _("Quyết định công bố")},
            {"url": "", "label": _("Công bố muộn")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Figures, rules, years, and the list that was asked for."""
        shown = self._shown()
        years = (
            PublicationDecision.objects.filter(decided_on__isnull=False)
            .annotate(year=ExtractYear("decided_on"))
            .values_list("year", flat=True)
            .order_by("-year")
            .distinct()
        )
        return {
            **super().get_context_data(**kwargs),
            "figures": [self._figure(figure) for figure in figures(self.lines)],
            "rules": [rule_words(rule) for rule in PublicationRule.objects.all()],
            "rules_url": reverse("wagtailsnippets_procedures_publicationrule:list"),
            "years": [(year, self._address(nam=year), year == self.year) for year in years],
            "every_year_url": self._address(nam=None),
            "is_filtered": self.duty is not None,
            "everything_url": self._address(**{"muc": None, "ket-luan": None}),
            "lines": shown[:MOST_LINES],
            "more": max(0, len(shown) - MOST_LINES),
            "csv_url": self._address(dang="csv"),
        }


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, value: str) -> str:
        """The line as it is."""
        return value


def _csv(lines: list[ReportLine]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_csv_lines(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cong-bo-muon.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _csv_lines(lines: list[ReportLine]) -> Iterator[str]:
    # The mark tells spreadsheet programs that this is UTF-8.
    yield "\ufeff"
    writer = csv.writer(_Echo())
    for row in csv_rows(lines):
        yield writer.writerow(row)
