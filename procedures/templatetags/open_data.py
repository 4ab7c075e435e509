"""What templates show of open data."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from procedures.exports.schema_org import government_service
from procedures.exports.scripts import script_json
from procedures.models import ProcedurePage
from procedures.services.open_data import is_open, service_of
from procedures.wording import change_kind_words

register = template.Library()

register.filter("change_kind", change_kind_words)


@register.simple_tag(takes_context=True)
def procedure_json_ld(context: dict[str, Any], page: ProcedurePage) -> SafeString:
    """The page as schema.org JSON, ready to stand in a script element; "" for what is not open or not in force."""
    if not is_open(page):
        return SafeString("")
    record, around = service_of(page, context.get("request"))
    service = government_service(record, around, timezone.localdate())
    return mark_safe(script_json(service)) if service else SafeString("")
