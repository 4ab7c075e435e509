"""At the top of the edit form: what the newest draft would change on the public page."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel


class ChangesPanel(Panel):
    """Shown only on a page that is public and has a draft: before anybody publishes or approves it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "procedures/admin/compare/changes_panel.html"

        def is_shown(self) -> bool:
            """Two versions have to be there."""
            page = self.instance
            return bool(page.pk and page.live and page.has_unpublished_changes)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """``groups``: the differences tab by tab, see ``services.comparison``."""
            from procedures.services.comparison import Unreadable, unpublished_changes

            try:
                groups, readable = unpublished_changes(self.instance), True
            except Unreadable:
                groups, readable = None, False
            return {
                **super().get_context_data(parent_context),
                "groups": groups,
                "readable": readable,
                "waits": self.instance.workflow_in_progress,
                "compare_url": reverse(
                    "wagtailadmin_pages:revisions_compare", args=[self.instance.pk, "live", "latest"]
                ),
            }
