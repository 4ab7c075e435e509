"""Feedback in the admin beside its cases: the rows of law and the panel on the first page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import Department, User
from feedback.models import Case
from feedback.workflow import State
from tests.feedback.factories import UserFactory, grant, waiting_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(ward: Department) -> User:
    return grant(UserFactory(department=ward), "access_admin", "handle_case")


@pytest.fixture
def make(ward: Department) -> Callable[..., Case]:
    return partial(waiting_case, ward)


RULE_LISTS = ["deadlinerule", "routingrule", "rejectreason", "feedbackreason"]


@pytest.mark.parametrize("model", RULE_LISTS)
def test_the_rules_are_edited_by_those_who_may(model: str, as_officer: Client, officer: User) -> None:
    listing = reverse(f"wagtailsnippets_feedback_{model}:list")
    adding = reverse(f"wagtailsnippets_feedback_{model}:add")
    assert as_officer.get(listing).status_code in (302, 403)
    grant(officer, f"add_{model}", f"change_{model}", f"view_{model}")
    assert as_officer.get(listing).status_code == 200
    assert as_officer.get(adding).status_code == 200


def test_a_row_of_law_that_makes_no_sense_is_refused_in_words(as_officer: Client, officer: User) -> None:
    grant(officer, "add_deadlinerule", "change_deadlinerule")
    data = {
        "kind": "question",
        "step": "answer",
        "amount": "0",
        "unit": "working_day",
        "legal_source": "Quy định thử",
        "valid_from": "2026-12-01",
        "valid_to": "2026-11-01",
    }
    page = as_officer.post(reverse("wagtailsnippets_feedback_deadlinerule:add"), data)
    text = page.content.decode()
    assert "Thời hạn phải lớn hơn 0." in text
    assert "Ngày hết áp dụng phải sau ngày bắt đầu áp dụng." in text


def test_the_first_page_tells_an_officer_what_waits(as_officer: Client, make: Callable[..., Case]) -> None:
    make()
    make(State.IN_PROGRESS, received_at=timezone.now() - timedelta(days=40))
    text = as_officer.get(reverse("wagtailadmin_home")).content.decode()
    assert "Phản ánh của đơn vị bạn" in text
    assert reverse("feedback_cases:tab", args=["qua-han"]) in text


def test_people_without_cases_see_no_panel(ward: Department) -> None:
    client = Client()
    client.force_login(grant(UserFactory(department=ward), "access_admin"))
    assert "Phản ánh của đơn vị bạn" not in client.get(reverse("wagtailadmin_home")).content.decode()
