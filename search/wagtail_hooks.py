"""What search adds to Wagtail's admin."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from search.admin import SearchGroup

register_snippet(SearchGroup)


@hooks.register("insert_global_admin_css")
def search_styles() -> SafeString:
    """The styles of search's own screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin/search.css"))
