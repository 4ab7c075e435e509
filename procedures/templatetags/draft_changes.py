"""What a draft would change on the public page, for the edit form, which lies below the services."""

from typing import Any

from django import template

from procedures.services.comparison import Unreadable, unpublished_changes

register = template.Library()


@register.simple_tag
def changes_of_draft(page: Any) -> dict[str, Any]:
    """``groups`` (tab by tab, see ``services.comparison``) and whether the draft could be read."""
    try:
        return {"groups": unpublished_changes(page), "readable": True}
    except Unreadable:
        return {"groups": None, "readable": False}
