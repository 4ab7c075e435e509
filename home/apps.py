"""The home app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Home page, standard pages, one-stop directory."""

    name = "home"
    verbose_name = _("Trang đầu")

    def ready(self) -> None:
        """Make the site's own texts findable."""
        from home import search_sources

        search_sources.connect()
