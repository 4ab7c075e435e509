"""Health endpoints and the page shown when a form's protection fails."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import health


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Whether the process answers at all."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether the site can serve: 200, or 503 when a critical check fails; every check by name."""
    checks = health.run_checks(timezone.now())
    broken = any(check.critical and not check.ok for check in checks)
    degraded = any(not check.ok for check in checks)
    body = {
        "status": "unavailable" if broken else "degraded" if degraded else "ok",
        "checks": {check.name: {"ok": check.ok, "detail": check.detail} for check in checks},
    }
    return JsonResponse(body, status=503 if broken else 200)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in plain words that the form was open too long or cookies are off, and what to do."""
    return render(request, "403_csrf.html", status=403)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: everything public but search results and citizens' own pages."""
    closed = ("/admin/", "/tim-kiem/", "/tra-cuu/", "/phan-anh/gui/", "/captcha/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {settings.PUBLIC_BASE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
