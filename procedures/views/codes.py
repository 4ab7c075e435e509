"""Addresses that are a procedure's code."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from procedures.services.lookup import find_by_code


@require_safe
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """From a printed or typed code to the procedure's page. Temporary by status: pages may move, codes don't."""
    page = find_by_code(code)
    url = page.get_url(request) if page else None
    if url is None:
        return render(request, "procedures/unknown_code.html", {"code": code[:60]}, status=404)
    return HttpResponseRedirect(url)
