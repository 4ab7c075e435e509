"""The results page, the comparison and the suggestions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from search.everyday_words import Intent
from search.leading import leads
from search.parameters import SearchRequest, is_chosen_by_ticking, read_chosen, read_request, read_text
from search.services.comparison import compare
from search.services.elsewhere import FoundGroup, collection_results, groups_for
from search.services.popular import popular_words
from search.services.querying import procedure_with_code, suggestions
from search.services.results import Results, results_for

#: A list of suggestions comes with every key pressed on a 3G line.
_MAX_SUGGESTION_BYTES: Final = 1000
_MAX_SUGGESTIONS: Final = 6
_MAX_PREFIX: Final = 100
_SIDES: Final = ("a", "b")
#: What may stand above procedures that hold the same words; an answer to somebody else may not.
_PLACES: Final = "places"
_LEADING: Final = ("guides", _PLACES)

Groups = tuple[FoundGroup, ...]


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The results for `q`, filtered and paged; a query that is a known procedure's code leads to its page.

    Procedures that ended, and old codes, are in no list of results, but are found by their code.
    """
    asked = read_request(request.GET)
    if asked.collection and (response := _collection(request, asked)):
        return response
    known = None if asked.is_narrowed or asked.literal else procedure_with_code(asked.text)
    url = known.address(request) if known else None
    if url:
        return HttpResponseRedirect(url)
    found = results_for(asked, timezone.now(), request)
    groups = groups_for(found.request, found.understanding, request)
    first, later = _arranged(found, groups)
    context = {"results": found, "chosen": _chosen(found), "groups_first": first, "groups": later}
    response = render(request, "search/results.html", context)
    if not found.total or found.is_unsure or found.is_degraded:
        # What nothing answers is counted each time, and without the index it is not the site's best answer.
        response["Cache-Control"] = "no-store"
    return response


def _chosen(found: Results) -> tuple[str, ...]:
    """The limits and filters that are on, in words; a value that the catalogue doesn't know has none."""
    limits = [
        f"{limit.title}: {option.label}"
        for limit in found.limits
        for option in limit.options
        if option.selected
    ]
    facets = [option.label for facet in found.facets for option in facet.options if option.selected]
    return (*limits, *facets)


def _arranged(found: Results, groups: Groups) -> tuple[Groups, Groups]:
    """The groups above the procedures, and those below. Who asks where is shown places first."""
    if Intent.PLACE in found.understanding.intents:
        groups = tuple(sorted(groups, key=lambda group: group.collection != _PLACES))
    if found.groups_first or not found.hits:
        return groups, ()
    best, asked = found.hits[0].name, found.understanding.groups
    first = tuple(
        group
        for group in groups
        if group.collection in _LEADING and leads(group.entries[0].name, asked, best)
    )
    return first, tuple(group for group in groups if group not in first)


def _collection(request: HttpRequest, asked: SearchRequest) -> HttpResponse | None:
    """Everything of one group besides the procedures."""
    found = collection_results(asked, request) if asked.text else None
    return render(request, "search/collection.html", {"found": found}) if found else None


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Two procedures side by side. What was ticked among results is led to an address that can be passed on."""
    codes, text = read_chosen(request.GET), read_text(request.GET)
    if is_chosen_by_ticking(request.GET) and len(codes) == len(_SIDES):
        pairs = [*zip(_SIDES, codes, strict=True), *([("q", text)] if text else [])]
        return HttpResponseRedirect(f"{reverse('search:compare')}?{urlencode(pairs)}")
    compared = compare(codes, timezone.now(), request)
    context = {"comparison": compared, "text": text, "back": SearchRequest(text=text).query_string}
    return render(request, "search/comparison.html", context)


@require_safe
@cache_control(public=True, max_age=300)
def suggest(request: HttpRequest) -> JsonResponse:
    """Titles for what was typed so far, as `{"items": [{"title", "code", "url"}]}` of less than 1 KB.

    For nothing typed yet, the words that most people search for: `code` is empty.
    """
    prefix = request.GET.get("q", "")[:_MAX_PREFIX]
    items: list[dict[str, str]] = []
    response = _suggestion_response(items)
    for item in _titles(prefix) if prefix.strip() else _popular_searches():
        longer = _suggestion_response([*items, item])
        if len(longer.content) >= _MAX_SUGGESTION_BYTES:
            break
        items.append(item)
        response = longer
    return response


def _titles(prefix: str) -> Iterator[dict[str, str]]:
    for found in suggestions(prefix, _MAX_SUGGESTIONS):
        if found.code:
            url = reverse("procedures:by_code", args=[found.code])
            yield {"title": Truncator(found.title).chars(90), "code": found.code, "url": url}


def _popular_searches() -> Iterator[dict[str, str]]:
    for words in popular_words(timezone.localdate())[:_MAX_SUGGESTIONS]:
        yield {"title": words, "code": "", "url": f"{reverse('search:results')}?{urlencode({'q': words})}"}


def _suggestion_response(items: list[dict[str, str]]) -> JsonResponse:
    return JsonResponse({"items": items}, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
