"""An answer that everybody may read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from feedback.services.published import present_published, published_answers

#: No database holds a larger one.
_LARGEST_ID = 2**63 - 1


@require_safe
def show(request: HttpRequest, answer_id: int) -> HttpResponse:
    """One published answer; 404 for any other, published once or never."""
    found = present_published(published_answers().filter(pk=answer_id)) if answer_id <= _LARGEST_ID else []
    if not found:
        raise Http404
    answer = found[0]
    procedure_url = answer.procedure.get_url(request) if answer.procedure else ""
    return render(request, "feedback/published.html", {"answer": answer, "procedure_url": procedure_url})
