"""Queries that found nothing, and the screens on which editors answer them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client

from search.models import ZeroHitQuery
from search.services.unanswered import group_queries
from search.services.zero_hits import count_zero_hit

DAY = date(2026, 11, 20)
LIST = "/admin/cau-tim-chua-dap-ung/"


def counted(**times: int) -> None:
    """Queries (with "_" for a blank) that found nothing so often, in clusters."""
    for text, count in times.items():
        for _time in range(count):
            count_zero_hit(text.replace("_", " "), DAY)
    group_queries()


def query(text: str) -> ZeroHitQuery:
    return ZeroHitQuery.objects.get(text=text)


def address(text: str) -> str:
    """The screen of the cluster in which this query stands."""
    return f"{LIST}{query(text).pk}/"


def sent(client: Client, text: str, *also: str, **data: Any) -> Any:
    """What the cluster's screen sends with these queries ticked."""
    keys = [str(query(each).pk) for each in (text, *also)]
    return client.post(address(text), {"query": keys, "names": text, **data})
