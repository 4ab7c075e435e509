"""Pieces of a text as HTML."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search.highlighting import Segment

register = template.Library()


@register.filter
def marked(segments: Iterable[Segment]) -> SafeString:
    """The text of the pieces, in order, with those that were looked for in ``<mark>``."""
    pieces = (format_html("<mark>{}</mark>", text) if is_match else text for text, is_match in segments)
    return format_html_join("", "{}", ((piece,) for piece in pieces))
