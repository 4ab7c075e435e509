"""What the catalogue's templates show. Pages know no services, so the template asks for its view here."""

from typing import Any

from django import template
from django.utils import timezone

from procedures.models import ProcedureIndexPage, ProcedurePage
from procedures.services.listing import Listing, catalogue_listing
from procedures.services.presentation import ProcedureView, present
from procedures.services.presentation.prose import Block, blocks

register = template.Library()


@register.simple_tag
def procedure_view(page: ProcedurePage) -> ProcedureView:
    """The procedure as it stands at this moment."""
    return present(page, timezone.now())


@register.simple_tag(takes_context=True)
def catalogue(context: dict[str, Any], page: ProcedureIndexPage) -> Listing:
    """The part of the catalogue that the address asks for."""
    request = context.get("request")
    return catalogue_listing(page, request.GET if request else {}, timezone.now())


@register.inclusion_tag("procedures/parts/prose.html")
def prose(text: str) -> dict[str, tuple[Block, ...]]:
    """A clerk's text as paragraphs and lists."""
    return {"blocks": blocks(text)}
