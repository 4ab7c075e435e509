"""The list of imports, and one import: how far it is, what it found, what it did."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from procedures.admin_views.imports.access import ImportersOnly, OfOneBatch
from procedures.admin_views.imports.steps import ApplyForm
from procedures.models import BatchState
from procedures.services.imports.report import summary_of
from procedures.services.imports.viewing import (
    GROUP_LABELS,
    Group,
    batches_for,
    finding_kinds,
    group_counts,
)
from procedures.services.imports.workers import is_stuck

REFRESH_SECONDS: Final = 3
_PER_PAGE: Final = 30


class BatchListView(ImportersOnly, WagtailAdminTemplateMixin, TemplateView):
    """Every import that the person may see, the newest first."""

    template_name = "procedures/admin/imports/index.html"
    header_icon = "upload"
    page_title = gettext_lazy("Nhập thủ tục")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Only the admin's first page is above."""
        return [*self.crumbs()[:1], {"url": "", "label": _("Nhập thủ tục")}]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """A new import, the template."""
        return [
            HeaderButton(label=_("Nhập tệp mới"), url=reverse("procedures_imports:upload"), icon_name="plus"),
            HeaderButton(
                label=_("Tải tệp mẫu"), url=reverse("procedures_imports:template"), icon_name="download"
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of batches."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        batches = Paginator(batches_for(self.request.user), _PER_PAGE)
        context["batches"] = batches.get_page(self.request.GET.get("p"))
        return context


class BatchView(OfOneBatch, WagtailAdminTemplateMixin, TemplateView):
    """One import in whichever state it is. While a worker is at it, the page loads itself anew."""

    template_name = "procedures/admin/imports/batch.html"
    header_icon = "upload"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The screen; ``?dung`` stops the reloading for those whom it disturbs."""
        response = super().get(request, *args, **kwargs)
        if self.is_reloading:
            response["Refresh"] = str(REFRESH_SECONDS)
        return response

    @property
    def is_reloading(self) -> bool:
        """Whether something will change by itself."""
        return self.is_waiting and "dung" not in self.request.GET

    @property
    def is_waiting(self) -> bool:
        """Whether a worker is at it, or is to be."""
        return self.batch.is_working or self.batch.state == BatchState.WAITING

    def get_page_title(self) -> str:
        """The name of what was imported."""
        return self.batch.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list."""
        return self.crumbs(("", _("Đợt %(number)s") % {"number": self.batch.pk}))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Counts and kinds; while it is being read, only how far."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        batch = self.batch
        context.update(
            batch=batch,
            is_waiting=self.is_waiting,
            is_reloading=self.is_reloading,
            is_stuck=self.is_waiting and is_stuck(batch, timezone.now()),
            per_cent=round(100 * batch.done / batch.total) if batch.total else None,
        )
        if batch.state in (BatchState.WAITING, BatchState.READING, BatchState.FAILED):
            return context
        counts = group_counts(batch)
        context.update(
            groups=[
                {"key": group.value, "label": GROUP_LABELS[group], "count": counts[group]} for group in Group
            ],
            waiting=counts[Group.WAITING],
            conflicts=counts[Group.CONFLICT],
            to_write=counts[Group.NEW] + counts[Group.UPDATED] + counts[Group.CONFLICT],
            kinds=finding_kinds(batch),
            summary=summary_of(batch),
            apply_form=ApplyForm(may_publish=self.may_publish, initial={"publish": batch.publish}),
        )
        return context
