"""What all our pages share."""

from typing import Any

from wagtail.models import Page


class AbstractContentPage(Page):
    """A page whose chooser, menu and search settings are the same everywhere."""

    show_in_menus_default = False

    class Meta:
        abstract = True

    def update_aliases(self, **kwargs: Any) -> None:
        """Publish the pages that mirror this one.

        Whether there are any is asked first: when nearly no page is a mirror, SQLite's planner reads all pages in the
        order of the tree rather than looking for the mirrors of one.
        """
        if self.aliases.order_by().exists():
            super().update_aliases(**kwargs)
