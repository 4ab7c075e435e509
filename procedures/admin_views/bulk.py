"""Changing many pages: choose what and to what, look at what would happen to each, then do it."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.widgets import AdminDateInput

from core.models import Department, Level
from procedures.admin_views.access import EditorsOnly, crumbs
from procedures.models import Field
from procedures.permissions import managed_department_ids
from procedures.services.bulk import (
    ACTIONS,
    MAX_PAGES,
    Action,
    Then,
    action_named,
    apply,
    plan,
    thens_for,
)

_THEN_LABELS = {
    Then.DRAFT: gettext_lazy("để thành bản nháp"),
    Then.SUBMIT: gettext_lazy("gửi duyệt luôn"),
    Then.PUBLISH: gettext_lazy("công khai luôn"),
}


class BulkForm(forms.Form):
    """The value that the action needs, and what becomes of the drafts that it leaves."""

    def __init__(self, action: Action, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if action.value:
            self.fields["value"] = self._value_field(action, user)
        thens = thens_for(action, user)
        if thens:
            self.fields["then"] = forms.ChoiceField(
                label=_("Sau khi đổi"),
                choices=[(then, _THEN_LABELS[then]) for then in thens],
                widget=forms.RadioSelect,
                initial=Then.DRAFT,
            )

    def _value_field(self, action: Action, user: Any) -> forms.Field:
        if action.value == "department":
            managed = managed_department_ids(user)
            rows = Department.objects.order_by("name")
            rows = rows if managed is None else rows.filter(pk__in=managed)
            return forms.ModelChoiceField(rows, label=_("Đơn vị phụ trách"))
        if action.value == "field":
            return forms.ModelChoiceField(Field.objects.order_by("name"), label=_("Lĩnh vực"))
        if action.value == "level":
            return forms.ModelChoiceField(Level.objects.filter(is_legacy=False), label=_("Cấp thực hiện"))
        return forms.DateField(label=_("Ngày rà soát"), widget=AdminDateInput())


class BulkView(EditorsOnly, WagtailAdminTemplateMixin, TemplateView):
    """GET shows the form for the picked pages; POST shows the plan; POST with ``apply`` carries it out."""

    template_name = "procedures/admin/bulk/change.html"
    header_icon = "tasks"

    @cached_property
    def action(self) -> Action:
        """The action of the address."""
        found = action_named(self.kwargs["action"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def next_url(self) -> str:
        """Where the editor came from, on this site."""
        return get_valid_next_url_from_request(self.request) or reverse("catalogue_work:index")

    @property
    def picked(self) -> list[int]:
        """The pages that were picked, as many as one screen takes."""
        given = self.request.GET if self.request.method == "GET" else self.request.POST
        return [int(key) for key in given.getlist("id") if key.isdecimal() and len(key) < 18][:MAX_PAGES]

    def get_page_title(self) -> str:
        return str(self.action.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(("", self.action.label))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without anything to choose, the plan at once."""
        form = BulkForm(self.action, request.user)
        if form.fields:
            return self.render_to_response(self.get_context_data(form=form, plan=None))
        return self._show_plan(form, None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The plan for what was chosen, or its execution."""
        form = BulkForm(self.action, request.user, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, plan=None))
        value = form.cleaned_data.get("value")
        if not request.POST.get("apply"):
            return self._show_plan(form, value)
        return self._apply(value, Then(form.cleaned_data.get("then") or Then.DRAFT))

    def _show_plan(self, form: BulkForm, value: Any) -> HttpResponse:
        planned = plan(self.action, self.picked, self.request.user, value)
        return self.render_to_response(self.get_context_data(form=form, plan=planned))

    def _apply(self, value: Any, then: Then) -> HttpResponseRedirect:
        done = apply(self.action, self.request.POST.getlist("seen"), self.request.user, value, then)
        if done.changed:
            words = ngettext("Đã làm với %(count)s trang.", "Đã làm với %(count)s trang.", done.changed)
            messages.success(self.request, words % {"count": done.changed})
        for refused in done.refused:
            messages.warning(self.request, f"{refused.page.code}: {refused.refusal}")
        return redirect(self.next_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        planned = context["plan"]
        return {
            **context,
            "action": self.action,
            "picked": self.picked,
            "foreign": len(self.picked) - len(planned) if planned is not None else 0,
            "possible": [row for row in planned or () if not row.refusal],
            "refused": [row for row in planned or () if row.refusal],
            "next_url": self.next_url,
        }


class PickView(EditorsOnly):
    """The list's form: hands the picked pages to the action that was chosen."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        """Nothing is changed here, so the address may be shared and reloaded."""
        ids = request.GET.getlist("id")
        next_url = get_valid_next_url_from_request(request) or reverse("catalogue_work:index")
        action = action_named(request.GET.get("viec", ""))
        if not ids or action is None:
            messages.warning(request, _("Chọn ít nhất một trang và một việc để làm."))
            return redirect(next_url)
        query = urlencode([*(("id", key) for key in ids[:MAX_PAGES]), ("next", next_url)])
        return redirect(f"{reverse('catalogue_work:bulk', args=[action.name])}?{query}")


class FromExplorer(EditorsOnly, PageBulkAction):
    """Wagtail's own lists of pages lead to the same screens."""

    display_name = gettext_lazy("Đổi hàng loạt")
    aria_label = gettext_lazy("Đổi hàng loạt các thủ tục đã chọn")
    action_type = "catalogue"
    action_priority = 5
    template_name = "procedures/admin/bulk/choose.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing is done here."""
        return self.get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ids = self.request.GET.getlist("id")
        if "all" in ids:
            ids = [str(key) for key in self.get_all_objects_in_listing_query(self.request.GET.get("childOf"))]
        return {
            "actions": [(action.name, action.label) for action in ACTIONS],
            "ids": ids[:MAX_PAGES],
            "left_out": max(0, len(ids) - MAX_PAGES),
            "limit": MAX_PAGES,
            "next": self.next_url,
        }
