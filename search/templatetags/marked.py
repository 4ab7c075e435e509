"""Pieces of a text as HTML."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.highlighting import Segment

register = template.Library()


@register.filter
def marked(segments: Iterable[Segment]) -> SafeString:
    """The text of the pieces, in order, with those that were looked for in ``<mark>``."""
    return mark_safe(
        "".join(f"<mark>{escape(text)}</mark>" if is_match else escape(text) for text, is_match in segments)
    )
