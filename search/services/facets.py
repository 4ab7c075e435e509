"""Facets as the results page shows them: titles, labels and honest counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import Level
from procedures.models import Agency, Field, LifeEvent, SubjectType
from search.parameters import FACET_PARAMETERS
from search.services.documents import FREE_ONLINE, ON_THE_SPOT

#: Values of one facet that are offered; those chosen always are.
MAX_OPTIONS: Final = 8


@dataclass(frozen=True, slots=True)
class FacetOption:
    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of checkboxes. `name` is the parameter in the address."""

    title: str
    name: str
    options: tuple[FacetOption, ...]

    @property
    def selected(self) -> tuple[FacetOption, ...]:
        return tuple(option for option in self.options if option.selected)


_TITLES: Final = {
    "life_event": gettext_lazy("Sự kiện"),
    "level": gettext_lazy("Ai giải quyết"),
    "subject": gettext_lazy("Dành cho"),
    "way": gettext_lazy("Cách nộp"),
    "fee": gettext_lazy("Phí, lệ phí"),
    "field": gettext_lazy("Lĩnh vực"),
    "agency": gettext_lazy("Cơ quan"),
}
_WAYS: Final = {
    "online-full": gettext_lazy("Trực tuyến toàn trình"),
    "online-part": gettext_lazy("Trực tuyến một phần"),
    "post": gettext_lazy("Bưu chính"),
    "direct": gettext_lazy("Tại quầy"),
    ON_THE_SPOT: gettext_lazy("Nộp, duyệt, nhận kết quả tại chỗ"),
}
_FEES: Final = {
    "free": gettext_lazy("Không thu"),
    FREE_ONLINE: gettext_lazy("Không thu khi nộp trực tuyến"),
    "amount": gettext_lazy("Có mức thu"),
    "set_by_province": gettext_lazy("Tỉnh quy định"),
    "by_formula": gettext_lazy("Theo biểu mức thu"),
    "not_stated": gettext_lazy("Chưa công bố"),
}
# Whose names the values of a facet stand for, and what they are in the index.
_LABELLED: Final[Mapping[str, tuple[type[Model], str]]] = {
    "level": (Level, "code"),
    "subject": (SubjectType, "code"),
    "field": (Field, "slug"),
    "life_event": (LifeEvent, "slug"),
    "agency": (Agency, "pk"),
}


def present_facets(
    counts: Mapping[str, Mapping[str, int]], filters: Mapping[str, tuple[str, ...]]
) -> tuple[Facet, ...]:
    """The facets that leave a choice, with labels from at most five queries."""
    shown = []
    for name, parameter in FACET_PARAMETERS.items():
        counted, chosen = counts.get(name, {}), filters.get(name, ())
        if len(counted) < 2 and not chosen:
            continue  # nothing to choose, and no labels to look up
        options = _options(name, counted, chosen)
        if len(options) > 1 or any(option.selected for option in options):
            shown.append(Facet(title=str(_TITLES[name]), name=parameter, options=options))
    return tuple(shown)


def field_options(counts: Mapping[str, int], limit: int) -> tuple[FacetOption, ...]:
    """The fields with the most procedures, for browsing."""
    return _options("field", counts, (), limit)


def _options(
    name: str, counted: Mapping[str, int], chosen: tuple[str, ...], limit: int = MAX_OPTIONS
) -> tuple[FacetOption, ...]:
    fixed = {"way": _WAYS, "fee": _FEES}.get(name)
    if fixed is not None:
        wanted = [value for value in fixed if value in counted or value in chosen]
        labels = {value: str(label) for value, label in fixed.items()}
    else:
        wanted = sorted(
            {*counted, *chosen}, key=lambda value: (value not in chosen, -counted.get(value, 0), value)
        )
        wanted = wanted[: limit + len(chosen)]
        labels = _labels(name, wanted)
        if name == "level":
            wanted = [value for value in labels if value in wanted]
    return tuple(
        FacetOption(value=value, label=labels[value], count=counted.get(value, 0), selected=value in chosen)
        for value in wanted
        if value in labels
    )


def _labels(name: str, values: Iterable[str]) -> dict[str, str]:
    """Value → label, in the reader's language if the site came with it; levels in their order.

    Values that the database doesn't know have no label.
    """
    wanted: list[Any] = list(values)
    model, key = _LABELLED[name]
    if key == "pk":
        wanted = [int(value) for value in wanted if value.isdecimal() and len(value) < 18]
    if not wanted:
        return {}
    rows = model._default_manager.filter(**{f"{key}__in": wanted})
    rows = rows if model is Level else rows.order_by()
    return {str(value): _(label) or _("Chưa đặt tên") for value, label in rows.values_list(key, "name")}
