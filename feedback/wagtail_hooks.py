"""Feedback in the admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from laces.components import Component
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from feedback.admin_views.access import staff_user
from feedback.admin_views.panels import CasesPanel
from feedback.services.roles import works_on_cases
from feedback.viewsets import CaseViewSet, FeedbackRulesGroup


@hooks.register("register_admin_viewset")
def register_office() -> CaseViewSet:
    """The officers' queue and the screens of their cases."""
    return CaseViewSet()


@hooks.register("construct_homepage_panels")
def add_cases_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Put what waits on the first page of those who work on cases."""
    user = staff_user(request)
    if works_on_cases(user):
        panels.insert(0, CasesPanel(user))


@hooks.register("insert_global_admin_css")
def office_styles() -> SafeString:
    """The office's styles: its panel stands on the admin's own first page."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin/feedback.css"))


register_snippet(FeedbackRulesGroup)
