"""From procedure pages to index documents: the same number of queries for every batch, however large."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Model

from core.models import InForceQuerySet
from procedures.choices import AgencyRole, Channel, FeeStatus, OnlineLevel
from procedures.models import (
    DossierItem,
    Fee,
    ProcedureAgency,
    ProcedurePage,
    ProcedureQuerySet,
    SubmissionMethod,
    TimeLimit,
)
from procedures.models.rows import ProcedureResult, ProcedureStep
from procedures.titles import is_placeholder
from search.audience import NEAR, WHO, audience, nearness
from search.engines import PROCEDURES
from search.engines.base import Document, Number
from search.services.numbers import Charge, longest_days, smallest_fee
from search.sources import BatchedSource

#: Characters of running text that are indexed: the longest real procedure has about 90,000.
MAX_BODY: Final = 30_000
#: Values of the facets "way" and "fee" that are no channel and no status of their own.
ON_THE_SPOT: Final = "on_the_spot"
FREE_ONLINE: Final = "free_online"

_Rows = Mapping[int, Sequence[tuple[Any, ...]]]


def searchable(today: date) -> ProcedureQuerySet:
    """Pages that citizens may find on this day: published, public, in force, not internal to the administration."""
    pages: ProcedureQuerySet = ProcedurePage.objects.findable(today)
    return pages


class ProcedureSource(BatchedSource):
    """The procedures' documents."""

    collection = PROCEDURES

    def ids(self, today: date) -> Sequence[int]:
        return list(searchable(today).order_by("pk").values_list("pk", flat=True))

    def documents_for(self, ids: Iterable[int], today: date) -> list[Document]:
        pages = list(
            searchable(today)
            .filter(pk__in=list(ids))
            .select_related("responsible_department")
            .only(
                "code",
                "title",
                "official_name",
                "keywords",
                "summary",
                "requirements",
                "online_level",
                "on_the_spot",
                "responsible_department__name",
                "responsible_department__short_name",
            )
        )
        related = _Related([page.pk for page in pages], today)
        return [_document(page, related) for page in pages]


class _Related:
    """What belongs to a batch of pages, read once and kept by page.

    Every list has one order, whichever the database prefers: an entry is compared with what is made anew.
    """

    def __init__(self, ids: Sequence[int], today: date) -> None:
        self.fields = _many_to_many(ProcedurePage.fields.through, ids, "field__name", "field__slug")
        self.levels = _many_to_many(ProcedurePage.levels.through, ids, "level__code")
        self.subjects = _many_to_many(
            ProcedurePage.subjects.through, ids, "subjecttype__code", "subjecttype__name"
        )
        self.life_events = _many_to_many(
            ProcedurePage.life_events.through, ids, "lifeevent__name", "lifeevent__slug"
        )
        self.agencies = _rows(
            ProcedureAgency.objects.filter(page_id__in=ids)
            .order_by("sort_order", "pk")
            .values_list("page_id", "agency_id", "agency__name", "role")
        )
        self.methods = _rows(
            SubmissionMethod.objects.filter(page_id__in=ids).values_list("page_id", "channel")
        )
        self.fees = _charges(Fee.objects.filter(page_id__in=ids).in_force(today))
        self.times = _times(TimeLimit.objects.filter(page_id__in=ids).in_force(today))
        results = ProcedureResult.objects.filter(page_id__in=ids).order_by("sort_order", "pk")
        steps = ProcedureStep.objects.filter(page_id__in=ids).order_by("sort_order", "pk")
        papers = DossierItem.objects.filter(case__page_id__in=ids)
        papers = papers.order_by("case__sort_order", "case", "sort_order", "pk")
        self.texts = [
            _rows(results.values_list("page_id", "name")),
            _rows(steps.values_list("page_id", "title", "text")),
            _rows(papers.values_list("case__page_id", "name")),
        ]


def _rows(values: Iterable[tuple[Any, ...]]) -> _Rows:
    by_page: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for page_id, *rest in values:
        by_page[page_id].append(tuple(rest))
    return by_page


def _charges(rows: InForceQuerySet[Fee]) -> Mapping[int, Sequence[Charge]]:
    values = rows.values_list("page_id", "status", "channel", "case_label", "amount_min", "currency")
    return {page_id: [Charge(*row) for row in of_page] for page_id, of_page in _rows(values).items()}


def _times(rows: InForceQuerySet[TimeLimit]) -> Mapping[int, Sequence[TimeLimit]]:
    by_page: dict[int, list[TimeLimit]] = defaultdict(list)
    columns = ("page_id", "value", "unit", "committed_value", "committed_unit", "is_default", "channel")
    for row in rows.only(*columns).order_by():
        by_page[row.page_id].append(row)
    return by_page


def _many_to_many(through: type[Model], ids: Sequence[int], *columns: str) -> _Rows:
    rows = through._default_manager.filter(procedurepage_id__in=ids)
    return _rows(rows.order_by("pk").values_list("procedurepage_id", *columns))


def _document(page: ProcedurePage, related: _Related) -> Document:
    fields = related.fields.get(page.pk, ())
    agencies = related.agencies.get(page.pk, ())
    department = page.responsible_department
    office = (department.name, department.short_name) if department else ()
    return Document(
        id=page.pk,
        code="" if is_placeholder(page.code) else page.code,
        title=page.title,
        official_name=page.official_name,
        aliases=tuple(page.keywords.splitlines()),
        context=(
            *(name for name, _slug in fields),
            *(name for _pk, name, _role in agencies),
            *(name for name in office if name),
            *(name for name, _slug in related.life_events.get(page.pk, ())),
        ),
        body=_body(page, related),
        facets=_facets(page, related),
        numbers=_numbers(page, related),
        popularity=_popularity(page, related),
    )


def _body(page: ProcedurePage, related: _Related) -> str:
    parts = [page.summary, page.requirements]
    for rows in related.texts:
        parts += [text for row in rows.get(page.pk, ()) for text in row]
    return "\n".join(filter(None, parts))[:MAX_BODY]


def _facets(page: ProcedurePage, related: _Related) -> dict[str, tuple[str, ...]]:
    handling = {AgencyRole.IMPLEMENTING.value, AgencyRole.COMPETENT.value}
    levels = tuple(code for (code,) in related.levels.get(page.pk, ()))
    agencies = related.agencies.get(page.pk, ())
    return {
        "field": tuple(slug for _name, slug in related.fields.get(page.pk, ())),
        "life_event": tuple(slug for _name, slug in related.life_events.get(page.pk, ())),
        "level": levels,
        "subject": tuple(code for code, _name in related.subjects.get(page.pk, ())),
        "agency": tuple(str(pk) for pk, _name, role in agencies if role in handling),
        "way": _ways(page, {channel for (channel,) in related.methods.get(page.pk, ())}),
        "fee": _fee_values(page, related.fees.get(page.pk, ())),
        WHO: audience(name for _code, name in related.subjects.get(page.pk, ())),
        NEAR: nearness(levels, (name for _pk, name, _role in agencies)),
    }


def _numbers(page: ProcedurePage, related: _Related) -> dict[str, int]:
    numbers = {
        Number.FEE: smallest_fee(related.fees.get(page.pk, ())),
        Number.DAYS: longest_days(related.times.get(page.pk, ())),
    }
    return {name: number for name, number in numbers.items() if number is not None}


def _ways(page: ProcedurePage, channels: set[str]) -> tuple[str, ...]:
    ways = [f"online-{page.online_level}"] if page.online_level != OnlineLevel.NONE else []
    if page.on_the_spot:
        ways.append(ON_THE_SPOT)
    return (
        *ways,
        *(channel for channel in (Channel.DIRECT.value, Channel.POST.value) if channel in channels),
    )


def _fee_values(page: ProcedurePage, rows: Sequence[Charge]) -> tuple[str, ...]:
    """What is charged today. Free means that nothing at all is charged, whatever the way of filing.

    ``free_online``: filed online it costs nothing; what is charged elsewhere stands beside it.
    """
    statuses = {row.status for row in rows}
    if not statuses:
        return (FeeStatus.NOT_STATED.value,)
    values = statuses if len(statuses) == 1 else statuses - {FeeStatus.FREE.value}
    online = {row.status for row in rows if row.channel in (Channel.ANY, Channel.ONLINE)}
    if page.online_level != OnlineLevel.NONE and online == {FeeStatus.FREE.value}:
        values = values | {FREE_ONLINE}
    return tuple(sorted(values))


def _popularity(page: ProcedurePage, related: _Related) -> int:
    """What everyday life needs goes first among equals: life events, then what communes handle."""
    communal = any(code == "commune" for (code,) in related.levels.get(page.pk, ()))
    return 10 * len(related.life_events.get(page.pk, ())) + 5 * communal
