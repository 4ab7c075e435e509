"""The addresses of the API. Each answers in the same number of queries, however large the catalogue."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError
from ninja.params import functions as parameter
from ninja.renderers import JSONRenderer

from core.models import Department
from procedures.api import schemas
from procedures.api.cursors import read_cursor, read_position, write_cursor
from procedures.api.description import CODE_ABOUT, DESCRIPTION, SUMMARIES, TITLE
from procedures.api.filters import FILTER_NAMES, limit_of, moment_of, narrowed, only_known
from procedures.api.parameters import ChangeParameters, Paging, ProcedureParameters
from procedures.api.problems import Problem, bad_parameters, not_found
from procedures.exports import representation
from procedures.models import DecisionItem, Field, LifeEvent, ProcedurePage, PublicationDecision
from procedures.services.changes import changes_since
from procedures.services.decisions.public import public_decisions
from procedures.services.lookup import find_by_code
from procedures.services.open_data import absolute, entries_of, open_procedures, page_address, root_path
from procedures.services.records import with_rows

_PAGING: Final = frozenset({"limit", "cursor"})
_MONTH: Final = timedelta(days=30)
CODE: Final[Any] = parameter.Path(..., description=CODE_ABOUT)


class _Plain(JSONRenderer):
    """Vietnamese letters as themselves: half the size, and readable."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


api = NinjaAPI(
    title=TITLE,
    version="1.0.0",
    description=DESCRIPTION,
    urls_namespace="open_data_api",
    openapi_url=None,
    docs_url=None,
    renderer=_Plain(),
)


@api.exception_handler(Problem)
def _told(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem.response()


@api.exception_handler(ValidationError)
def _misread(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    """Only reached if a parameter slips past ``filters``: still no error of ours."""
    return bad_parameters(
        *((str(error["loc"][-1]), str(error["msg"])) for error in problem.errors)
    ).response()


def _documented(name: str, response: Any) -> dict[str, Any]:
    """What every operation has: its summary, its answers, its errors."""
    errors = dict.fromkeys((400, 404, 429), schemas.ProblemDocument)
    return {"summary": SUMMARIES[name], "operation_id": name, "response": {200: response, **errors}}


@api.get("/procedures", **_documented("listProcedures", schemas.ProcedureList))
def list_procedures(request: HttpRequest, parameters: Query[ProcedureParameters]) -> dict[str, Any]:
    """A page of procedures in the order of their keys: a new one comes at the end and moves no other."""
    params = only_known(request.GET, FILTER_NAMES | _PAGING)
    limit = limit_of(params)
    pages = narrowed(open_procedures(), params)
    if "cursor" in params:
        (last,) = read_cursor(params["cursor"], int)
        pages = pages.filter(pk__gt=last)
    found = list(with_rows(pages).order_by("pk")[: limit + 1])
    day = timezone.localdate()
    items = [representation.brief(entry.record, entry.around, day) for entry in entries_of(found[:limit])]
    return {"items": items, "next": write_cursor(found[limit - 1].pk) if len(found) > limit else None}


@api.get("/procedures/{path:code}", **_documented("getProcedure", schemas.ProcedureDetail))
def get_procedure(request: HttpRequest, code: str = CODE) -> Any:
    """One procedure; an old or differently written code leads to the one that holds."""
    only_known(request.GET, frozenset())
    if "\x00" in code:
        raise not_found()
    page = with_rows(open_procedures().with_code(code)).first()
    if page is not None:
        (entry,) = entries_of([page])
        return representation.detail(entry.record, entry.around, timezone.localdate())
    meant = find_by_code(code)
    if meant is None or meant.code == code or not open_procedures().filter(pk=meant.pk).exists():
        raise not_found()
    return HttpResponseRedirect(reverse("open_data_api:get_procedure", args=[meant.code]))


@api.get("/fields", **_documented("listFields", schemas.Fields))
def list_fields(request: HttpRequest) -> dict[str, Any]:
    """Sectors with the number of their open procedures."""
    only_known(request.GET, frozenset())
    rows = Field.objects.annotate(count=_open_count()).order_by("name", "pk")
    return {
        "items": [
            {"code": row.code, "slug": row.slug, "name": row.name, "procedures": row.count} for row in rows
        ]
    }


@api.get("/life-events", **_documented("listLifeEvents", schemas.LifeEvents))
def list_life_events(request: HttpRequest) -> dict[str, Any]:
    """Life events with the number of their open procedures."""
    only_known(request.GET, frozenset())
    rows = LifeEvent.objects.annotate(count=_open_count())
    return {
        "items": [
            {
                "slug": row.slug,
                "name": row.name,
                "summary": row.summary,
                "url": absolute(reverse("procedures:life_event", args=[row.slug])),
                "procedures": row.count,
            }
            for row in rows
        ]
    }


@api.get("/departments", **_documented("listDepartments", schemas.Departments))
def list_departments(request: HttpRequest) -> dict[str, Any]:
    """Departments in force, with what everybody may know of them."""
    only_known(request.GET, frozenset())
    rows = (
        Department.objects.in_force(timezone.localdate())
        .select_related("parent")
        .annotate(count=_open_count())
        .order_by("name", "pk")
    )
    names = ("code", "name", "short_name", "kind", "phone", "email", "address", "opening_hours")
    return {
        "items": [
            {
                **{name: getattr(row, name) for name in names},
                "parent": row.parent.code if row.parent else None,
                "procedures": row.count,
            }
            for row in rows
        ]
    }


def _open_count() -> Count:
    return Count("procedures", filter=Q(procedures__in=open_procedures().values("pk")), distinct=True)


@api.get("/decisions", **_documented("listDecisions", schemas.Decisions))
def list_decisions(request: HttpRequest, parameters: Query[Paging]) -> dict[str, Any]:
    """The decisions that the site shows, the last entered first."""
    params = only_known(request.GET, _PAGING)
    limit = limit_of(params)
    decisions = public_decisions()
    if "cursor" in params:
        (last,) = read_cursor(params["cursor"], int)
        decisions = decisions.filter(pk__lt=last)
    items = DecisionItem.objects.filter(undone_at__isnull=True).order_by("sort_order", "pk")
    found = list(decisions.order_by("-pk").prefetch_related(Prefetch("items", items))[: limit + 1])
    tell = _decision_words(found[:limit])
    return {
        "items": [tell(decision) for decision in found[:limit]],
        "next": write_cursor(found[limit - 1].pk) if len(found) > limit else None,
    }


def _decision_words(decisions: list[PublicationDecision]) -> Callable[[PublicationDecision], dict[str, Any]]:
    """How to tell each decision; a procedure that is not open is told by what the decision itself says of it."""
    rows = [item for decision in decisions for item in decision.items.all()]
    wanted = {item.procedure_id for item in rows} | {item.successor_id for item in rows}
    pages = open_procedures().in_bulk(list(wanted - {None}))
    root = root_path()

    def reference(page: ProcedurePage | None) -> dict[str, str] | None:
        return page and {"code": page.code, "title": page.title, "url": page_address(page, root)}

    def item_words(item: DecisionItem) -> dict[str, Any]:
        page = pages.get(item.procedure_id)
        return {
            "action": item.action,
            "code": page.code if page else item.code,
            "name": page.title if page else item.name,
            "url": page_address(page, root) if page else None,
            "successor": reference(pages.get(item.successor_id)),
        }

    def decision_words(decision: PublicationDecision) -> dict[str, Any]:
        names = ("number", "issuer", "kind", "title", "decided_on", "effective_on", "published_on")
        told = decision.items.all() if decision.approved_at else ()
        return {
            **{name: getattr(decision, name) for name in names},
            "url": absolute(reverse("procedures:decision", args=[decision.pk])),
            "items": [item_words(item) for item in told],
        }

    return decision_words


@api.get("/changes", **_documented("listChanges", schemas.Changes))
def list_changes(request: HttpRequest, parameters: Query[ChangeParameters]) -> dict[str, Any]:
    """Changes from a moment on, the oldest first."""
    params = only_known(request.GET, _PAGING | {"since"})
    limit, now = limit_of(params), timezone.now()
    since = moment_of(params, "since") or now - _MONTH
    after = read_position(params["cursor"]) if "cursor" in params else None
    found = changes_since(since, now, limit + 1, after)
    position = found[limit - 1][0] if len(found) > limit else None
    return {
        "items": [_change_words(change) for _position_, change in found[:limit]],
        "next": write_cursor(position.at.isoformat(), position.source, position.pk) if position else None,
    }


def _change_words(change: Any) -> dict[str, Any]:
    successor = change.successor
    return {
        "id": change.key,
        "at": change.at,
        "kind": change.kind,
        "code": change.code,
        "title": change.title,
        "url": change.url,
        "text": change.text,
        "details": list(change.details),
        "successor": successor and {"code": successor.code, "title": successor.title, "url": successor.url},
    }
