"""The results page and the suggestions."""

from django.http import HttpRequest, HttpResponse, JsonResponse


def results(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def suggest(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"items": []})
