"""The way up from a page of the tree."""

from django import template
from django.template import Context
from wagtail.models import Page

register = template.Library()

# Wagtail's root and the home page: the header's name already leads there.
_HIDDEN_DEPTH = 2


@register.simple_tag(takes_context=True)
def page_crumbs(context: Context, page: Page) -> list[dict[str, str]]:
    """The published ancestors of ``page`` below the home page, from the top, as {title, url}; one query."""
    request = context.get("request")
    ancestors = page.get_ancestors().live().filter(depth__gt=_HIDDEN_DEPTH)
    return [{"title": each.title, "url": each.get_url(request) or ""} for each in ancestors]
