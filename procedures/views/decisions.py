"""The public pages of publication decisions."""

from typing import Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.text import clean_display
from procedures.services.decisions.public import (
    count_words,
    decision_view,
    matching,
    public_decisions,
    rows_of,
)

PER_PAGE: Final = 30


@require_safe
def decision_list(request: HttpRequest) -> HttpResponse:
    """Decisions, the newest first, thirty a page; ``q`` finds by number, subject or issuer."""
    words = clean_display(request.GET.get("q", "")[:400])[:120]
    paginator = Paginator(matching(public_decisions(), words), PER_PAGE)
    page = paginator.get_page(request.GET.get("trang"))
    context = {
        "words": words,
        "page": page,
        "rows": rows_of(page.object_list),
        "count": count_words(paginator.count),
        "query": urlencode({"q": words}) if words else "",
    }
    return render(request, "procedures/decisions/list.html", context)


@require_safe
def decision_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision and what it changes."""
    decision = get_object_or_404(public_decisions().select_related("document"), pk=pk)
    view = decision_view(decision, timezone.localdate())
    return render(request, "procedures/decisions/detail.html", {"view": view})
