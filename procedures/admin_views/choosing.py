"""Rows of long lists as an editor types, for the edit form's choosers."""

from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, JsonResponse

from core.text import fold
from procedures.admin_views.access import EditorsOnly
from procedures.models import Field, LegalBasis, LifeEvent, ProcedurePage, SubjectType

LIMIT: Final = 20
_MAX_QUERY: Final = 200


class ChoicesView(EditorsOnly):
    """``{"rows": [{"id": 1, "label": "…"}]}`` of a list that every editor may read; of pages the public ones."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        search = _SEARCHES.get(self.kwargs["what"])
        if search is None:
            raise Http404
        query = " ".join(request.GET.get("q", "")[:_MAX_QUERY].split())
        rows = search(query) if query else []
        response = JsonResponse({"rows": [{"id": row.pk, "label": str(row)} for row in rows]})
        response["Cache-Control"] = "private, no-store"
        return response


def _legal_bases(query: str) -> QuerySet[LegalBasis]:
    """By number or words of the title; the number first."""
    words = Q()
    for word in query.split():
        words &= Q(number__icontains=word) | Q(title__icontains=word)
    return LegalBasis.objects.filter(words).order_by("number")[:LIMIT]


def _procedures(query: str) -> Any:
    """By the beginning of the code, or by words of the name without accents: addresses carry them folded."""
    words = Q()
    for word in fold(query).split():
        words &= Q(slug__contains=word)
    return ProcedurePage.objects.live().filter(words | Q(code__startswith=query)).order_by("title")[:LIMIT]


def _by_name(model: type[Field] | type[LifeEvent] | type[SubjectType]) -> Any:
    """Short lists are read whole and compared without accents: SQLite does not fold đ."""

    def search(query: str) -> list[Any]:
        words = fold(query).split()
        rows = model._default_manager.order_by("name")
        return [row for row in rows if all(word in fold(row.name) for word in words)][:LIMIT]

    return search


_SEARCHES: Final = {
    "can-cu": _legal_bases,
    "linh-vuc": _by_name(Field),
    "doi-tuong": _by_name(SubjectType),
    "su-kien": _by_name(LifeEvent),
    "thu-tuc": _procedures,
}
