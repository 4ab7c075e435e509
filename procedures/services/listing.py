"""The catalogue as a list: filtered by field, life event and level, counted, in pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import Level
from procedures.models import Field, LifeEvent, ProcedureIndexPage, ProcedurePage, ProcedureQuerySet
from procedures.services.presentation import briefs

PER_PAGE = 20
FIELD, EVENT, LEVEL, PAGE = "linh-vuc", "su-kien", "cap", "trang"


@dataclass(frozen=True)
class _Facet:
    """Where a filter's values live: the model, the field that names a value in addresses, the order shown."""

    model: type[Field] | type[LifeEvent] | type[Level]
    key: str
    lookup: str
    order: tuple[str, ...]

    def exists(self, value: str) -> bool:
        return self.model._default_manager.filter(**{self.key: value}).exists()


_FACETS = {
    FIELD: _Facet(Field, "slug", "fields__slug", ("-count", "name")),
    EVENT: _Facet(LifeEvent, "slug", "life_events__slug", ("order", "name")),
    LEVEL: _Facet(Level, "code", "levels__code", ("order", "code")),
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
    fee: str
    time: str


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
    chosen: tuple[Choice, ...]
    unknown: bool


def catalogue_listing(index: ProcedureIndexPage, params: Mapping[str, Any], now: datetime) -> Listing:
    """The list below ``index``. The number of queries doesn't grow with the catalogue.

    ``params``: the address's query; an unknown filter value is said (``unknown``) and left out, a page number out
    of range shows the nearest page.
    """
    today = timezone.localtime(now).date()
    everything = ProcedurePage.objects.child_of(index).live().public().in_force(today).for_citizens()
    asked = {name: str(params.get(name, ""))[:80] for name in _FACETS}
    known = {name: value for name, value in asked.items() if value and _FACETS[name].exists(value)}
    choices = {name: tuple(_choices(name, everything, known)) for name in _FACETS}
    rows = _filtered(everything, known).order_by("slug").prefetch_related("fields", "levels")
    paginator = Paginator(rows, PER_PAGE)
    page = paginator.get_page(params.get(PAGE))
    return Listing(
        total=paginator.count,
        rows=_rows(index, list(page.object_list), now),
        page=page,
        query=urlencode(known),
        fields=choices[FIELD],
        events=choices[EVENT],
        levels=choices[LEVEL],
        chosen=tuple(choice for options in choices.values() for choice in options if choice.chosen),
        unknown=any(value and name not in known for name, value in asked.items()),
    )


def _filtered(pages: ProcedureQuerySet, known: Mapping[str, str]) -> ProcedureQuerySet:
    for name, value in known.items():
        pages = pages.filter(**{_FACETS[name].lookup: value})
    return pages


def _choices(name: str, pages: ProcedureQuerySet, known: Mapping[str, str]) -> Iterator[Choice]:
    """The values of one facet, counted under the other filters; a chosen value's address takes it away again."""
    facet = _FACETS[name]
    others = {key: value for key, value in known.items() if key != name}
    left = _filtered(pages, others).values("pk")
    counted = Count("procedures", filter=Q(procedures__in=left), distinct=True)
    for row in facet.model._default_manager.annotate(count=counted).order_by(*facet.order):
        value = getattr(row, facet.key)
        chosen = known.get(name) == value
        if row.count or chosen:
            query = urlencode(others if chosen else {**others, name: value})
            yield Choice(str(row), row.count, f"?{query}", chosen, getattr(row, "summary", ""))


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
            fee=_("%(label)s: %(value)s")
            % {"label": facts[page.pk].fee.label, "value": facts[page.pk].fee.value},
            time=_("%(label)s: %(value)s")
            % {"label": facts[page.pk].time.label, "value": facts[page.pk].time.value},
        )
        for page in pages
    )
