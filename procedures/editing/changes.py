"""At the top of the edit form: what the newest draft would change on the public page."""

from typing import Any

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
            """The page; its template asks for the changes."""
            return {**super().get_context_data(parent_context), "page": self.instance}
