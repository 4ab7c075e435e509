"""What was asked in vain or without a sure answer: the report, and one cluster with everything to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from core.text import fold
from procedures.models import ProcedurePage
from procedures.services.bulk import Then
from search.admin_views.access import QueriesMenuItem, QueryReadersOnly, crumbs, may_close_queries
from search.models import AnswerKind, QueryStatus, ZeroHitQuery
from search.parameters import SearchRequest, read_text
from search.services.aliases import Added, add_aliases, why_not, with_aliases
from search.services.querying import answer, procedure_with_code
from search.services.unanswered import cluster_of, mark, open_clusters

_PER_SCREEN: Final = 50
_NEAREST: Final = 5
_DONE: Final = {
    Then.PUBLISH: gettext_lazy("Đã thêm vào “%(title)s” và công khai."),
    Then.SUBMIT: gettext_lazy("Đã thêm vào “%(title)s” và gửi duyệt."),
    Then.DRAFT: gettext_lazy(
        "Đã thêm vào bản nháp của “%(title)s”. Người dân tìm được khi trang được công khai."
    ),
}


class AliasForm(forms.Form):
    """The words that become other names of a procedure, and the queries that this answers."""

    names = forms.CharField(
        label=gettext_lazy("Tên gọi khác"),
        help_text=gettext_lazy("Mỗi dòng một tên. Gõ lại cho đủ dấu nếu bạn biết."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=600,
    )

    def clean_names(self) -> tuple[str, ...]:
        """The lines that have a letter or a digit."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["names"].splitlines()]
        names = tuple(line for line in lines if fold(line))
        if not names:
            raise forms.ValidationError(_("Cần ít nhất một chữ hoặc một số."))
        return names


@dataclass(frozen=True)
class Candidate:
    """A procedure that the words may mean, what else it is called, and why nothing can be added to it now."""

    page: ProcedurePage
    names: list[str]
    refusal: str


class QueryListView(QueryReadersOnly, WagtailAdminTemplateMixin, TemplateView):
    """Clusters, the most frequent first."""

    template_name = "search/admin/queries.html"
    page_title = gettext_lazy("Câu tìm chưa đáp ứng")
    header_icon = "warning"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(("", self.page_title))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One screen of clusters of one kind or all."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        kind = self.request.GET.get("loai", "")
        kind = kind if kind in AnswerKind.values else ""
        return {
            **context,
            "screen": Paginator(open_clusters(kind), _PER_SCREEN).get_page(self.request.GET.get("trang")),
            "kinds": AnswerKind.choices,
            "kind": kind,
            "rows_url": reverse("wagtailsnippets_search_zerohitquery:list"),
        }


class ClusterView(QueryReadersOnly, WagtailAdminTemplateMixin, TemplateView):
    """Queries that ask the same. A POST adds them to a procedure, or says that nothing has to be done."""

    template_name = "search/admin/cluster.html"
    header_icon = "warning"

    @cached_property
    def query(self) -> ZeroHitQuery:
        """The query of the address."""
        return get_object_or_404(ZeroHitQuery, pk=self.kwargs["pk"])

    @cached_property
    def queries(self) -> list[ZeroHitQuery]:
        """All that ask the same."""
        return cluster_of(self.query)

    def get_page_title(self) -> str:
        return f"“{self.queries[0].text}”"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(
            (reverse("search_queries:index"), _("Câu tìm chưa đáp ứng")), ("", self.queries[0].text)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The queries, the procedures that they may mean, and those that the editor looked for."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        looked_for, text = read_text(self.request.POST), self.queries[0].text
        user, add = self.request.user, reverse("wagtailsnippets_search_searchsynonym:add")
        return {
            "form": AliasForm(initial={"names": self.request.POST.get("names", text)}),
            **context,
            "queries": self.queries,
            "ticked": self.ticked if self.request.method == "POST" else self.queries,
            "total": sum(query.count for query in self.queries),
            "is_open": self.query.status == QueryStatus.OPEN,
            "query": self.query,
            "looked_for": looked_for,
            "candidates": self._candidates(looked_for or text),
            "may_close": may_close_queries(user),
            "synonym_url": f"{add}?{urlencode({'phrase': text})}"
            if user.has_perm("search.add_searchsynonym")
            else "",
            "try_url": f"{reverse('search_try:index')}?{urlencode({'q': text})}",
        }

    @cached_property
    def ticked(self) -> list[ZeroHitQuery]:
        """Those that the form is about."""
        given = {int(key) for key in self.request.POST.getlist("query") if key.isdecimal() and len(key) < 18}
        return [query for query in self.queries if query.pk in given]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the button says to the queries that were ticked; looking for a procedure keeps what was typed."""
        if "find" in request.POST:
            return self.render_to_response(self.get_context_data())
        if not self.ticked:
            messages.warning(request, _("Chọn ít nhất một câu."))
            return redirect(request.path)
        if "page" in request.POST:
            return self._add(request.POST["page"])
        if not may_close_queries(request.user):
            raise PermissionDenied
        if "reopen" in request.POST:
            self._mark(QueryStatus.OPEN, "")
            return redirect(request.path)
        self._mark(QueryStatus.IGNORED, "")
        messages.success(request, _("Đã bỏ qua “%(text)s”.") % {"text": self.ticked[0].text})
        return redirect("search_queries:index")

    def _add(self, key: str) -> HttpResponse:
        form = AliasForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        page = (
            ProcedurePage.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 18 else None
        )
        if page is None:
            raise Http404
        added = add_aliases(page, form.cleaned_data["names"], self.request.user)
        if added.refusal:
            messages.error(self.request, f"{page.title}: {added.refusal}")
            return redirect(self.request.path)
        self._mark(QueryStatus.ANSWERED, _alias_note(added))
        messages.success(self.request, _DONE[added.then] % {"title": page.title})
        return redirect("search_queries:index")

    def _mark(self, status: QueryStatus, note: str) -> None:
        mark([query.pk for query in self.ticked], status, note, timezone.localdate())

    def _candidates(self, text: str) -> list[Candidate]:
        known = procedure_with_code(text)
        ids = (known.page.pk,) if known else answer(SearchRequest(text=text), timezone.localdate()).ids
        pages = ProcedurePage.objects.select_related("latest_revision").in_bulk(ids[:_NEAREST])
        found = [pages[key] for key in ids if key in pages]
        return [
            Candidate(page, with_aliases(page.keywords, ()), why_not(page, self.request.user))
            for page in found
        ]


def _alias_note(added: Added) -> str:
    return _("Tên gọi khác của %(page)s") % {"page": added.page}


class QueryViewSet(ViewSet):
    """The report's addresses and menu entry."""

    name = "search_queries"
    url_prefix = "cau-tim-chua-dap-ung"
    icon = "warning"
    menu_label = gettext_lazy("Câu tìm chưa đáp ứng")
    menu_item_class = QueriesMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """The report and one cluster."""
        return [
            path("", QueryListView.as_view(), name="index"),
            path("<int:pk>/", ClusterView.as_view(), name="cluster"),
        ]
