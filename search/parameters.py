"""Reading the results page's address. Whatever stands in it, the outcome is a query that can be run. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol
from urllib.parse import urlencode

from core.text import clean_display
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
PAGE_SIZE: Final = 10
#: Nobody reads further; it also bounds what a robot can ask for.
MAX_PAGE: Final = 100
_MAX_VALUES: Final = 20
_VALUE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}", re.ASCII)


class Parameters(Protocol):
    """What is read of a request's query string; Django's `QueryDict` is one."""

    def get(self, key: str, /) -> str | None: ...

    def getlist(self, key: str, /) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a citizen asks for: words, chosen facet values, the page from 1, and whether only the words as typed."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    literal: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.text and not self.filters

    def query_string(self, *, filters: bool = True, literal: bool | None = None) -> str:
        """The address of this search without its page, without "?"."""
        pairs = [("q", self.text)] if self.text else []
        if filters:
            pairs += [
                (FACET_PARAMETERS[name], value) for name, values in self.filters.items() for value in values
            ]
        if self.literal if literal is None else literal:
            pairs.append(("nguyen-van", "1"))
        return urlencode(pairs)


def read_request(parameters: Parameters) -> SearchRequest:
    """Read an address. Unknown parameters, malformed values and impossible pages are passed over."""
    filters = {name: _values(parameters.getlist(parameter)) for name, parameter in FACET_PARAMETERS.items()}
    return SearchRequest(
        text=clean_display((parameters.get("q") or "")[: MAX_QUERY * 4])[:MAX_QUERY].strip(),
        filters={name: values for name, values in filters.items() if values},
        page=_page(parameters.get("trang") or ""),
        literal=parameters.get("nguyen-van") == "1",
    )


def _values(raw: Sequence[str]) -> tuple[str, ...]:
    known = dict.fromkeys(value for value in raw if _VALUE.fullmatch(value))
    return tuple(known)[:_MAX_VALUES]


def _page(raw: str) -> int:
    """Return a page from 1 to `MAX_PAGE`; what is no number is the first page."""
    if not re.fullmatch(r"[0-9]{1,9}", raw, re.ASCII):
        return 1
    return min(max(int(raw), 1), MAX_PAGE)
