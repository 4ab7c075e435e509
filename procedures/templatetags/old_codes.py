"""Where an old code led here, the page says so."""

from typing import Any

from django import template
from django.http import HttpRequest

from procedures.models import ProcedurePage
from procedures.services.lookup import MAX_TYPED, OLD_CODE, is_old_code_of

register = template.Library()


@register.simple_tag(takes_context=True)
def old_code(context: dict[str, Any], page: ProcedurePage) -> str:
    """The old code that the address names, if it really is one of this procedure; else ""."""
    request = context.get("request")
    asked = request.GET.get(OLD_CODE, "")[:MAX_TYPED] if isinstance(request, HttpRequest) else ""
    return asked if asked and is_old_code_of(asked, page) else ""
