"""Before a decision is carried out: who may approve it, and what its plan says."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from core.models import User
from procedures.models import ProcedurePage, PublicationDecision
from procedures.services.decisions import (
    approve,
    carry_out_due,
    take_back,
)
from procedures.services.decisions.planning import plan
from tests.procedures.factories import UserFactory, procedure
from tests.procedures.test_decisions import DAY, EVE, at, decision, item, now_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(db: None) -> User:
    user: User = UserFactory.create(is_superuser=True)
    return user


def test_approving_needs_a_decision_that_can_be_carried_out(chief: User) -> None:
    made = decision(on=None, approved=False)
    item(made, "replace", procedure())
    with pytest.raises(ValidationError) as refusal:
        approve(made, chief, at(EVE))
    assert "Chưa ghi ngày có hiệu lực." in refusal.value.messages
    assert "Chưa chọn thủ tục thay thế." in refusal.value.messages


def test_who_may_not_publish_the_page_may_not_approve_the_decision() -> None:
    editor = UserFactory.create(is_staff=True)
    made = decision(approved=False)
    item(made, "abolish", procedure())
    with pytest.raises(ValidationError, match="quyền xuất bản"):
        approve(made, editor, at(EVE))


def test_an_approval_can_be_taken_back_until_something_was_done(chief: User) -> None:
    made = decision(approved=False)
    page = procedure()
    item(made, "abolish", page)
    approve(made, chief, at(EVE))
    take_back(made, chief)
    carry_out_due(at(DAY))
    assert now_of(page).status == "published"
    approve(made, chief, at(DAY))
    carry_out_due(at(DAY))
    with pytest.raises(ValidationError, match="đã được thực hiện"):
        take_back(made, chief)


def warnings_of(made: PublicationDecision, today: date = EVE) -> str:
    planned = plan(made, today)
    return " ".join(
        [
            *planned.errors,
            *planned.warnings,
            *(t for row in planned.lines for t in (*row.errors, *row.warnings)),
        ]
    )


def test_the_plan_says_what_each_item_will_do() -> None:
    page, other = procedure(code="1.000001"), procedure(code="1.000002", title="Việc mới")
    made = decision(approved=False)
    item(made, "replace", page, successor=other)
    (line,) = plan(made, EVE).lines
    assert line.before == "Đang áp dụng"
    assert line.after == "Đã được thay thế, đến hết 31/12/2026, thay bằng 1.000002 Việc mới"


def test_the_plan_tells_every_problem_in_words() -> None:
    ended, draft = procedure(status="abolished"), procedure(live=False)
    made = decision(approved=False)
    item(made, "abolish", code="9.999999")
    item(made, "amend", ended)
    item(made, "new", draft)
    text = warnings_of(made, DAY + timedelta(days=1))
    assert "chưa có thủ tục mã 9.999999" in text
    assert "đã bị bãi bỏ hoặc thay thế" in text
    assert "chưa được duyệt và xuất bản" in text
    assert "đã qua" in text


def test_the_plan_of_a_long_annex_costs_the_same_for_every_item(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    made = decision(approved=False)
    for number in range(12):
        page = procedure(code=f"1.00001{number:02d}")
        item(made, "abolish", code=page.code)
        item(made, "abolish", code=f"9.99990{number:02d}")
    with django_assert_max_num_queries(24 * 8):
        assert len(plan(made, EVE).lines) == 24


def test_the_plan_sees_two_decisions_about_one_procedure_on_one_day() -> None:
    page = procedure()
    item(decision(), "amend", page)
    made = decision(approved=False)
    item(made, "amend", page)
    assert "Một quyết định khác cũng đổi thủ tục này từ cùng ngày" in warnings_of(made)
    item(made, "abolish", page)
    assert "hai dòng về cùng một thủ tục" in warnings_of(made)


def test_the_plan_sees_successors_that_go_round_in_circles() -> None:
    page = procedure()
    other = procedure(replaced_by=page, status="replaced")
    made = decision(approved=False)
    item(made, "replace", page, successor=other)
    assert "vòng quanh" in warnings_of(made)


def test_the_plan_sees_a_page_that_somebody_set_by_hand() -> None:
    page = procedure()
    made = decision()
    item(made, "abolish", page)
    carry_out_due(at(DAY))
    ProcedurePage.objects.filter(pk=page.pk).update(status="published", effective_to=None)
    assert "sửa tay" in warnings_of(made, DAY)
