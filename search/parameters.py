"""Reading the addresses of the results and the comparison. Whatever stands in them, the outcome can be run. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol, Self, TypeVar
from urllib.parse import urlencode

from core.text import clean_display
from search.engines.base import Number, Order
from search.understanding import MAX_QUERY

#: Facet in the index → parameter in the address.
FACET_PARAMETERS: Final[Mapping[str, str]] = {
    "level": "cap",
    "subject": "doi-tuong",
    "way": "cach-nop",
    "fee": "phi",
    "field": "linh-vuc",
    "life_event": "su-kien",
    "agency": "co-quan",
}
#: Number of a document → parameter in the address that says how large it may be.
LIMIT_PARAMETERS: Final[Mapping[str, str]] = {Number.FEE: "phi-toi-da", Number.DAYS: "ngay-toi-da"}
ORDER_PARAMETER: Final = "xep"
#: What comes first → word in the address; relevance has none.
ORDER_WORDS: Final[Mapping[Order, str]] = {Order.FEE: "phi", Order.DAYS: "ngay", Order.NAME: "ten"}
#: Collection besides the procedures → word in the address that asks for all of it.
COLLECTION_PARAMETER: Final = "muc"
COLLECTION_WORDS: Final[Mapping[str, str]] = {
    "answers": "tra-loi",
    "guides": "huong-dan",
    "places": "noi-nop",
}
#: A procedure chosen for the comparison, once for each.
CHOSEN_PARAMETER: Final = "ma"
PAGE_SIZE: Final = 10
#: Nobody reads further; it also bounds what a robot can ask for.
MAX_PAGE: Final = 100
_MAX_VALUES: Final = 20
_MAX_CHOSEN: Final = 10
_MAX_CODE: Final = 60
_VALUE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}", re.ASCII)
_NUMBER: Final = re.compile(r"[0-9]{1,9}", re.ASCII)

Kind = TypeVar("Kind")


class Parameters(Protocol):
    """What is read of a request's query string; Django's `QueryDict` is one."""

    def get(self, key: str, /) -> str | None: ...

    def getlist(self, key: str, /) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a citizen asks for.

    `filters` are chosen facet values, `at_most` the largest fee in đồng and the most working days, `page` counts from
    1, `literal` asks for the words as typed and no others. `collection` is empty for procedures, else what is asked
    for in their place.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    at_most: Mapping[str, int] = field(default_factory=dict)
    order: Order = Order.RELEVANCE
    page: int = 1
    literal: bool = False
    collection: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the words decides what is found."""
        return bool(self.filters or self.at_most)

    @property
    def is_empty(self) -> bool:
        return not self.text and not self.is_narrowed

    @property
    def choices(self) -> int:
        """How many filters are on."""
        return sum(map(len, self.filters.values())) + len(self.at_most)

    @property
    def order_word(self) -> str:
        """The chosen order as the address says it; empty for relevance."""
        return ORDER_WORDS.get(self.order, "")

    def on_page(self, page: int) -> Self:
        return replace(self, page=page)

    def in_order(self, order: Order) -> Self:
        return replace(self, order=order)

    def unfiltered(self) -> Self:
        """The same words and nothing else."""
        return replace(self, filters={}, at_most={}, order=Order.RELEVANCE, page=1, collection="")

    def literally(self, literal: bool) -> Self:
        """The words as typed, or all that they may mean, without filters: they belong to the other results."""
        return replace(self.unfiltered(), literal=literal)

    def within(self, collection: str) -> Self:
        return replace(self.unfiltered(), collection=collection)

    @property
    def query_string(self) -> str:
        """The address of this search without its page, without "?"."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [
            (FACET_PARAMETERS[name], value) for name, values in self.filters.items() for value in values
        ]
        pairs += [(LIMIT_PARAMETERS[name], str(limit)) for name, limit in self.at_most.items()]
        if self.order_word:
            pairs.append((ORDER_PARAMETER, self.order_word))
        if self.literal:
            pairs.append(("nguyen-van", "1"))
        if self.collection:
            pairs.append((COLLECTION_PARAMETER, COLLECTION_WORDS[self.collection]))
        return urlencode(pairs)


def read_request(parameters: Parameters) -> SearchRequest:
    """Read an address. Unknown parameters, malformed values and impossible pages are passed over."""
    filters = {name: _values(parameters.getlist(parameter)) for name, parameter in FACET_PARAMETERS.items()}
    limits = {name: _number(parameters.get(parameter)) for name, parameter in LIMIT_PARAMETERS.items()}
    return SearchRequest(
        text=read_text(parameters),
        filters={name: values for name, values in filters.items() if values},
        at_most={name: limit for name, limit in limits.items() if limit is not None},
        order=_meant(ORDER_WORDS, parameters.get(ORDER_PARAMETER), Order.RELEVANCE),
        page=min(max(_number(parameters.get("trang")) or 1, 1), MAX_PAGE),
        literal=parameters.get("nguyen-van") == "1",
        collection=_meant(COLLECTION_WORDS, parameters.get(COLLECTION_PARAMETER), ""),
    )


def read_text(parameters: Parameters) -> str:
    """The words that were typed, on one line and not too many."""
    return clean_display((parameters.get("q") or "")[: MAX_QUERY * 4])[:MAX_QUERY].strip()


def read_chosen(parameters: Parameters) -> tuple[str, ...]:
    """The codes to compare, each once: those of a shared address (`a`, `b`), then those ticked among the results."""
    raw = [parameters.get("a") or "", parameters.get("b") or "", *parameters.getlist(CHOSEN_PARAMETER)]
    codes = dict.fromkeys(
        clean_display(code[: _MAX_CODE * 4])[:_MAX_CODE].strip() for code in raw[:_MAX_CHOSEN]
    )
    return tuple(code for code in codes if code)


def is_chosen_by_ticking(parameters: Parameters) -> bool:
    """Whether the codes come from the results' boxes, not from an address that names two sides."""
    return bool(parameters.getlist(CHOSEN_PARAMETER))


def _values(raw: Sequence[str]) -> tuple[str, ...]:
    known = dict.fromkeys(value for value in raw if _VALUE.fullmatch(value))
    return tuple(known)[:_MAX_VALUES]


def _number(raw: str | None) -> int | None:
    """A whole number in plain digits; None for anything else."""
    return int(raw) if raw and _NUMBER.fullmatch(raw) else None


def _meant(words: Mapping[Kind, str], raw: str | None, otherwise: Kind) -> Kind:
    return next((kind for kind, word in words.items() if word == raw), otherwise)
