"""An answer: concrete or not sent, returned, approved, published with consent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.models import User
from feedback.models import Case, CaseAnswer
from feedback.services.transitions import Given, move_case
from feedback.workflow import MoveRefusedError, Refusal, State
from tests.feedback.factories import UserFactory, grant
from tests.feedback.moved_cases import draft, later, templates_to

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("empty", [("next_step", "legal_basis"), ("body",), ("reason",), ("contact",)])
def test_an_answer_that_is_not_concrete_is_not_sent(
    make: Callable[..., Case], head: User, empty: tuple[str, ...]
) -> None:
    case = make(State.IN_PROGRESS)
    vague = draft(case.owner_department, **dict.fromkeys(empty, ""))
    with pytest.raises(MoveRefusedError) as caught:
        move_case(case.pk, "answer", actor=head, now=later(), given=Given(answer=vague))
    assert caught.value.refusal is Refusal.MISSING
    assert not CaseAnswer.objects.exists()


def test_a_returned_answer_is_the_same_draft(make: Callable[..., Case], officer: User, head: User) -> None:
    case = make(State.IN_PROGRESS)
    unit = case.owner_department
    move_case(case.pk, "submit_answer", actor=officer, now=later(), given=Given(answer=draft(unit)))
    move_case(case.pk, "return_answer", actor=head, now=later(), comment="Nêu rõ ngày trả kết quả.")
    better = draft(unit, body="Kết quả có ngày 25/11, mời bạn đến quầy số 2 nhận.")
    move_case(case.pk, "submit_answer", actor=officer, now=later(), given=Given(answer=better))
    assert CaseAnswer.objects.get(case=case).body == better.body


def test_nothing_is_approved_without_an_answer(make: Callable[..., Case], head: User) -> None:
    case = make(State.ANSWER_REVIEW)
    with pytest.raises(MoveRefusedError) as caught:
        move_case(case.pk, "approve_answer", actor=head, now=later())
    assert caught.value.refusal is Refusal.MISSING


def test_publication_needs_consent_and_the_redacted_text(make: Callable[..., Case], head: User) -> None:
    editor = grant(UserFactory(department=head.department), "publish_case")
    case = make(State.IN_PROGRESS, publish_consent=True)
    move_case(case.pk, "answer", actor=head, now=later(), given=Given(answer=draft(case.owner_department)))
    move_case(case.pk, "propose_publication", actor=head, now=later(1))
    given = Given(public_text="Trễ hẹn đăng ký thường trú.")
    move_case(case.pk, "publish", actor=editor, now=later(2), given=given)
    case.refresh_from_db()
    assert (case.state, case.published_at) == (State.PUBLISHED, later(2))
    assert case.public_content == "Trễ hẹn đăng ký thường trú."
    assert case.answers.get().is_public


def test_whoever_wants_no_mail_gets_none(make: Callable[..., Case], head: User) -> None:
    case = make(State.IN_PROGRESS, contact__preferred_channel="none")
    move_case(case.pk, "answer", actor=head, now=later(), given=Given(answer=draft(case.owner_department)))
    assert templates_to("thu@example.vn") == []
