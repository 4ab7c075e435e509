"""Addresses that are a procedure's code."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.text import clean_display
from procedures.services.lookup import MAX_TYPED, look_up, near_codes, written_codes


@require_safe
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """From a printed or typed code to the procedure's page; an unknown one offers what is near and the search.

    The redirect is temporary by status (302): the code is what lasts, and papers carry it. A browser would keep a
    permanent redirect for ever, past a page that moved or a code that another procedure answers to since.
    """
    found = look_up(code)
    url = found.address(request) if found else None
    return HttpResponseRedirect(url) if url else _unknown(request, code)


def _unknown(request: HttpRequest, code: str) -> HttpResponse:
    typed = clean_display(code.replace("-", " ") if not any(map(str.isdigit, code)) else code)[:MAX_TYPED]
    written = written_codes(code)
    context = {"code": written[0] if written else typed, "words": typed, "near": near_codes(code)}
    return render(request, "procedures/unknown_code.html", context, status=404)
