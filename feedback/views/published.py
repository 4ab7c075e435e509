"""Answers that everybody may read: all of them, page by page, and each on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from feedback.services.published import (
    fields_answered_about,
    newest_published,
    present_published,
    published_answers,
    units_that_answered,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from feedback.models import CaseAnswer

PER_PAGE: Final = 20
#: No database holds a larger one.
_LARGEST_ID: Final = 2**63 - 1


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Published answers, the newest first; `don-vi` and `linh-vuc` choose among what there is."""
    units, fields = list(units_that_answered()), list(fields_answered_about())
    unit = _known(request.GET.get("don-vi"), [unit.code for unit in units])
    field = _known(request.GET.get("linh-vuc"), [field.slug for field in fields])
    page = Paginator(newest_published(unit, field), PER_PAGE).get_page(request.GET.get("trang"))
    chosen = {name: value for name, value in (("don-vi", unit), ("linh-vuc", field)) if value}
    context = {
        "page": page,
        "answers": present_published(cast("QuerySet[CaseAnswer]", page.object_list)),
        "total": page.paginator.count,
        "units": units,
        "fields": fields,
        "unit": unit,
        "field": field,
        "query": urlencode(chosen),
    }
    return render(request, "feedback/published_list.html", context)


@require_safe
def show(request: HttpRequest, answer_id: int) -> HttpResponse:
    """One published answer; 404 for any other, published once or never."""
    found = present_published(published_answers().filter(pk=answer_id)) if answer_id <= _LARGEST_ID else []
    if not found:
        raise Http404
    answer = found[0]
    procedure_url = answer.procedure.get_url(request) if answer.procedure else ""
    return render(request, "feedback/published.html", {"answer": answer, "procedure_url": procedure_url})


def _known(value: str | None, there: list[str]) -> str:
    return value if value in there else ""
