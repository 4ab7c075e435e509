"""Feedback in the admin."""

from __future__ import annotations

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from feedback.viewsets import CaseViewSet, FeedbackRulesGroup


@hooks.register("register_admin_viewset")
def register_office() -> CaseViewSet:
    """The officers' queue and the screens of their cases."""
    return CaseViewSet()


register_snippet(FeedbackRulesGroup)
