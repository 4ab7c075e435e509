"""Pages of results that are not in memory."""

from __future__ import annotations

from django.core.paginator import Paginator

from search.parameters import MAX_PAGE, PAGE_SIZE


class _Counted(list[None]):
    """Stands in for results that are not in memory: a paginator only needs their number."""

    def __init__(self, total: int) -> None:
        self._total = total

    def __len__(self) -> int:
        return self._total


def pages_of(total: int) -> Paginator[None]:
    """The pages of so many results, as far as anybody reads."""
    return Paginator(_Counted(min(total, MAX_PAGE * PAGE_SIZE)), PAGE_SIZE)


def last_page(total: int) -> int:
    """The number of the last page, from 1."""
    return max(1, min(-(-total // PAGE_SIZE), MAX_PAGE))
