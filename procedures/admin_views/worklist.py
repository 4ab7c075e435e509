"""The work list: all sources with their counts, one source line by line, the panel on the first page."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from laces.components import Component
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from procedures.admin_views.access import EditorsOnly, crumbs
from procedures.models import Field
from procedures.permissions import works_on_procedures
from procedures.services.bulk import ACTIONS
from procedures.services.worklist.overview import Counted, counts, screen
from procedures.worklist import Asked, WorkSource, source_named


class WorkMenuItem(MenuItem):
    """The first menu entry of everybody who works on procedures."""

    def is_shown(self, request: HttpRequest) -> bool:
        return works_on_procedures(request.user)


class WorkPanel(Component):
    """On the admin's first page: what waits, with its numbers; nothing that has none."""

    template_name = "procedures/admin/worklist/panel.html"
    order = 55

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        found = counts(Asked(user=self.user, today=timezone.localdate()))
        return {"counted": [row for row in found if row.count], "index_url": reverse("catalogue_work:index")}


class WorkIndexView(EditorsOnly, WagtailAdminTemplateMixin, TemplateView):
    """Every source with its count."""

    template_name = "procedures/admin/worklist/index.html"
    page_title = gettext_lazy("Việc cần làm")
    header_icon = "tasks"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [crumbs()[0], {"url": "", "label": _("Việc cần làm")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = self.asked()
        found = counts(asked)
        return {
            **context,
            "waiting": [row for row in found if row.count],
            "done": [row for row in found if not row.count],
            "whose": _whose(asked),
            "fields": Field.objects.order_by("name"),
            "field_id": asked.field_id,
        }


def _whose(asked: Asked) -> str:
    """Whose work is shown, in words."""
    department = getattr(asked.user, "department", None)
    if asked.user.is_superuser or asked.user.has_perm("procedures.edit_all_procedures"):
        return _("Thủ tục của mọi đơn vị")
    if department is None:
        return _("Tài khoản của bạn chưa thuộc đơn vị nào, nên chưa có thủ tục nào để làm.")
    return _("Thủ tục của %(department)s và đơn vị trực thuộc") % {"department": department.name}


class WorkSourceView(EditorsOnly, WagtailAdminTemplateMixin, TemplateView):
    """One source, line by line; its pages can be picked for a change in bulk."""

    template_name = "procedures/admin/worklist/source.html"
    header_icon = "tasks"

    @cached_property
    def source(self) -> WorkSource:
        """The source of the address, for people who have to do with it."""
        source = source_named(self.kwargs["name"])
        if source is None or not source.is_for(self.request.user):
            raise Http404
        return source

    def get_page_title(self) -> str:
        return str(self.source.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(("", self.source.label))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = self.asked()
        found, lines = screen(self.source, asked, self.request.GET.get("trang", ""))
        return {
            **context,
            "source": self.source,
            "asked": asked,
            "screen": found,
            "lines": lines,
            "fields": Field.objects.order_by("name") if self.source.by_field else (),
            "others": self._others(asked),
            "actions": [(action.name, action.label) for action in ACTIONS] if self.source.pages else (),
            "query": self._query(),
            "here": self.request.get_full_path(),
        }

    def _others(self, asked: Asked) -> list[Counted]:
        everything = Asked(user=asked.user, today=asked.today, field_id=asked.field_id)
        return [row for row in counts(everything) if row.count or row.source is self.source]

    def _query(self) -> str:
        kept = self.request.GET.copy()
        kept.pop("trang", None)
        return kept.urlencode()
