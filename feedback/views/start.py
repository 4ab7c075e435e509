"""The entry page that separates the kinds, and the guidance for what can't be sent through a form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from feedback.forms.kinds import KIND_FORMS
from feedback.services.guides import COMPLAINT, DENUNCIATION
from procedures.services.lookup import find_by_code

_MAX_CODE = 60


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Which box? A procedure named by ?thu-tuc= goes along to the form."""
    code = request.GET.get("thu-tuc", "")[:_MAX_CODE]
    procedure = find_by_code(code) if code else None
    query = f"?{urlencode({'thu-tuc': procedure.code})}" if procedure else ""
    rows = [
        {
            "title": row.kind.label,
            "note": row.question,
            "url": reverse("feedback:form", args=[row.kind]) + (query if _asks_procedure(row.fields) else ""),
        }
        for row in KIND_FORMS.values()
    ]
    return render(request, "feedback/start.html", {"rows": rows, "procedure": procedure})


@require_safe
def complaint_guide(request: HttpRequest) -> HttpResponse:
    """How to file a complaint (khiếu nại): on paper, with a signature."""
    return render(request, "feedback/guide.html", {"guide": COMPLAINT})


@require_safe
def denunciation_guide(request: HttpRequest) -> HttpResponse:
    """How to file a denunciation (tố cáo), and why not here."""
    return render(request, "feedback/guide.html", {"guide": DENUNCIATION})


def _asks_procedure(fields: tuple[str, ...]) -> bool:
    return "procedure_query" in fields
