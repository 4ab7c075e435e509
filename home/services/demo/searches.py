"""What the demonstration's citizens searched for: in vain, without a sure answer, and what they chose."""

from datetime import date, timedelta
from typing import Any

from home.services.demo.files import read
from search.models import SearchClick, ZeroHitQuery
from search.services.unanswered import group_queries
from search.services.zero_hits import anonymous_text


def load_searches(today: date) -> None:
    """Add the counted queries and choices that aren't there yet."""
    content = read("home", "searches.json")
    for row in content["queries"]:
        counted = {
            "count": row["count"],
            "kind": row["kind"],
            "last_seen": today - timedelta(days=row["days_ago"]),
        }
        ZeroHitQuery.objects.get_or_create(text=anonymous_text(row["text"]), defaults=counted)
    if not SearchClick.objects.exists():
        SearchClick.objects.bulk_create(
            choice for row in content["choices"] for choice in _choices(row, today)
        )
    group_queries()


def _choices(row: dict[str, Any], today: date) -> list[SearchClick]:
    """One row for each of the last days."""
    text = anonymous_text(row["text"])
    return [
        SearchClick(text=text, code=row["code"], day=today - timedelta(days=age), count=count)
        for age, count in enumerate(row["counts"], start=1)
    ]
