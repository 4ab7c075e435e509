"""What a procedure is on any day, as its decisions say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from procedures.models import DecisionItem, ProcedurePage, PublicationDecision, StandingBefore
from procedures.standing import Change, Standing, carry_out


@dataclass(frozen=True)
class ComingChange:
    """What an approved decision will do to a procedure: from the day ``on`` it holds."""

    on: date
    action: str
    label: str
    decision: PublicationDecision
    successor: ProcedurePage | None


def standing_of(row: ProcedurePage | StandingBefore) -> Standing:
    """What the row says of itself."""
    return Standing(
        status=row.status,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        successor=row.replaced_by_id,
        decision=row.decision_id,
    )


def changes_of(items: Iterable[DecisionItem]) -> list[Change]:
    """The items as changes; one without a day changes nothing. ``decision`` is read through each item."""
    return [
        Change(
            item=item.pk,
            decision=item.decision_id,
            action=item.action,
            on=item.decision.effective_on,
            successor=item.successor_id,
            signed_on=item.decision.decided_on,
            order=item.sort_order or 0,
        )
        for item in items
        if item.decision.effective_on is not None
    ]


def standing_before(page: ProcedurePage) -> Standing:
    """What the page said before the first decision carried out on it: what it says now, where there was none."""
    row = StandingBefore.objects.filter(page=page).first()
    carried = (
        row and DecisionItem.objects.standing().filter(procedure=page, applied_at__isnull=False).exists()
    )
    return standing_of(row) if row and carried else standing_of(page)


def standing_on(page: ProcedurePage, day: date) -> Standing:
    """Status and dates of the procedure as its approved decisions make them on the day ``day``, past or coming."""
    items = DecisionItem.objects.standing().filter(procedure=page).select_related("decision")
    return carry_out(standing_before(page), changes_of(items), day).standing


def coming_changes(page: ProcedurePage, today: date) -> tuple[ComingChange, ...]:
    """What approved decisions will do to the procedure after ``today``, in the order of their days; one query."""
    if page.pk is None:  # a preview of a page that was never saved
        return ()
    items = (
        DecisionItem.objects.standing()
        .waiting()
        .filter(procedure=page, decision__effective_on__gt=today)
        .select_related("decision", "successor")
        .order_by("decision__effective_on", "pk")
    )
    return tuple(
        ComingChange(
            item.decision.effective_on,
            item.action,
            str(item.get_action_display()),
            item.decision,
            item.successor,
        )
        for item in items
        if item.decision.effective_on is not None
    )
