"""What stands around every page: the pages that the menu and the footer link to."""

from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page

from home.models import OneStopIndexPage, StandardPage


@dataclass(frozen=True)
class FramePages:
    """``places``: the directory of one-stop offices, None until an editor makes it; ``footer``: in tree order."""

    places: Page | None
    footer: list[Page]


def frame_pages() -> FramePages:
    """The pages to link to, in one query, and one for what is private.

    It starts from the few pages of these kinds and leaves the order of the tree to Python: asked for in that order,
    SQLite goes through the whole tree to find them.
    """
    directories = OneStopIndexPage._base_manager.values("pk")
    texts = StandardPage._base_manager.values("pk")
    linked = Page.objects.filter(Q(pk__in=directories) | Q(pk__in=texts, show_in_menus=True))
    pages = linked.live().public().select_related("content_type").order_by()
    ordered = sorted(pages, key=lambda page: page.path)
    of_directories = [page for page in ordered if page.specific_class is OneStopIndexPage]
    return FramePages(
        places=of_directories[0] if of_directories else None,
        footer=[page for page in ordered if page.specific_class is StandardPage],
    )
