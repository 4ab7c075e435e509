"""What stands around every page: the pages that the menu and the footer link to."""

from dataclasses import dataclass

from wagtail.models import Page

from home.models import OneStopIndexPage, StandardPage


@dataclass(frozen=True)
class FramePages:
    """``places``: the directory of one-stop offices, None until an editor makes it; ``footer``: in tree order."""

    places: Page | None
    footer: list[Page]


def frame_pages() -> FramePages:
    """The pages to link to, in two queries."""
    return FramePages(
        places=OneStopIndexPage.objects.live().public().first(),
        footer=list(StandardPage.objects.live().public().in_menu()),
    )
