"""What the database itself refuses, and the filters by name."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from core.calendar import TermUnit
from core.calendar.days import LOCAL_ZONE
from feedback.models import (
    ANSWERED_STATES,
    ENDED_STATES,
    OPEN_STATES,
    AppendOnlyError,
    Case,
    CaseContact,
    CaseEvent,
    DeadlineRule,
    DeadlineUnit,
    Rating,
    RoutingRule,
)
from feedback.services.routing import contact_hidden_from
from feedback.services.tracking_words import STATE_WORDS
from feedback.workflow import State
from feedback.workflow_labels import STATE_LABELS
from tests.feedback.factories import (
    NOW,
    CaseAnswerFactory,
    CaseFactory,
    DeadlineRuleFactory,
    DepartmentFactory,
    RoutingRuleFactory,
    UserFactory,
    grant,
)

pytestmark = pytest.mark.django_db


def refused(make: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "answered"},
        {"state": "published", "answered_at": NOW},
        {"state": "received", "answered_at": NOW},
        {"state": "in_progress", "closed_at": NOW},
        {"state": "no such state"},
        {"kind": "complaint"},
        {"extension_count": 2},
        {"reopen_count": 2},
        {"due_at": NOW - timedelta(days=1)},
        {"owner_department": None},
        {"public_code": None},
    ],
)
def test_a_case_that_cannot_be_is_refused(fields: dict[str, Any]) -> None:
    refused(lambda: CaseFactory(**fields))


def test_two_cases_share_neither_code_nor_form() -> None:
    first = CaseFactory()
    refused(lambda: CaseFactory(public_code=first.public_code))
    refused(lambda: CaseFactory(idempotency_key=first.idempotency_key))


def test_a_unit_that_owns_cases_cannot_be_deleted() -> None:
    case = CaseFactory()
    with pytest.raises(Exception, match="protected"):
        case.owner_department.delete()


def test_history_is_written_once() -> None:
    event = CaseFactory().events.get()
    event.public_comment = "khác"
    for change in (
        event.save,
        event.delete,
        CaseEvent.objects.all().delete,
        lambda: CaseEvent.objects.update(move="x"),
    ):
        with pytest.raises(AppendOnlyError):
            change()
    assert CaseEvent.objects.get().public_comment == ""


def test_a_case_with_history_is_not_deleted_by_the_way() -> None:
    with pytest.raises(Exception, match="protected"):
        CaseFactory().delete()


def test_only_one_pause_is_open_and_it_ends_after_it_starts() -> None:
    case = CaseFactory()
    case.pauses.create(started_at=NOW, reason="x")
    refused(lambda: case.pauses.create(started_at=NOW, reason="y"))
    refused(lambda: case.pauses.create(started_at=NOW, ended_at=NOW - timedelta(days=1), reason="y"))


@pytest.mark.parametrize("missing", ["body", "reason", "contact", "next_step", "responsible_unit"])
def test_an_answer_is_sent_only_when_it_is_concrete(missing: str) -> None:
    empty = None if missing == "responsible_unit" else ""
    refused(lambda: CaseAnswerFactory(sent_at=NOW, **{missing: empty}))


def test_a_legal_basis_stands_for_a_next_step_and_a_draft_may_be_unfinished() -> None:
    CaseAnswerFactory(sent_at=NOW, next_step="", legal_basis="Nghị định 118/2025/NĐ-CP")
    CaseAnswerFactory(body="", reason="")
    refused(lambda: CaseAnswerFactory(is_public=True))


@pytest.mark.parametrize("score", [0, 6])
def test_a_rating_is_from_one_to_five(score: int) -> None:
    refused(lambda: Rating.objects.create(answer=CaseAnswerFactory(sent_at=NOW), score=score))


@pytest.mark.parametrize(("channel", "field"), [("phone", "phone"), ("email", "email")])
def test_a_way_of_being_told_needs_its_address(channel: str, field: str) -> None:
    case = CaseFactory(contact=False)
    refused(lambda: CaseContact.objects.create(case=case, preferred_channel=channel, **{field: ""}))


def test_a_term_is_positive_and_a_validity_runs_forwards() -> None:
    refused(lambda: DeadlineRuleFactory(amount=0, valid_from=date(2019, 1, 1)))
    refused(lambda: DeadlineRuleFactory(valid_from=date(2019, 1, 1), valid_to=date(2018, 1, 1)))
    refused(lambda: RoutingRuleFactory(valid_from=date(2019, 1, 1), valid_to=date(2018, 1, 1)))


def test_rows_in_force_include_both_ends() -> None:
    DeadlineRule.objects.all().delete()
    DeadlineRuleFactory(valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    RoutingRule.objects.all().delete()
    RoutingRuleFactory(valid_to=date(2026, 12, 31))
    for day, count in ((date(2026, 1, 1), 1), (date(2026, 12, 31), 1), (date(2027, 1, 1), 0)):
        assert DeadlineRule.objects.in_force(day).count() == count
        assert RoutingRule.objects.in_force(day).count() == count
    assert DeadlineRule.objects.in_force(date(2025, 12, 31)).count() == 0


def test_every_state_is_in_one_group_and_has_words_for_both_sides() -> None:
    groups = [*OPEN_STATES, *ANSWERED_STATES, *ENDED_STATES, State.DRAFT.value]
    assert sorted(groups) == sorted(state.value for state in State)
    assert set(STATE_WORDS) == set(STATE_LABELS) == set(State)


def test_the_units_of_a_rule_are_the_calendars() -> None:
    assert {unit.value for unit in DeadlineUnit} <= {unit.value for unit in TermUnit}


def test_overdue_and_due_today_are_derived() -> None:
    due = datetime(2026, 12, 15, 17, 30, tzinfo=LOCAL_ZONE)
    late = CaseFactory(due_at=due)
    CaseFactory(due_at=due, state="answered", answered_at=NOW)
    CaseFactory(due_at=None)
    assert list(Case.objects.overdue(due + timedelta(seconds=1))) == [late]
    assert list(Case.objects.overdue(due)) == []
    assert list(Case.objects.due_on(date(2026, 12, 15))) == [late]
    assert list(Case.objects.due_on(date(2026, 12, 14))) == []
    assert Case.objects.answered().count() == 1


def test_officers_see_their_subtree_and_nobody_elses() -> None:
    province = DepartmentFactory()
    ward = DepartmentFactory(parent=province)
    mine, below, other = (
        CaseFactory(owner_department=province),
        CaseFactory(owner_department=ward),
        CaseFactory(),
    )
    seen = Case.objects.visible_to
    assert set(seen(UserFactory(department=province))) == {mine, below}
    assert set(seen(UserFactory(department=ward))) == {below}
    assert not seen(UserFactory(department=None))
    assert not seen(AnonymousUser())
    assert not seen(UserFactory(department=province, is_active=False))
    assert set(seen(grant(UserFactory(department=None), "view_all_cases"))) == {mine, below, other}
    assert set(seen(UserFactory(is_superuser=True))) == {mine, below, other}


def test_an_editor_sees_of_other_departments_only_what_is_up_for_publication() -> None:
    CaseFactory()
    waiting = CaseFactory(state="publish_pending", answered_at=NOW)
    published = CaseFactory(state="published", answered_at=NOW, published_at=NOW)
    editor = grant(UserFactory(department=None), "publish_case")
    assert set(Case.objects.visible_to(editor)) == {waiting, published}
    assert contact_hidden_from(waiting, editor)


def test_a_case_and_its_contact_are_named_without_personal_data() -> None:
    case = CaseFactory()
    for row in (case, case.contact, case.events.get()):
        assert "Nguyễn" not in str(row)
