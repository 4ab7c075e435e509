"""The rows and findings of a batch, and one row with everything that it would change."""

from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from procedures.admin_views.imports.access import PartOfOneBatch
from procedures.importing.wording import FIELD_LABELS
from procedures.models import BatchState, FindingSeverity, ImportRow
from procedures.services.imports.finding_words import kind_words
from procedures.services.imports.viewing import (
    GROUP_LABELS,
    Group,
    fields_of,
    findings_of,
    group_counts,
    rows_of,
)

_PER_PAGE: Final = 50
_MAX_WORDS: Final = 100
_SKIPPABLE: Final = (Group.NEW, Group.UPDATED, Group.SKIPPED)


class RowListView(PartOfOneBatch):
    """Rows of one group, searched by code, name or place in the source."""

    template_name = "procedures/admin/imports/rows.html"
    header_icon = "list-ul"

    @cached_property
    def group(self) -> Group | None:
        """The group of the address; None is all of them."""
        asked = self.request.GET.get("nhom", "")
        if not asked:
            return None
        try:
            return Group(asked)
        except ValueError:
            raise Http404 from None

    def get_page_title(self) -> str:
        """What the rows have in common."""
        return str(GROUP_LABELS[self.group]) if self.group else _("Mọi dòng")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of rows and the other groups."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        words = self.request.GET.get("q", "").strip()[:_MAX_WORDS]
        rows = Paginator(rows_of(self.batch, self.group, words), _PER_PAGE)
        counts = group_counts(self.batch)
        page = rows.get_page(self.request.GET.get("p"))
        for row in page:
            labels = [str(FIELD_LABELS.get(name, name)) for name in row.conflicts]
            row.conflict_labels = labels  # type: ignore[attr-defined]
        context.update(
            batch=self.batch,
            title=self.get_page_title(),
            rows=page,
            words=words,
            group=self.group.value if self.group else "",
            groups=[
                {"key": each.value, "label": GROUP_LABELS[each], "count": counts[each]}
                for each in Group
                if counts[each] or each is self.group
            ],
            may_decide=self.batch.can_be_decided and self.group in (Group.WAITING, Group.CONFLICT),
            may_skip=self.batch.state == BatchState.PLANNED and self.group in _SKIPPABLE,
            here=self.request.get_full_path(),
            query=query_without_page(self.request),
        )
        context["may_choose"] = context["may_decide"] or context["may_skip"]
        return context


def query_without_page(request: HttpRequest) -> str:
    """The parameters of the address but the page's number."""
    parameters = request.GET.copy()
    parameters.pop("p", None)
    return parameters.urlencode()


class FindingListView(PartOfOneBatch):
    """Findings of one kind, or all of them."""

    template_name = "procedures/admin/imports/findings.html"
    header_icon = "warning"

    @property
    def kind(self) -> str:
        """The kind asked for."""
        return self.request.GET.get("loai", "")[:40]

    @property
    def severity(self) -> str:
        """The severity asked for; nonsense is none."""
        asked = self.request.GET.get("muc", "")
        return asked if asked in FindingSeverity.values else ""

    def get_page_title(self) -> str:
        """What the findings are about."""
        return kind_words(self.kind) if self.kind else _("Điều cần xem")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of findings."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        findings = Paginator(findings_of(self.batch, self.severity, self.kind), _PER_PAGE)
        context.update(
            batch=self.batch,
            title=self.get_page_title(),
            findings=findings.get_page(self.request.GET.get("p")),
            severity=self.severity,
            severities=[
                {
                    "label": severity.label,
                    "query": urlencode({"muc": severity.value, "loai": self.kind}),
                    "is_current": severity.value == self.severity,
                }
                for severity in FindingSeverity
            ],
            all_query=urlencode({"loai": self.kind}),
            query=query_without_page(self.request),
        )
        return context


class RowView(PartOfOneBatch):
    """One row: what the source says, what stands here, what was decided."""

    template_name = "procedures/admin/imports/row.html"
    header_icon = "doc-full"

    @cached_property
    def row(self) -> ImportRow:
        """The row of the address."""
        rows = self.batch.rows.select_related("page").prefetch_related("findings")
        row: ImportRow = get_object_or_404(rows, number=self.kwargs["number"])
        row.batch = self.batch
        return row

    def get_page_title(self) -> str:
        """Which record it is."""
        return self.row.code or self.row.source

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its fields, its findings, the next row that waits."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        row = self.row
        open_row = not row.outcome or row.outcome == "left"
        waiting = rows_of(self.batch, Group.WAITING).filter(number__gt=row.number)
        context.update(
            batch=self.batch,
            row=row,
            fields=fields_of(row),
            may_decide=bool(row.conflicts) and open_row and self.batch.can_be_decided,
            next_number=waiting.values_list("number", flat=True).first(),
            here=self.request.get_full_path(),
        )
        return context
