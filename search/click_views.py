"""Counting what was chosen: asked for by the results page's script, never by another site, never against a wish."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.services.throttle import visitor_of
from search.services.clicks import count_click

#: Set by the link "don't count my choices" below the results.
OPT_OUT_COOKIE: Final = "khong-dem-luot"
_MAX_QUERY: Final = 200
_MAX_CODE: Final = 40


@csrf_exempt
@never_cache
@require_POST
def clicked(request: HttpRequest) -> HttpResponse:
    """Count `code` as chosen after `q`. Answers 204 whether or not it was counted.

    The pages are cached and carry no token, so the browser's own word for where the request comes from is checked.
    """
    if not _is_own_page(request):
        return HttpResponseForbidden()
    query, code = request.POST.get("q", ""), request.POST.get("code", "")
    if not query or not code or len(query) > _MAX_QUERY or len(code) > _MAX_CODE:
        return HttpResponseBadRequest()
    if not refuses_counting(request):
        now = timezone.now()
        count_click(query, code, visitor_of(request.META, now), now)
    return HttpResponse(status=204)


def refuses_counting(request: HttpRequest) -> bool:
    """Whether the reader asked not to be counted, here or in the browser's settings."""
    wishes = (request.headers.get("Sec-GPC"), request.headers.get("DNT"), request.COOKIES.get(OPT_OUT_COOKIE))
    return "1" in wishes


def _is_own_page(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()
