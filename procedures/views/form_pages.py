"""The public page of a form: what it is, the file, how it looks, which procedures ask for it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from procedures.services.forms import form_page, forms_with_versions


@require_safe
def form_detail(request: HttpRequest, code: str, version: int | None = None) -> HttpResponse:
    """The version of the day, or an older one that somebody filled in before it was replaced."""
    form = get_object_or_404(forms_with_versions(), slug=code)
    view = form_page(form, timezone.localdate(), version)
    if view is None:
        raise Http404
    return render(request, "procedures/form_page.html", {"view": view, "form": form})
