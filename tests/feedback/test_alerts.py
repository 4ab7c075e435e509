"""Whom a due date that comes near or passes alerts, and the apology for a late case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.models import Department, OutboundMessage, User
from feedback.models import Case
from feedback.services.alerts import ApologyRefusedError, send_apology, send_due_alerts
from feedback.services.transitions import move_case
from feedback.workflow import State
from tests.feedback.factories import DepartmentFactory
from tests.feedback.moved_cases import later, templates_to

pytestmark = pytest.mark.django_db


def test_alerts_go_to_officer_head_and_supervisor_once_each(
    make: Callable[..., Case], officer: User, head: User
) -> None:
    above = DepartmentFactory(email="tren@example.vn")
    Department.objects.filter(pk=head.department_id).update(parent=above)
    make(State.IN_PROGRESS, assignee=officer)
    moments = [later(5), later(18), later(18), later(23), later(23), later(28), later(28)]
    assert [send_due_alerts(moment) for moment in moments] == [0, 1, 0, 1, 0, 1, 0]
    assert templates_to(officer.email) == ["staff_alert_near", "staff_alert_due"]
    assert templates_to(head.email) == ["staff_alert_due"]
    assert templates_to("tren@example.vn") == ["staff_alert_escalated"]


def test_a_moved_due_date_is_alerted_anew(make: Callable[..., Case], head: User) -> None:
    case = make(State.IN_PROGRESS)
    assert send_due_alerts(later(18)) == 1
    move_case(case.pk, "extend", actor=head, now=later(18), comment="Phải xác minh tại hai nơi.")
    assert send_due_alerts(later(18)) == 0
    assert send_due_alerts(later(40)) > 0


def test_nobody_is_alerted_while_the_clock_stands(make: Callable[..., Case], officer: User) -> None:
    case = make()
    move_case(case.pk, "ask_info", actor=officer, now=later(), comment="Số giấy hẹn là bao nhiêu?")
    assert send_due_alerts(later(60)) == 0


def test_an_apology_is_sent_once_and_only_for_a_late_case(make: Callable[..., Case], officer: User) -> None:
    case = make(State.IN_PROGRESS)
    with pytest.raises(ApologyRefusedError):
        send_apology(case.pk, actor=officer, text="Xin lỗi bạn.", now=later(2))
    send_apology(case.pk, actor=officer, text="Xin lỗi bạn.", now=later(30))
    assert OutboundMessage.objects.get(template="case_late_apology").payload["comment"] == "Xin lỗi bạn."
    with pytest.raises(ApologyRefusedError):
        send_apology(case.pk, actor=officer, text="Xin lỗi lần nữa.", now=later(31))
