"""What stands around every page: the pages that the menu and the footer link to."""

from dataclasses import dataclass

from wagtail.models import Page
from wagtail.query import PageQuerySet

from home.models import OneStopIndexPage, StandardPage


@dataclass(frozen=True)
class FramePages:
    """``places``: the directory of one-stop offices, None until an editor makes it; ``footer``: in tree order."""

    places: Page | None
    footer: list[Page]


def frame_pages() -> FramePages:
    """The pages to link to, in two queries.

    Both start from the few pages of their kind and leave the order of the tree to Python: asked for all at once,
    SQLite goes through the whole tree to find them.
    """
    return FramePages(
        places=OneStopIndexPage.objects.live().public().order_by("pk").first(),
        footer=sorted(_of_kind(StandardPage).in_menu(), key=lambda page: page.path),
    )


def _of_kind(model: type[Page]) -> PageQuerySet:
    return Page.objects.filter(pk__in=model._base_manager.values("pk")).live().public().order_by()
