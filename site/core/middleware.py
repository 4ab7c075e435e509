"""Middleware: a name for every request, and the cache of whole public pages."""

import hashlib
import re
import uuid
from collections.abc import Callable
from datetime import datetime

import structlog
from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_max_age, patch_response_headers

from core.caching import content_version, seconds_until_dates_change
from core.services.calendar import load_calendar

PAGES = "pages"
GetResponse = Callable[[HttpRequest], HttpResponse]
_REQUEST_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")


class RequestIdMiddleware:
    """Name each request, in the log and in its answer, so that a citizen's report can be matched with the log."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Take a proxy's well-formed request id, or make one."""
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _REQUEST_ID.match(given) else uuid.uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class AdminContentPolicyMiddleware:
    """Loosen the content policy in Wagtail's admin only, whose pages carry inline scripts and styles of their own.

    Every source still is this site; citizens' pages keep the strict policy.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add to the policy what the admin needs."""
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_update = {  # type: ignore[attr-defined]
                "script-src": [UNSAFE_INLINE],
                "style-src": [UNSAFE_INLINE],
                "img-src": ["data:", "blob:"],
                "frame-src": [SELF],
            }
        return response


class PublicPageCacheMiddleware:
    """Answer anonymous reads of public pages from the cache.

    A page is kept only when it is the same for everybody: it was asked for with GET, without a session, answered
    with 200 HTML, set no cookie and did not forbid it. The key carries the content version, so publishing makes
    every page stale at once; so does the local day. The time to live ends when a "filed now" date changes.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve from the cache, or serve and keep."""
        if not _may_read(request):
            return self.get_response(request)
        now = timezone.now()
        key = _cache_key(request, now)
        kept: HttpResponse | None = caches[PAGES].get(key)
        if kept is not None:
            kept["X-Cache"] = "hit"
            return kept
        response = self.get_response(request)
        if _may_keep(response):
            _keep(key, response, now)
        return response


def _may_read(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path.startswith(("/admin/", "/static/", "/health/"))
    )


def _may_keep(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.get("Content-Type", "").startswith("text/html")
        and "private" not in response.get("Cache-Control", "")
        and "no-store" not in response.get("Cache-Control", "")
        and get_max_age(response) != 0
    )


def _cache_key(request: HttpRequest, now: datetime) -> str:
    """Carries the local day: a page drawn a moment before midnight is never found after it, whatever a clock does."""
    digest = hashlib.sha256(request.build_absolute_uri().encode()).hexdigest()
    return f"core:page:{timezone.localdate(now)}:{content_version()}:{digest}"


def _keep(key: str, response: HttpResponse, now: datetime) -> None:
    """Until a date on the page changes, counted from ``now``, when the page began to be drawn."""
    seconds = seconds_until_dates_change(load_calendar(), now)
    # Browsers ask again each time and get a cheap 304: a shared phone must not show an abolished procedure.
    patch_response_headers(response, cache_timeout=0)
    response["Cache-Control"] = "public, no-cache"
    caches[PAGES].set(key, response, seconds)
