"""What a procedure's page says above everything else: that an old code led here, and what decisions will change."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone

from procedures.models import ProcedurePage
from procedures.services.decisions.public import ComingNotice, coming_notices
from procedures.services.lookup import MAX_TYPED, OLD_CODE, is_old_code_of

register = template.Library()


@register.simple_tag(takes_context=True)
def old_code(context: dict[str, Any], page: ProcedurePage) -> str:
    """The old code that the address names, if it really is one of this procedure; else ""."""
    request = context.get("request")
    asked = request.GET.get(OLD_CODE, "")[:MAX_TYPED] if isinstance(request, HttpRequest) else ""
    return asked if asked and is_old_code_of(asked, page) else ""


@register.simple_tag
def coming_decisions(page: ProcedurePage) -> list[ComingNotice]:
    """What approved decisions will do to the procedure after today."""
    return coming_notices(page, timezone.localdate())
