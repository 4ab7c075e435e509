"""What all our pages share."""

from wagtail.models import Page


class AbstractContentPage(Page):
    """A page whose chooser, menu and search settings are the same everywhere."""

    show_in_menus_default = False
    # Wagtail's own index serves its admin; the citizens' search has an index of its own.
    search_fields = Page.search_fields

    class Meta:
        abstract = True
