"""Cross-site protection that doesn't throw away what somebody typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware


class _Check(CsrfViewMiddleware):
    """Django's own check, which answers with the reason and not with a page."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def _no_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def is_cross_site(request: HttpRequest) -> bool:
    """Whether Django's check refuses this request. For views that are marked exempt and ask themselves."""
    check = _Check(_no_view)
    check.process_request(request)
    return check.process_view(request, _no_view, (), {}) is not None
