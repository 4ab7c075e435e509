"""Publication decisions of the fictional province: one that is coming, one carried out, one published late."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from home.services.demo.files import read
from procedures.models import DecisionItem, ProcedurePage, PublicationDecision
from procedures.services.decisions import carry_out_due


def load_decisions(now: datetime) -> None:
    """Add the decisions that aren't there yet and carry out those whose day has come.

    Their days are counted from today, so that whenever this runs one is coming and the others are past.
    """
    pages = dict(ProcedurePage.objects.values_list("code", "pk"))
    added = [_decision(row, pages, now) for row in read("procedures", "decisions.json")]
    if any(added):
        carry_out_due(now)


def _decision(row: dict[str, Any], pages: dict[str, int], now: datetime) -> bool:
    today = timezone.localdate(now)
    days = {name: today + timedelta(days=row[name]) for name in ("signed", "effective", "published")}
    decision, created = PublicationDecision.objects.get_or_create(
        number=row["number"],
        issuer=row["issuer"],
        defaults={
            "issuer_type": row["issuer_type"],
            "title": row["title"],
            "decided_on": days["signed"],
            "effective_on": days["effective"],
            "published_on": days["published"],
            "approved_at": now,
        },
    )
    if created:
        for order, item in enumerate(row["items"]):
            DecisionItem.objects.create(
                decision=decision,
                sort_order=order,
                action=item["action"],
                procedure_id=pages[item["code"]],
                successor_id=pages.get(item.get("successor", "")),
            )
    return created
