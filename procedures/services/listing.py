"""The catalogue as a list: filtered by field, life event, level, promise, counted, in pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Count, Model, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import Level
from procedures.models import (
    Field,
    LifeEvent,
    ProcedureIndexPage,
    ProcedurePage,
    ProcedureQuerySet,
    ServicePromise,
)
from procedures.services.presentation import Brief, briefs

PER_PAGE = 20
FIELD, EVENT, LEVEL, PROMISE, ON_THE_SPOT, PAGE = (
    "linh-vuc",
    "su-kien",
    "cap",
    "cam-ket",
    "tai-cho",
    "trang",
)
_YES = "1"


@dataclass(frozen=True)
class _Facet:
    """Where a filter's values live: the model, the field that names a value in addresses, the order shown.

    ``through``: the table that joins it with the procedures, by its ``column``; counting there costs one grouped
    query, however many procedures and values there are.
    """

    model: type[Field] | type[LifeEvent] | type[Level] | type[ServicePromise]
    key: str
    lookup: str
    order: tuple[str, ...]
    through: type[Model]
    column: str

    def values(self, today: date) -> QuerySet[Any]:
        """The values that may be chosen."""
        if self.model is ServicePromise:
            return ServicePromise.objects.in_force(today).order_by(*self.order)
        return self.model._default_manager.order_by(*self.order)


_FACETS = {
    FIELD: _Facet(Field, "slug", "fields__slug", ("name",), ProcedurePage.fields.through, "field_id"),
    EVENT: _Facet(
        LifeEvent,
        "slug",
        "life_events__slug",
        ("order", "name"),
        ProcedurePage.life_events.through,
        "lifeevent_id",
    ),
    LEVEL: _Facet(Level, "code", "levels__code", ("order", "code"), ProcedurePage.levels.through, "level_id"),
    PROMISE: _Facet(
        ServicePromise,
        "slug",
        "service_promises__slug",
        ("name",),
        ServicePromise.procedures.through,
        "servicepromise_id",
    ),
}


@dataclass(frozen=True)
class Choice:
    """One way to narrow the list, with how many procedures it leaves."""

    label: str
    count: int
    url: str
    chosen: bool = False
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One procedure in the list."""

    title: str
    url: str
    code: str
    place: str
    brief: Brief


@dataclass(frozen=True)
class Listing:
    """What the index page shows. ``query``: the filters as a query string, for the pages of the list."""

    total: int
    rows: tuple[Row, ...]
    page: PaginatorPage[ProcedurePage]
    query: str
    fields: tuple[Choice, ...]
    events: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    promises: tuple[Choice, ...]
    chosen: tuple[Choice, ...]
    unknown: bool


def catalogue_listing(index: ProcedureIndexPage, params: Mapping[str, Any], now: datetime) -> Listing:
    """The list below ``index``. The number of queries doesn't grow with the catalogue.

    ``params``: the address's query; an unknown filter value is said (``unknown``) and left out, a page number out
    of range shows the nearest page.
    """
    today = timezone.localtime(now).date()
    everything = ProcedurePage.objects.child_of(index).live().public().in_force(today).for_citizens()
    asked = {name: value for name in (*_FACETS, ON_THE_SPOT) if (value := str(params.get(name, ""))[:80])}
    options = {name: list(facet.values(today)) for name, facet in _FACETS.items()}
    known = {name: value for name, value in asked.items() if _is_known(name, value, options)}
    choices = {name: tuple(_choices(name, everything, known, options[name])) for name in _FACETS}
    on_the_spot = tuple(_on_the_spot(everything, known))
    paginator = Paginator(_filtered(everything, known).order_by("slug"), PER_PAGE)
    page = paginator.get_page(params.get(PAGE))
    rows = list(page.object_list)
    prefetch_related_objects(rows, "fields", "levels")
    shown = [*(choice for rows in choices.values() for choice in rows), *on_the_spot]
    return Listing(
        total=paginator.count,
        rows=_rows(index, rows, now),
        page=page,
        query=urlencode(known),
        fields=tuple(sorted(choices[FIELD], key=lambda choice: -choice.count)),
        events=choices[EVENT],
        levels=choices[LEVEL],
        promises=(*choices[PROMISE], *on_the_spot),
        chosen=tuple(choice for choice in shown if choice.chosen),
        unknown=len(known) < len(asked),
    )


def _is_known(name: str, value: str, options: Mapping[str, list[Any]]) -> bool:
    if name == ON_THE_SPOT:
        return value == _YES
    return any(getattr(row, _FACETS[name].key) == value for row in options[name])


def _filtered(pages: ProcedureQuerySet, known: Mapping[str, str]) -> ProcedureQuerySet:
    for name, value in known.items():
        pages = (
            pages.filter(on_the_spot=True)
            if name == ON_THE_SPOT
            else pages.filter(**{_FACETS[name].lookup: value})
        )
    return pages


def _choices(
    name: str, pages: ProcedureQuerySet, known: Mapping[str, str], options: list[Any]
) -> Iterator[Choice]:
    """The values of one facet, counted under the other filters; a chosen value's address takes it away again."""
    if not options:
        return
    facet = _FACETS[name]
    others = {key: value for key, value in known.items() if key != name}
    left = _filtered(pages, others).order_by().values("pk")
    grouped = facet.through._default_manager.filter(procedurepage_id__in=left).values_list(facet.column)
    counts: dict[int, int] = dict(grouped.annotate(Count("pk")))
    for row in options:
        value, count = getattr(row, facet.key), counts.get(row.pk, 0)
        chosen = known.get(name) == value
        if count or chosen:
            query = urlencode(others if chosen else {**others, name: value})
            yield Choice(str(row), count, f"?{query}", chosen, getattr(row, "summary", ""))


def _on_the_spot(pages: ProcedureQuerySet, known: Mapping[str, str]) -> Iterator[Choice]:
    others = {key: value for key, value in known.items() if key != ON_THE_SPOT}
    count = _filtered(pages, {**others, ON_THE_SPOT: _YES}).count()
    chosen = ON_THE_SPOT in known
    if count or chosen:
        query = urlencode(others if chosen else {**others, ON_THE_SPOT: _YES})
        yield Choice(_("Làm “4 tại chỗ”"), count, f"?{query}", chosen)


def _rows(index: ProcedureIndexPage, pages: list[ProcedurePage], now: datetime) -> tuple[Row, ...]:
    facts = briefs(pages, now)
    base = index.url or "/"
    return tuple(
        Row(
            title=page.title,
            url=f"{base}{page.slug}/",
            code=page.code if page.has_real_code else "",
            place=" · ".join(
                [*(row.name for row in page.fields.all()), *(str(row) for row in page.levels.all())]
            ),
            brief=facts[page.pk],
        )
        for page in pages
    )
