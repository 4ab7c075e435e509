"""Matching an agency's name: one of our departments, another spelling of a known agency, or somebody else's."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.models import Department
from core.text import fold
from procedures.models import Agency, AgencyMerge, ProcedurePage
from procedures.services import agencies

_FOUND = 20
_SHOWN = 20
_PER_PAGE = 30


class DepartmentForm(forms.Form):
    """Which department of ours it is."""

    department = forms.ModelChoiceField(
        label=gettext_lazy("Đơn vị"), queryset=Department.objects.order_by("name"), required=False
    )


class AgencyMixin(View):
    """Lets in people who may change agencies."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else."""
        if not request.user.has_perm("procedures.change_agency"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def agency(self) -> Agency:
        """The agency of the address; one that was merged away is no longer there."""
        return get_object_or_404(agencies.with_uses(agencies.standing()), pk=self.kwargs["pk"])

    def crumbs(self, label: str) -> list[dict[str, str]]:
        """The way back to the list."""
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
            {"url": list_url(), "label": _("Cơ quan")},
            {"url": "", "label": label},
        ]


class ReviewView(AgencyMixin, WagtailAdminTemplateMixin, TemplateView):
    """One name with everything that it could be. A POST answers whether it is a department."""

    template_name = "procedures/admin/agencies/review.html"
    header_icon = "link"
    page_title = gettext_lazy("Đối chiếu cơ quan")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Short: the name is the heading."""
        return self.crumbs(_("Đối chiếu"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Suggestions, search results, and the procedures that name it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        agency, query = self.agency, self.request.GET.get("q", "").strip()
        likenesses = agencies.Likenesses()
        context.update(
            agency=agency,
            spellings=[row.name for row in agency.spellings.all() if row.name != agency.name],
            departments=likenesses.departments(agency),
            twins=likenesses.agencies(agency),
            form=DepartmentForm(initial={"department": agency.department_id}),
            query=query,
            found=_search(query, agency) if query else [],
            pages=ProcedurePage.objects.filter(agencies__agency=agency).distinct().order_by("title")[:_SHOWN],
            list_url=list_url(),
        )
        return context

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Match with a department; without one it is somebody else's."""
        form = DepartmentForm(request.POST)
        if not form.is_valid():
            raise Http404
        department = form.cleaned_data["department"]
        agencies.match(self.agency, department)
        if department:
            text = _("“%(agency)s” là %(department)s.")
            messages.success(request, text % {"agency": self.agency.name, "department": department.name})
        else:
            messages.success(request, _("“%(agency)s” không thuộc tỉnh.") % {"agency": self.agency.name})
        return redirect(_next_url(request))


class MergeConfirmView(AgencyMixin, WagtailAdminTemplateMixin, TemplateView):
    """What a merge will do, then the merge."""

    template_name = "procedures/admin/agencies/merge.html"
    header_icon = "link"
    page_title = gettext_lazy("Gộp cơ quan")

    @cached_property
    def target(self) -> Agency:
        """The agency that stays."""
        others = agencies.with_uses(agencies.standing()).exclude(pk=self.kwargs["pk"])
        return get_object_or_404(others, pk=self.kwargs["target_pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Short: the names are in the heading."""
        return self.crumbs(_("Gộp"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both sides."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.update(source=self.agency, target=self.target)
        return context

    def post(self, request: HttpRequest, pk: int, target_pk: int) -> HttpResponse:
        """Make the two one."""
        try:
            done = agencies.merge(pk, target_pk, request.user)
        except agencies.MergeRefusedError:
            messages.error(request, _("Không gộp được: một trong hai cơ quan vừa được gộp rồi."))
            return redirect(list_url())
        count = len({row[0] for row in done.moved})
        text = _("Đã gộp “%(source)s” vào “%(target)s” ở %(count)s thủ tục. Lần nhập sau cũng vậy.")
        names = {"source": done.source.name, "target": done.target.name, "count": count}
        messages.success(request, text % names)
        return redirect(list_url())


class MergeListView(AgencyMixin, WagtailAdminTemplateMixin, TemplateView):
    """What was merged, by whom, and the way back."""

    template_name = "procedures/admin/agencies/merges.html"
    header_icon = "history"
    page_title = gettext_lazy("Các lần gộp cơ quan")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way back."""
        return self.crumbs(_("Các lần gộp"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The newest first."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        merges = AgencyMerge.objects.select_related("source", "target", "merged_by")
        context["merges"] = Paginator(merges, _PER_PAGE).get_page(self.request.GET.get("p"))
        for done in context["merges"]:
            done.count = len({row[0] for row in done.moved})
        return context


class UndoMergeView(AgencyMixin):
    """Taking two agencies apart again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undo it once."""
        get_object_or_404(AgencyMerge, pk=pk)
        try:
            done = agencies.undo_merge(pk)
        except agencies.MergeRefusedError:
            messages.error(request, _("Lần gộp này đã được tách, hoặc cơ quan đã gộp tiếp vào nơi khác."))
        else:
            names = {"source": done.source.name, "target": done.target.name}
            messages.success(request, _("Đã tách “%(source)s” khỏi “%(target)s”.") % names)
        return redirect(f"{_namespace()}:merges")


def _search(query: str, agency: Agency) -> list[Agency]:
    """Other agencies any of whose spellings holds the words, as they are or without accents."""
    words = fold(query)
    others = agencies.standing().exclude(pk=agency.pk)
    found = others.filter(Q(folded_name__contains=words) | Q(spellings__folded_name__contains=words))
    return list(agencies.with_uses(Agency.objects.filter(pk__in=found.values("pk")))[:_FOUND])


def _next_url(request: HttpRequest) -> str:
    """Back to the list as it was filtered, if the form says so."""
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else list_url()


def _namespace() -> str:
    return str(Agency.snippet_viewset.url_namespace)  # type: ignore[attr-defined]


def list_url() -> str:
    """The list, of names to match."""
    return reverse(f"{_namespace()}:list")
