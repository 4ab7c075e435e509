"""Pages that lead to several procedures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from procedures.models import LifeEvent, ProcedureBundle, ProcedureIndexPage, ServicePromise
from procedures.services.landing import bundle_view, life_event_view, promise_view


@require_safe
def life_event(request: HttpRequest, slug: str) -> HttpResponse:
    """A situation in life and what to do in it."""
    view = life_event_view(get_object_or_404(LifeEvent, slug=slug), timezone.now())
    return _landing(request, "procedures/life_event.html", view)


@require_safe
def bundle(request: HttpRequest, slug: str) -> HttpResponse:
    """Procedures that are done together."""
    found = get_object_or_404(ProcedureBundle.objects.select_related("life_event"), slug=slug)
    return _landing(request, "procedures/bundle.html", bundle_view(found, timezone.now()))


@require_safe
def promise(request: HttpRequest, slug: str) -> HttpResponse:
    """A service promise, and whether it holds today."""
    found = get_object_or_404(ServicePromise.objects.select_related("department"), slug=slug)
    return _landing(request, "procedures/promise_page.html", promise_view(found, timezone.now()))


def _landing(request: HttpRequest, template: str, view: object) -> HttpResponse:
    index = ProcedureIndexPage.the_catalogue()
    return render(request, template, {"view": view, "catalogue": index if index and index.live else None})
