"""What a decision will do, on one screen; approving it, taking the approval back, undoing what it did."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from procedures.models import PublicationDecision
from procedures.services.decisions import approve, take_back, undo
from procedures.services.decisions.approval import is_publisher, require_publisher
from procedures.services.decisions.planning import plan


def plan_url(decision: PublicationDecision) -> str:
    """The address of a decision's preview."""
    return reverse(f"{PublicationDecision.snippet_viewset.url_namespace}:plan", args=[decision.pk])


class PlanView(WagtailAdminTemplateMixin, TemplateView):
    """Item by item: what happens on which day, what is in the way; below it the acts that are possible now."""

    template_name = "procedures/admin/decisions/plan.html"
    header_icon = "clipboard-list"
    page_title = gettext_lazy("Quyết định thay đổi gì")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only those who may change decisions."""
        if not request.user.has_perm("procedures.change_publicationdecision"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def decision(self) -> PublicationDecision:
        """The decision in the address."""
        return get_object_or_404(PublicationDecision, pk=self.kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One of three acts; what stands in its way is said above the list."""
        act = {"approve": self._approve, "take_back": self._take_back, "undo": self._undo}.get(
            request.POST.get("act", "")
        )
        if act is None:
            raise PermissionDenied
        try:
            messages.success(request, act())
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, text)
        return redirect(plan_url(self.decision))

    def _approve(self) -> str:
        approve(self.decision, self.request.user, timezone.now())
        return _("Đã duyệt. Thủ tục tự đổi vào ngày có hiệu lực; ngày đã qua thì đổi ngay bây giờ.")

    def _take_back(self) -> str:
        take_back(self.decision, self.request.user)
        return _("Đã thôi duyệt. Quyết định không còn được thực hiện vào ngày có hiệu lực.")

    def _undo(self) -> str:
        require_publisher(self.decision, self.request.user)
        reason = " ".join(self.request.POST.get("reason", "").split())[:500]
        chosen = {int(pk) for pk in self.request.POST.getlist("item") if pk.isdecimal() and len(pk) < 18}
        own = set(self.decision.items.values_list("pk", flat=True))
        if not reason:
            raise ValidationError(_("Hãy ghi lý do hoàn tác."))
        if not chosen & own:
            raise ValidationError(_("Hãy chọn ít nhất một dòng để hoàn tác."))
        done = undo(chosen & own, reason, self.request.user, timezone.now())  # type: ignore[arg-type]
        return ngettext("Đã hoàn tác %(count)s dòng.", "Đã hoàn tác %(count)s dòng.", done) % {"count": done}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way back to the list and to the form."""
        namespace = PublicationDecision.snippet_viewset.url_namespace
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
            {"url": reverse(f"{namespace}:list"), "label": _("Quyết định công bố")},
            {"url": reverse(f"{namespace}:edit", args=[self.decision.pk]), "label": self.decision.number},
            {"url": "", "label": _("Xem trước")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The plan as of today, for the person who looks."""
        planned = plan(self.decision, timezone.localdate(), self.request.user)
        today = timezone.localdate()
        waiting = any(line.state == "waiting" for line in planned.lines)
        effective = self.decision.effective_on
        return {
            **super().get_context_data(**kwargs),
            "decision": self.decision,
            "plan": planned,
            "waiting": waiting,
            "may_publish": is_publisher(self.decision, self.request.user),
            "day_has_come": effective is not None and effective <= today,
            "undoable": [line for line in planned.lines if line.state == "applied"],
            "edit_url": reverse(
                f"{PublicationDecision.snippet_viewset.url_namespace}:edit", args=[self.decision.pk]
            ),
        }
