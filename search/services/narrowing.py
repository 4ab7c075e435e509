"""The largest fee, the most days and what comes first, as the results page offers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procedures.choices import TimeUnit
from procedures.wording import money, term_words
from search.engines.base import Number, Order
from search.parameters import LIMIT_PARAMETERS, SearchRequest

_STEPS: Final[Mapping[str, tuple[int, ...]]] = {
    Number.FEE: (0, 20_000, 50_000, 100_000, 500_000, 1_000_000),
    Number.DAYS: (1, 3, 5, 7, 10, 15, 20, 30),
}
_TITLES: Final = {
    Number.FEE: gettext_lazy("Số tiền phải nộp"),
    Number.DAYS: gettext_lazy("Xong trong"),
}
_ORDERS: Final = {
    Order.RELEVANCE: gettext_lazy("Phù hợp nhất"),
    Order.FEE: gettext_lazy("Ít tiền nhất"),
    Order.DAYS: gettext_lazy("Nhanh nhất"),
    Order.NAME: gettext_lazy("Tên"),
}

# Without words nothing is more relevant than another.
_MOST_NEEDED: Final = gettext_lazy("Nhiều người cần nhất")


@dataclass(frozen=True, slots=True)
class LimitOption:
    value: int
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Limit:
    """A list to choose one from; without a choice nothing is limited. `name` is the parameter in the address."""

    title: str
    name: str
    options: tuple[LimitOption, ...]

    @property
    def is_chosen(self) -> bool:
        return any(option.selected for option in self.options)


@dataclass(frozen=True, slots=True)
class OrderLink:
    """One order. `query`: its address without "?"."""

    label: str
    query: str
    is_current: bool


def present_limits(at_most: Mapping[str, int]) -> tuple[Limit, ...]:
    """The limits in steps that people think in; one that stands in the address and is no step is offered too."""
    limits = []
    for name, parameter in LIMIT_PARAMETERS.items():
        chosen = at_most.get(name)
        steps = sorted({*_STEPS[name], *([] if chosen is None else [chosen])})
        options = tuple(LimitOption(step, _words(name, step), step == chosen) for step in steps)
        limits.append(Limit(str(_TITLES[name]), parameter, options))
    return tuple(limits)


def present_orders(request: SearchRequest) -> tuple[OrderLink, ...]:
    """Every order with the address that gives it, from the first page."""
    start = request.on_page(1)
    labels = _ORDERS if request.text else _ORDERS | {Order.RELEVANCE: _MOST_NEEDED}
    return tuple(
        OrderLink(str(label), start.in_order(order).query_string, order is request.order)
        for order, label in labels.items()
    )


def _words(name: str, step: int) -> str:
    if name == Number.DAYS:
        return term_words(step, TimeUnit.WORKING_DAY)  # type: ignore[arg-type]
    return _("Không mất tiền") if step == 0 else _("Đến %(amount)s") % {"amount": money(step)}
