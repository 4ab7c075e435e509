"""The officer's first look after logging in."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from laces.components import Component

from core.models import User
from feedback.services.queue import COUNTED_TABS, TAB_LABELS, tab_counts


class CasesPanel(Component):
    """How many cases wait, with links to the tabs of the queue."""

    template_name = "feedback/admin/panel.html"
    order = 60

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The counted tabs."""
        counts = tab_counts(self.user, timezone.now())
        return {
            "tabs": [
                {
                    "label": TAB_LABELS[tab],
                    "url": reverse("feedback_cases:tab", args=[tab]),
                    "count": counts[tab],
                    "name": tab.name.lower(),
                }
                for tab in COUNTED_TABS
            ]
        }
