"""The core in the admin: departments, places, the calendar with its warnings, the outbox."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from laces.components import Component
from wagtail import hooks
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from core.models import AdministrativeUnit, Department, Level, OutboundMessage, WorkCalendarDay
from core.services.calendar import confirmed_years

# From November on, the coming year's calendar should be there.
WARN_FROM_MONTH = 11


class DepartmentViewSet(SnippetViewSet):
    """Departments."""

    model = Department
    icon = "group"
    list_display = ["name", "kind", "parent", "phone"]
    list_filter = ["kind", "parent"]
    ordering = ["name"]


class AdministrativeUnitViewSet(SnippetViewSet):
    """Provinces, communes, wards and what they were called."""

    model = AdministrativeUnit
    icon = "globe"
    list_display = ["name", "kind", "parent", "is_legacy"]
    list_filter = ["kind", "is_legacy"]


class LevelViewSet(SnippetViewSet):
    """Levels of government."""

    model = Level
    icon = "list-ul"
    list_display = ["name", "code", "is_vertical", "is_legacy"]


class WorkCalendarDayViewSet(SnippetViewSet):
    """Days off, make-up days, half days."""

    model = WorkCalendarDay
    icon = "calendar"
    list_display = ["date", "kind", "note", "status", "legal_basis", "department"]
    list_filter = {"date": ["year"], "kind": ["exact"], "status": ["exact"]}
    ordering = ["-date"]


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Rows that only the site itself writes."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Allow looking, nothing else."""
        return action == "view" and super().user_has_permission(user, "view")


class OutboundMessageViewSet(SnippetViewSet):
    """The outbox with the state of every message. Recipients are personal and stay out of the list."""

    model = OutboundMessage
    icon = "mail"
    list_display = ["template", "channel", "related", "state", "attempts", "error", UpdatedAtColumn()]
    list_filter = ["state", "channel", "template"]
    inspect_view_enabled = True
    inspect_view_fields = [
        "template",
        "channel",
        "related",
        "state",
        "attempts",
        "error",
        "created_at",
        "sent_at",
    ]
    copy_view_enabled = False


class OrganisationGroup(SnippetViewSetGroup):
    """The menu entry for who works, where and when."""

    menu_label = _("Tổ chức, lịch")
    menu_icon = "group"
    menu_order = 400
    items = (
        DepartmentViewSet,
        AdministrativeUnitViewSet,
        LevelViewSet,
        WorkCalendarDayViewSet,
        OutboundMessageViewSet,
    )


register_permission_policy(OutboundMessage, ReadOnlyPolicy(OutboundMessage))
register_snippet(OrganisationGroup)


def missing_calendar_years(today: Any) -> list[int]:
    """Years that deadlines already reach without a confirmed calendar: this one, and the next from November on."""
    needed = [today.year] if today.month < WARN_FROM_MONTH else [today.year, today.year + 1]
    known = confirmed_years()
    return [year for year in needed if year not in known]


class CalendarWarning(Component):
    """A red notice on the admin's first page while deadlines rest on a guessed calendar."""

    template_name = "core/admin/calendar_warning.html"
    order = 50

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The years to confirm."""
        return {"years": missing_calendar_years(timezone.localdate())}


@hooks.register("construct_homepage_panels")
def add_calendar_warning(request: HttpRequest, panels: list[Component]) -> None:
    """Put the warning first where there is something to warn of, for those who can do something about it."""
    may_edit = request.user.has_perm("core.add_workcalendarday")
    if may_edit and missing_calendar_years(timezone.localdate()):
        panels.insert(0, CalendarWarning())
