"""Carrying decisions out on their day, and undoing what was carried out."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone, translation
from wagtail.models import Revision

from core.text import clean_display, parse_code
from procedures.choices import DecisionAction
from procedures.models import DecisionItem, ProcedurePage, StandingBefore
from procedures.services.decisions.history import changes_of, standing_of
from procedures.services.decisions.words import (
    failed_words,
    not_approved_words,
    obstacle_words,
    scheduled_later_words,
    unknown_code_words,
)
from procedures.services.decisions.writing import LOG_CARRIED_OUT, LOG_UNDONE, write_standing
from procedures.standing import Standing, carry_out

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CarriedOut:
    """What one run did: items done, items that wait for something, procedures that another process is at."""

    done: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class _Undoing:
    """Which items to undo, who says so and why."""

    items: frozenset[int]
    reason: str
    user: AbstractBaseUser | None


def carry_out_due(now: datetime) -> CarriedOut:
    """Carry out every approved item whose day has come, whenever that was. Safe to run at any time, twice, at once.

    One transaction for each procedure. What goes wrong is written with the items it concerns and logged; the next
    run tries again.
    """
    today = timezone.localdate(now)
    with translation.override("vi"):
        find_procedures()
        waiting = DecisionItem.objects.due(today).waiting()
        before = waiting.count()
        for page_id in list(
            waiting.values_list("procedure_id", flat=True).distinct().order_by("procedure_id")
        ):
            if page_id is not None:
                _settle_or_note(page_id, now)
        left = DecisionItem.objects.due(today).waiting().count()
    return CarriedOut(done=max(0, before - left), waiting=left)


def find_procedures() -> None:
    """Link items that were typed by code to the procedures that have come since; note those that haven't."""
    for item in DecisionItem.objects.standing().waiting().filter(procedure__isnull=True):
        page = procedure_of(item)
        problem = "" if page else unknown_code_words(item.code)
        if page or item.problem != problem:
            DecisionItem.objects.filter(pk=item.pk).update(procedure=page, problem=problem)


def procedure_of(item: DecisionItem) -> ProcedurePage | None:
    """The procedure that an item is about: the one chosen, else the one whose code was typed, published or not."""
    if item.procedure_id:
        return item.procedure
    typed = clean_display(item.code)
    codes = {typed, parse_code(typed) or typed}
    page: ProcedurePage | None = ProcedurePage.objects.filter(code__in=codes).order_by("-live", "pk").first()
    return page


def _settle_or_note(page_id: int, now: datetime) -> None:
    try:
        settle(page_id, now)
    except Exception as error:
        # Whatever it was: it is written where editors see it, and the other procedures go on.
        logger.exception("a decision could not be carried out on page %s", page_id)
        due = DecisionItem.objects.due(timezone.localdate(now)).waiting()
        due.filter(procedure_id=page_id).update(problem=failed_words(error))


def undo(item_ids: Iterable[int], reason: str, user: AbstractBaseUser | None, now: datetime) -> int:
    """Undo items that were carried out, as if they had never been; return how many. ``reason`` is kept.

    Each procedure becomes what its other decisions make of it.
    """
    wanted = DecisionItem.objects.standing().filter(pk__in=list(item_ids), applied_at__isnull=False)
    by_page: dict[int, set[int]] = {}
    for pk, page_id in wanted.filter(procedure__isnull=False).values_list("pk", "procedure_id"):
        by_page.setdefault(int(page_id or 0), set()).add(pk)
    with transaction.atomic(), translation.override("vi"):
        for page_id in sorted(by_page):
            settle(page_id, now, _Undoing(frozenset(by_page[page_id]), reason, user))
    return sum(map(len, by_page.values()))


@transaction.atomic
def settle(page_id: int, now: datetime, undoing: _Undoing | None = None) -> bool:
    """Make the page what its decisions say by now; False where another process is at it.

    Locks the page: of two processes one does the work, the other finds it done. A person who undoes waits.
    """
    locked = ProcedurePage.objects.select_for_update(of=("self",), skip_locked=undoing is None)
    page = locked.filter(pk=page_id).first()
    if page is None:
        return False
    due = DecisionItem.objects.due(timezone.localdate(now)).filter(procedure_id=page_id)
    items = list(due.select_related("decision").order_by("pk"))
    carried = [item for item in items if item.applied_at]
    before = _before(page, carried)
    expected = carry_out(before, changes_of(carried)).standing
    undone = undoing.items if undoing else frozenset()
    problems = {item.pk: text for item in items if (text := _not_yet(page, item, now))}
    counted = [item for item in items if item.pk not in undone and item.pk not in problems]
    outcome = carry_out(before, changes_of(counted))
    problems |= {
        item.pk: obstacle_words(outcome.obstacles[item.pk], item)
        for item in counted
        if item.pk in outcome.obstacles
    }
    write_standing(
        page,
        expected,
        outcome.standing,
        now,
        action=LOG_UNDONE if undoing else LOG_CARRIED_OUT,
        user=undoing.user if undoing else None,
        reason=undoing.reason if undoing else "",
    )
    if not carried and len(counted) > len(outcome.obstacles):
        _keep_before(page, before)
    _mark(items, problems, undoing, now)
    _publish_scheduled(page, now)
    return True


def _before(page: ProcedurePage, carried: list[DecisionItem]) -> Standing:
    """Where to start from: what was kept when the first decision changed the page, else what it says now."""
    row = StandingBefore.objects.filter(page=page).first() if carried else None
    return standing_of(row) if row else standing_of(page)


def _keep_before(page: ProcedurePage, before: Standing) -> None:
    StandingBefore.objects.update_or_create(
        page=page,
        defaults={
            "status": before.status,
            "effective_from": before.effective_from,
            "effective_to": before.effective_to,
            "replaced_by_id": before.successor,
            "decision_id": before.decision,
        },
    )


def _not_yet(page: ProcedurePage, item: DecisionItem, now: datetime) -> str:
    """Why a new procedure can't begin: nobody approved its page, so the site must not put it online."""
    if item.action != DecisionAction.NEW or page.live or item.applied_at:
        return ""
    scheduled = _scheduled(page)
    if scheduled is None:
        return not_approved_words()
    return scheduled_later_words() if scheduled.approved_go_live_at > now else ""


def _scheduled(page: ProcedurePage) -> Revision | None:
    return page.revisions.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at").first()


def _publish_scheduled(page: ProcedurePage, now: datetime) -> None:
    """A page approved for a moment that has come goes online with its decision, not some minutes after."""
    scheduled = None if page.live else _scheduled(page)
    if scheduled is not None and scheduled.approved_go_live_at <= now:
        scheduled.publish()


def _mark(
    items: list[DecisionItem], problems: dict[int, str], undoing: _Undoing | None, now: datetime
) -> None:
    """Write what became of each item, where that is something else than before."""
    for item in items:
        was = (item.applied_at, item.problem, item.undone_at)
        if undoing and item.pk in undoing.items:
            item.undone_at, item.undone_reason, item.problem = now, undoing.reason, ""
        elif item.pk in problems:
            item.applied_at, item.problem = None, problems[item.pk]
        else:
            item.applied_at, item.problem = item.applied_at or now, ""
        if was != (item.applied_at, item.problem, item.undone_at):
            item.save(update_fields=["applied_at", "problem", "undone_at", "undone_reason"])
