"""What all our pages share."""

from wagtail.models import Page


class AbstractContentPage(Page):
    """A page whose chooser, menu and search settings are the same everywhere."""

    show_in_menus_default = False

    class Meta:
        abstract = True
