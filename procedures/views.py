"""Public views of the catalogue."""

from django.http import Http404, HttpRequest, HttpResponse


def calculator(request: HttpRequest) -> HttpResponse:
    raise Http404


def by_code(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404
