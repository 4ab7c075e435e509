"""Decisions in the database: on their day, late, twice, in any order, undone; drafts and reviews stay as they were."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageLogEntry

from procedures.models import CodeAlias, DecisionItem, ProcedurePage, PublicationDecision, StandingBefore
from procedures.services import review
from procedures.services.decisions import (
    carry_out_due,
    coming_changes,
    standing_on,
    undo,
)
from tests.procedures.factories import DecisionFactory, DepartmentFactory, UserFactory, procedure

pytestmark = pytest.mark.django_db

DAY = date(2027, 1, 1)
EVE = DAY - timedelta(days=1)


def at(day: date, hour: int = 9) -> datetime:
    """An hour of that day in Vietnam."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour - 7)


def decision(on: date | None = DAY, approved: bool = True, **kwargs: Any) -> PublicationDecision:
    made: PublicationDecision = DecisionFactory.create(
        effective_on=on, approved_at=at(EVE) if approved else None, **kwargs
    )
    return made


def item(
    of: PublicationDecision, action: str, page: ProcedurePage | None = None, **kwargs: Any
) -> DecisionItem:
    return DecisionItem.objects.create(decision=of, action=action, procedure=page, **kwargs)


def now_of(page: ProcedurePage) -> ProcedurePage:
    return ProcedurePage.objects.get(pk=page.pk)


def rows() -> list[tuple[Any, ...]]:
    """Everything that decisions write on pages and items, without moments."""
    pages = ProcedurePage.objects.order_by("code").values_list(
        "code", "status", "effective_from", "effective_to", "replaced_by__code", "decision__number"
    )
    items = [
        (row.decision.number, row.sort_order, row.applied_at is not None, row.problem)
        for row in DecisionItem.objects.select_related("decision").order_by("decision__number", "sort_order")
    ]
    aliases = CodeAlias.objects.order_by("old_code").values_list("old_code", "procedure__code")
    return [*pages, *items, *aliases]


def test_nothing_happens_before_the_day_and_everything_on_it() -> None:
    page = procedure()
    row = item(decision(), "abolish", page)
    carry_out_due(at(EVE, 23))
    assert now_of(page).status == "published"
    assert carry_out_due(at(DAY, 0)).done == 1
    page = now_of(page)
    assert (page.status, page.effective_to, page.decision_id) == ("abolished", EVE, row.decision_id)
    row.refresh_from_db()
    assert row.applied_at is not None


def test_a_decision_that_nobody_approved_does_nothing() -> None:
    page = procedure()
    item(decision(approved=False), "abolish", page)
    item(decision(kind="one_stop"), "abolish", page)
    item(decision(on=None), "abolish", page)
    assert carry_out_due(at(DAY)).done == 0
    assert now_of(page).status == "published"


def test_missed_days_are_caught_up_with_the_right_dates() -> None:
    page = procedure()
    item(decision(), "abolish", page)
    carry_out_due(at(DAY + timedelta(days=40)))
    assert now_of(page).effective_to == EVE


def test_a_second_run_changes_nothing() -> None:
    page = procedure()
    item(decision(), "amend", page)
    carry_out_due(at(DAY))
    before, revisions = rows(), page.revisions.count()
    assert carry_out_due(at(DAY, 10)).done == 0
    assert (rows(), page.revisions.count()) == (before, revisions)


def test_a_replaced_procedure_leads_to_its_successor_and_its_code_is_kept() -> None:
    old, new = procedure(code="1.000001"), procedure(code="1.000002")
    item(decision(), "replace", old, successor=new)
    carry_out_due(at(DAY))
    old = now_of(old)
    assert (old.status, old.replaced_by_id) == ("replaced", new.pk)
    assert CodeAlias.objects.get().procedure_id == new.pk


def test_the_live_page_changes_with_a_revision_and_a_line_of_history() -> None:
    page = procedure()
    made = decision()
    item(made, "amend", page)
    carry_out_due(at(DAY))
    page = now_of(page)
    assert page.live
    assert not page.has_unpublished_changes
    assert page.live_revision_id == page.latest_revision_id
    assert page.live_revision.as_object().status == "amended"
    entry = PageLogEntry.objects.get(page=page.pk, action="procedures.decision.carried_out")
    assert entry.data["decision"] == str(made)


def test_an_editors_draft_keeps_its_words_and_gets_the_new_status() -> None:
    page = procedure(title="Tên đang công bố")
    draft = now_of(page)
    draft.title = "Tên đang sửa"
    draft.save_revision()
    item(decision(), "abolish", page)
    carry_out_due(at(DAY))
    page = now_of(page)
    assert (page.title, page.status, page.has_unpublished_changes) == ("Tên đang công bố", "abolished", True)
    latest = page.get_latest_revision_as_object()
    assert (latest.title, latest.status, latest.effective_to) == ("Tên đang sửa", "abolished", EVE)
    page.get_latest_revision().publish()
    page = now_of(page)
    assert (page.title, page.status) == ("Tên đang sửa", "abolished")
    assert not page.has_unpublished_changes


def test_a_scheduled_publication_does_not_bring_the_old_status_back() -> None:
    page = procedure()
    planned = now_of(page)
    planned.title, planned.go_live_at = "Tên sắp công bố", at(DAY + timedelta(days=5))
    planned.save_revision().publish()
    item(decision(), "abolish", page)
    carry_out_due(at(DAY))
    scheduled = page.revisions.get(approved_go_live_at__isnull=False)
    assert (scheduled.as_object().title, scheduled.as_object().status) == ("Tên sắp công bố", "abolished")


def test_a_review_goes_on_and_approving_it_later_keeps_the_new_status() -> None:
    page = procedure(title="Tên đang công bố", responsible_department=DepartmentFactory.create())
    people = []
    for name in (review.EDITORS, review.APPROVERS):
        person = UserFactory.create(department=page.responsible_department)
        person.groups.add(Group.objects.get(name=name))
        people.append(person)
    writer, second = people
    draft = now_of(page)
    draft.title = "Tên chờ duyệt"
    draft.save_revision(user=writer)
    review.submit(now_of(page), writer)
    item(decision(), "abolish", page)
    carry_out_due(at(DAY))
    waiting = now_of(page)
    assert (waiting.title, waiting.status, waiting.workflow_in_progress) == (
        "Tên đang công bố",
        "abolished",
        True,
    )
    assert review.may_approve(waiting, second)
    assert not review.may_approve(waiting, writer)
    review.approve(waiting, second)
    approved = now_of(page)
    assert (approved.title, approved.status) == ("Tên chờ duyệt", "abolished")


def test_a_new_procedure_goes_online_only_if_its_page_was_approved() -> None:
    draft = procedure(live=False)
    row = item(decision(), "new", draft)
    assert carry_out_due(at(DAY)).waiting == 1
    row.refresh_from_db()
    assert "chưa được duyệt" in row.problem
    assert not now_of(draft).live
    now_of(draft).save_revision().publish()
    assert carry_out_due(at(DAY, 10)).done == 1
    page = now_of(draft)
    assert (page.live, page.effective_from, page.decision_id) == (True, DAY, row.decision_id)


def test_a_new_procedure_scheduled_for_the_day_goes_online_with_its_decision() -> None:
    draft = procedure(live=False)
    planned = now_of(draft)
    planned.go_live_at = datetime.now(UTC) + timedelta(days=30)
    planned.save_revision().publish()
    go_live = now_of(draft).revisions.get(approved_go_live_at__isnull=False).approved_go_live_at
    item(decision(on=go_live.date()), "new", draft)
    assert not now_of(draft).live
    carry_out_due(go_live + timedelta(days=2))
    assert now_of(draft).status == "published"


def test_a_code_that_is_not_here_yet_is_found_when_it_comes() -> None:
    row = item(decision(), "abolish", code="1.000001.000.00.00.H01")
    carry_out_due(at(DAY))
    row.refresh_from_db()
    assert "chưa có thủ tục mã" in row.problem
    page = procedure(code="1.000001")
    assert carry_out_due(at(DAY, 10)).done == 1
    assert now_of(page).status == "abolished"


def test_what_fails_is_written_down_and_the_others_go_on() -> None:
    broken, well = procedure(code="1.000001"), procedure(code="1.000002")
    ProcedurePage.objects.filter(pk=broken.pk).update(slug="mot-dia-chi")
    made = decision()
    row = item(made, "abolish", broken)
    item(made, "abolish", well)
    # A revision that nobody can read: the kind of damage that no check foresees.
    now_of(broken).save_revision()
    broken.revisions.update(content=[])
    assert carry_out_due(at(DAY)).done == 1
    row.refresh_from_db()
    assert row.problem.startswith("Lỗi khi thực hiện")
    assert (now_of(broken).status, now_of(well).status) == ("published", "abolished")


ENTRIES = [
    ("new", 0, None),
    ("amend", 10, None),
    ("abolish", 20, None),
    ("amend", 30, None),
    ("new", 40, None),
    ("replace", 50, "successor"),
]


@pytest.mark.parametrize("order", [*list(itertools.permutations(range(4)))[::5], (3, 2, 1, 0)])
def test_the_rows_are_the_same_in_whatever_order_decisions_come(order: tuple[int, ...]) -> None:
    chosen = [ENTRIES[n] for n in (1, 2, 4, 5)]
    outcomes = []
    for sequence in (tuple(range(4)), order):
        ProcedurePage.objects.filter(code__startswith="1.").delete()
        PublicationDecision.objects.all().delete()
        page, successor = procedure(code="1.000001"), procedure(code="1.000002")
        for number in sequence:
            action, offset, other = chosen[number]
            made = decision(on=DAY + timedelta(days=offset), number=f"{number}/QĐ")
            item(made, action, page, successor=successor if other else None)
            carry_out_due(at(DAY + timedelta(days=60 + number)))
        outcomes.append(rows())
    assert outcomes[0] == outcomes[1]


def test_day_by_day_the_page_is_what_its_decisions_say() -> None:
    page, successor = procedure(), procedure()
    for action, offset, other in ENTRIES:
        item(decision(on=DAY + timedelta(days=offset)), action, page, successor=successor if other else None)
    expected = {day: standing_on(page, day) for day in (DAY + timedelta(days=n) for n in range(55))}
    for day, standing in expected.items():
        carry_out_due(at(day, 0))
        current = now_of(page)
        assert (current.status, current.effective_from, current.effective_to) == (
            standing.status,
            standing.effective_from,
            standing.effective_to,
        )
        assert standing_on(current, day) == standing


def test_a_decision_entered_late_undoes_what_could_not_have_been() -> None:
    page = procedure()
    amended = item(decision(on=DAY + timedelta(days=10)), "amend", page)
    carry_out_due(at(DAY + timedelta(days=11)))
    item(decision(on=DAY), "abolish", page)
    carry_out_due(at(DAY + timedelta(days=12)))
    amended.refresh_from_db()
    assert now_of(page).status == "abolished"
    assert amended.applied_at is None
    assert "đã bị bãi bỏ hoặc thay thế" in amended.problem


def test_undoing_brings_back_what_was_and_keeps_the_reason() -> None:
    page = procedure(status="amended", effective_from=date(2020, 1, 1))
    other = procedure()
    row = item(decision(), "replace", page, successor=other)
    carry_out_due(at(DAY))
    user = UserFactory.create(is_superuser=True)
    assert undo([row.pk], "Quyết định bị thu hồi", user, at(DAY, 15)) == 1
    page = now_of(page)
    assert (page.status, page.effective_from, page.effective_to) == ("amended", date(2020, 1, 1), None)
    assert page.replaced_by_id is None
    assert not CodeAlias.objects.exists()
    row.refresh_from_db()
    assert row.undone_reason == "Quyết định bị thu hồi"
    entry = PageLogEntry.objects.get(page=page.pk, action="procedures.decision.undone")
    assert (entry.user, entry.data["reason"]) == (user, "Quyết định bị thu hồi")
    assert carry_out_due(at(DAY, 16)).done == 0


def test_undoing_one_of_two_leaves_the_other() -> None:
    page = procedure()
    item(decision(on=DAY), "amend", page)
    abolished = item(decision(on=DAY + timedelta(days=1)), "abolish", page)
    carry_out_due(at(DAY + timedelta(days=2)))
    undo([abolished.pk], "Nhầm mã", None, at(DAY + timedelta(days=3)))
    assert now_of(page).status == "amended"


def test_what_an_editor_set_by_hand_and_no_decision_changes_stays() -> None:
    page = procedure(effective_from=date(2019, 1, 1))
    item(decision(on=DAY), "amend", page)
    carry_out_due(at(DAY))
    ProcedurePage.objects.filter(pk=page.pk).update(effective_from=date(2021, 6, 1))
    item(decision(on=DAY + timedelta(days=5)), "abolish", page)
    carry_out_due(at(DAY + timedelta(days=5)))
    page = now_of(page)
    assert (page.status, page.effective_from) == ("abolished", date(2021, 6, 1))


def test_the_state_before_is_kept_once() -> None:
    page = procedure()
    for offset in (0, 5):
        item(decision(on=DAY + timedelta(days=offset)), "amend", page)
        carry_out_due(at(DAY + timedelta(days=offset)))
    assert StandingBefore.objects.get().status == "published"


def test_what_is_coming_is_told_in_order() -> None:
    page = procedure()
    item(decision(on=DAY + timedelta(days=9)), "abolish", page)
    item(decision(on=DAY), "amend", page)
    item(decision(on=DAY, approved=False), "abolish", page)
    assert [(row.on, row.action) for row in coming_changes(page, EVE)] == [
        (DAY, "amend"),
        (DAY + timedelta(days=9), "abolish"),
    ]
