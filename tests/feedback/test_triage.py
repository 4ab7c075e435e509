"""Changing the kind of a message: with a reason, by those who take in, before somebody works on it."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core.calendar.days import LOCAL_ZONE
from core.models import OutboundMessage, User
from feedback.models import Case
from feedback.services.deadlines import freeze_rules
from feedback.services.transitions import StaleCaseError
from feedback.services.triage import TriageRefusedError, reclassify
from feedback.workflow import State
from tests.feedback.factories import NOW, CaseFactory, UserFactory, grant

pytestmark = pytest.mark.django_db

WHY = "Bạn hỏi cách làm thủ tục, không phản ánh cán bộ."


@pytest.fixture(autouse=True)
def _fresh_calendar() -> None:
    cache.clear()


@pytest.fixture
def case() -> Case:
    _rule, snapshot = freeze_rules("pakn_conduct", NOW.date())
    found: Case = CaseFactory(rule_snapshot=snapshot, contact__preferred_channel="email")
    return found


@pytest.fixture
def intake(case: Case) -> User:
    return grant(UserFactory(department=case.owner_department), "access_admin", "intake_case")


def test_a_question_gets_the_terms_of_a_question(case: Case, intake: User) -> None:
    event = reclassify(case.pk, "question", actor=intake, reason=WHY, expected_version=0, now=NOW)
    case.refresh_from_db()
    assert (case.kind, case.version) == ("question", 1)
    assert case.due_at == datetime(2026, 11, 27, 17, 30, tzinfo=LOCAL_ZONE)
    assert case.rule is not None
    assert case.rule.kind == "question"
    assert (event.due_before, event.due_after) == (
        datetime(2026, 12, 15, 17, 30, tzinfo=LOCAL_ZONE),
        case.due_at,
    )
    assert WHY in event.public_comment
    assert "Hành vi của cán bộ, cơ quan → Hỏi cách làm thủ tục" in event.public_comment
    assert OutboundMessage.objects.get(template="case_reclassified").payload["due"] == "thứ Sáu 27/11/2026"


@pytest.mark.parametrize("state", [State.IN_PROGRESS, State.ANSWERED, State.CLOSED])
def test_what_somebody_works_on_keeps_its_kind(case: Case, intake: User, state: State) -> None:
    Case.objects.filter(pk=case.pk).update(
        state=state, answered_at=None if state == State.IN_PROGRESS else NOW
    )
    with pytest.raises(TriageRefusedError):
        reclassify(case.pk, "question", actor=intake, reason=WHY, expected_version=0)


def test_the_same_kind_an_unknown_one_and_no_reason_are_refused(case: Case, intake: User) -> None:
    with pytest.raises(TriageRefusedError):
        reclassify(case.pk, case.kind, actor=intake, reason=WHY, expected_version=0)
    for kind, reason in (("complaint", WHY), ("question", "  ")):
        with pytest.raises(ValueError, match=r"(?i)kind"):
            reclassify(case.pk, kind, actor=intake, reason=reason, expected_version=0)
    case.refresh_from_db()
    assert case.version == 0


def test_only_who_takes_in_may_sort_and_nobody_from_an_old_form(case: Case, intake: User) -> None:
    officer = grant(UserFactory(department=case.owner_department), "handle_case")
    with pytest.raises(TriageRefusedError):
        reclassify(case.pk, "question", actor=officer, reason=WHY, expected_version=0)
    with pytest.raises(StaleCaseError):
        reclassify(case.pk, "question", actor=intake, reason=WHY, expected_version=7)
    stranger = grant(UserFactory(), "intake_case")
    with pytest.raises(Case.DoesNotExist):
        reclassify(case.pk, "question", actor=stranger, reason=WHY, expected_version=0)


def test_it_is_done_from_the_screen(case: Case, intake: User) -> None:
    client = Client()
    client.force_login(intake)
    url = reverse("feedback_cases:kind", args=[case.pk])
    empty = client.post(url, {"kind-version": "0", "kind-kind": "question"})
    assert empty.status_code == 422
    assert "Hãy ghi nội dung này." in empty.content.decode()
    assert (
        client.post(url, {"kind-version": "9", "kind-kind": "question", "kind-reason": WHY}).status_code
        == 422
    )
    assert (
        client.post(url, {"kind-version": "0", "kind-kind": "nonsense", "kind-reason": WHY}).status_code
        == 422
    )
    assert (
        client.post(url, {"kind-version": "0", "kind-kind": "question", "kind-reason": WHY}).status_code
        == 302
    )
    text = client.get(reverse("feedback_cases:case", args=[case.pk])).content.decode()
    assert "hạn dời từ thứ Ba 15/12 sang thứ Sáu 27/11" in text
