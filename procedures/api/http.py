"""What every answer of open data has in common: who may ask, how often, and how it is cached.

The validators come from the number that every publication changes and from the day, so that an unchanged answer costs
no query, and an unpublished procedure is gone from every cache that asks: nothing may be used again unasked.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import wraps
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language

from core.caching import content_version
from core.calendar.days import LOCAL_ZONE
from core.services.throttle import Limit, hit, visitor_of
from procedures.api import problems

View = Callable[..., HttpResponseBase]

# A carrier's address stands for a town, and a whole harvest of 200,000 is a thousand pages of the list.
ANSWERS: Final = Limit("open-data", soft=120, hard=120, window=timedelta(minutes=1))
FILES: Final = Limit("open-data-files", soft=60, hard=60, window=timedelta(hours=1))
# Grows when the same content is told in another shape.
SHAPE: Final = 1
_READS: Final = frozenset({"GET", "HEAD"})


def open_access(limit: Limit) -> Callable[[View], View]:
    """Open a view to everybody for reading: CORS, a limit for each visitor, conditional requests."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = _answer(view, limit, request, args, kwargs)
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link, Retry-After"
            return response

        # Nothing is written, and a 405 says so.
        wrapper.csrf_exempt = True  # type: ignore[attr-defined]
        return wrapper

    return decorate


def _answer(
    view: View, limit: Limit, request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return _preflight()
    if request.method not in _READS:
        refused = problems.not_allowed().response()
        refused["Allow"] = "GET, HEAD, OPTIONS"
        return refused
    now = timezone.now()
    if hit(limit, visitor_of(request.META, now).address) > limit.hard:
        refused = problems.too_many().response()
        refused["Retry-After"] = str(int(limit.window.total_seconds()))
        return refused
    etag, changed = validators(now)
    response: HttpResponseBase | None = get_conditional_response(request, etag, int(changed.timestamp()))
    if response is None or response.status_code != 304:
        response = _read(view, request, args, kwargs)
    if response.status_code in {200, 304}:
        if "ETag" not in response:  # an older file has validators of its own
            response["ETag"] = etag
            response["Last-Modified"] = http_date(changed.timestamp())
        response["Cache-Control"] = "public, no-cache"
    return response


def _read(
    view: View, request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponseBase:
    """Ask the view with GET; for HEAD keep what the answer says of itself."""
    asked = request.method
    request.method = "GET"
    try:
        response = view(request, *args, **kwargs)
    except Http404:
        response = problems.not_found().response()
    except problems.Problem as problem:
        response = problem.response()
    finally:
        request.method = asked
    return _without_body(response) if asked == "HEAD" else response


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    """What the answer says of itself. A stream or a file is closed unread; a stream's length stays unknown."""
    head: HttpResponseBase
    if isinstance(response, HttpResponse):
        head = HttpResponse(status=response.status_code, headers=dict(response.items()))
        head["Content-Length"] = response.get("Content-Length", str(len(response.content)))
    else:
        head = StreamingHttpResponse((), status=response.status_code, headers=dict(response.items()))
    # Not ``close()``, which would end the whole request and its connection to the database.
    for closer in response._resource_closers:  # type: ignore[attr-defined]
        closer()
    return head


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Allow"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Methods"] = "GET, HEAD"
    response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
    response["Access-Control-Max-Age"] = "86400"
    return response


def validators(now: datetime) -> tuple[str, datetime]:
    """ETag and last change of everything that is open: the last publication, or midnight, when dated facts turn.

    The tag differs by language: what a feed says in English is no copy of what it says in Vietnamese.
    """
    version = content_version()
    day = now.astimezone(LOCAL_ZONE).date()
    midnight = datetime.combine(day, time(0), LOCAL_ZONE)
    published = datetime.fromtimestamp(version / 1_000_000_000, UTC)
    return f'W/"{SHAPE}-{version:x}-{day:%Y%m%d}-{get_language()}"', max(published, midnight)
