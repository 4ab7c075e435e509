"""What leaves the office by mail: every template has a subject, escapes nothing, and hides the content."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from core.models import OutboundMessage
from core.services.outbox import render_message
from feedback.services.move_notices import CITIZEN_TEMPLATES
from feedback.services.notices import heads_of, supervisors_of, tell_citizen, tell_staff
from tests.feedback.factories import CaseFactory, DepartmentFactory, UserFactory, grant

FOLDER = Path(settings.BASE_DIR) / "templates" / "messages"
NAMES = sorted(path.stem for pattern in ("case_*.txt", "staff_*.txt") for path in FOLDER.glob(pattern))
PAYLOAD = {
    "code": "AH-4K7M-92PX",
    "url": "http://localhost:8000/tra-cuu/?a=1&b=2",
    "department": "Công an phường An Lộc",
    "department_phone": "0290 3 100 200",
    "due": "thứ Tư 16/12/2026",
    "due_before": "thứ Ba 15/12/2026",
    "answer_until": "thứ Hai 7/12/2026",
    "comment": 'Số trên "giấy hẹn" & ngày nộp?',
    "reason": "Không thuộc phạm vi",
    "guidance": "Đến Ban tiếp công dân.",
    "reopen_days": "30",
    "times": 3,
}


@pytest.mark.parametrize("name", NAMES)
def test_every_message_has_a_subject_a_text_and_no_markup(name: str) -> None:
    subject, _line, text = render_to_string(f"messages/{name}.txt", PAYLOAD).lstrip().partition("\n")
    assert "AH-4K7M-92PX" in subject
    assert len(subject) < 120
    assert "http://localhost:8000/tra-cuu/?a=1&b=2" in text
    assert "&quot;" not in text
    assert "{{" not in text
    assert "None" not in text


def test_every_template_that_a_move_names_is_there() -> None:
    assert {f"{name}.txt" for name in CITIZEN_TEMPLATES.values()} <= {path.name for path in FOLDER.iterdir()}


@pytest.mark.django_db
def test_a_mail_never_carries_what_the_citizen_wrote() -> None:
    case = CaseFactory(content="Nội dung riêng tư.", contact__preferred_channel="email")
    assert tell_citizen(case, "case_answered", reopen_days="30")
    assert tell_staff(case, ["a@example.vn", "", "a@example.vn"], "staff_answer_review") == 1
    for message in OutboundMessage.objects.all():
        subject, text = render_message(message)
        assert "riêng tư" not in subject + text
        assert case.public_code in subject


@pytest.mark.django_db
def test_nobody_is_written_to_without_an_address_or_the_wish() -> None:
    assert not tell_citizen(CaseFactory(contact=False), "case_answered")
    assert not tell_citizen(
        CaseFactory(contact__email="", contact__preferred_channel="phone"), "case_answered"
    )
    assert not tell_citizen(CaseFactory(contact__preferred_channel="none"), "case_answered")
    assert OutboundMessage.objects.count() == 0


@pytest.mark.django_db
def test_a_unit_without_a_head_is_written_to_itself_and_the_top_to_the_fallback() -> None:
    unit = DepartmentFactory(email="don-vi@example.vn")
    assert heads_of(unit) == ["don-vi@example.vn"]
    head = grant(UserFactory(department=unit), "approve_answer")
    assert heads_of(unit) == [head.email]
    assert supervisors_of(unit) == []
    fallback = DepartmentFactory(email="van-phong@example.vn", is_fallback=True)
    assert supervisors_of(unit) == ["van-phong@example.vn"]
    below = DepartmentFactory(parent=unit)
    assert supervisors_of(below) == [head.email]
    assert fallback.pk != unit.pk
