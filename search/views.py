"""The results page and the suggestions."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from search.parameters import read_request
from search.services.querying import procedure_with_code, suggestions
from search.services.results import results_for

#: A list of suggestions comes with every key pressed on a 3G line.
_MAX_SUGGESTION_BYTES: Final = 1000
_MAX_SUGGESTIONS: Final = 6
_MAX_PREFIX: Final = 100


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The results for `q`, filtered and paged; a query that is a known procedure's code leads to its page.

    Procedures that ended, and old codes, are in no list of results, but are found by their code.
    """
    asked = read_request(request.GET)
    known = None if asked.filters or asked.literal else procedure_with_code(asked.text)
    url = known.address(request) if known else None
    if url:
        return HttpResponseRedirect(url)
    found = results_for(asked, timezone.now(), request)
    response = render(request, "search/results.html", {"results": found})
    if not found.total or found.is_degraded:
        # A search in vain is counted each time, and one without the index is not the site's best answer.
        response["Cache-Control"] = "no-store"
    return response


@require_safe
@cache_control(public=True, max_age=300)
def suggest(request: HttpRequest) -> JsonResponse:
    """Titles for what was typed so far, as `{"items": [{"title", "code", "url"}]}` of less than 1 KB."""
    items: list[dict[str, str]] = []
    response = _suggestion_response(items)
    for found in suggestions(request.GET.get("q", "")[:_MAX_PREFIX], _MAX_SUGGESTIONS):
        url = reverse("procedures:by_code", args=[found.code]) if found.code else ""
        title = Truncator(found.title).chars(90)
        if not url:
            continue
        longer = _suggestion_response([*items, {"title": title, "code": found.code, "url": url}])
        if len(longer.content) >= _MAX_SUGGESTION_BYTES:
            break
        items.append({"title": title, "code": found.code, "url": url})
        response = longer
    return response


def _suggestion_response(items: list[dict[str, str]]) -> JsonResponse:
    return JsonResponse({"items": items}, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
