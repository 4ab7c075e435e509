"""What all our pages share."""

from wagtail.models import Page
from wagtail.search import index

from core.text import fold


class AbstractContentPage(Page):
    """A page whose chooser, menu and search settings are the same everywhere."""

    show_in_menus_default = False
    # Wagtail's own index serves its admin; the citizens' search has an index of its own.
    search_fields = [*Page.search_fields, index.AutocompleteField("folded_title")]

    class Meta:
        abstract = True

    @property
    def folded_title(self) -> str:
        """The title without accents, so that an editor finds "Đăng ký" by "dang ky": SQLite does not fold đ."""
        return fold(self.title)
