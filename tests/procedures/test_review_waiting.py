"""A page on its way to approval: schedules, sent back, locked, and who is told of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, PageSubscription, WorkflowState

from core.models import Department, OutboundMessage, User
from core.services.outbox import render_message
from procedures.services.review import APPROVERS, EDITORS
from tests.procedures.editors import client_of
from tests.procedures.factories import procedure
from tests.procedures.reviewed_pages import approved, edit_url, fresh, save, staff, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(justice: Department) -> User:
    return staff("nguoi-sua", justice, EDITORS)


def test_an_approved_schedule_goes_live_when_its_time_has_come(
    editor: User, approver: User, justice: Department
) -> None:
    page = procedure(responsible_department=justice, live=False)
    moment = timezone.localtime() + timedelta(days=2)
    state = submitted(editor, page, go_live_at=f"{moment:%d/%m/%Y %H:%M}")
    assert approved(approver, page, state)
    waiting = fresh(page)
    assert not waiting.live
    assert waiting.approved_schedule
    revision = waiting.scheduled_revision
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    call_command("publish_scheduled", verbosity=0)
    assert fresh(page).live


def test_an_editor_sees_the_fields_for_a_schedule(editor: User, justice: Department) -> None:
    html = client_of(editor).get(edit_url(procedure(responsible_department=justice))).content.decode()
    for words in ("Hẹn giờ", "Công khai lúc", "Gỡ xuống lúc"):
        assert words in html


def test_an_approver_undoes_a_schedule(editor: User, approver: User, justice: Department) -> None:
    page = procedure(responsible_department=justice, live=False)
    moment = timezone.localtime() + timedelta(days=2)
    assert approved(approver, page, submitted(editor, page, go_live_at=f"{moment:%d/%m/%Y %H:%M}"))
    revision = fresh(page).scheduled_revision
    url = reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision.pk])
    client_of(approver).post(url)
    assert not fresh(page).approved_schedule


def test_a_page_sent_back_goes_up_again(editor: User, approver: User, justice: Department) -> None:
    page = procedure(responsible_department=justice, live=False)
    state = submitted(editor, page)
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", state.pk])
    client_of(approver).post(url, {"comment": "Thiếu lệ phí"})
    assert fresh(page).current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    again = submitted(editor, page)
    assert approved(approver, page, again)
    assert fresh(page).live


def test_while_a_page_waits_its_editor_cannot_change_it(
    editor: User, approver: User, justice: Department
) -> None:
    page = procedure(responsible_department=justice, live=False)
    submitted(editor, page, title="Bản gửi duyệt")
    save(editor, page, title="Sửa sau khi gửi")
    assert fresh(page).get_latest_revision_as_object().title == "Bản gửi duyệt"


def test_locking_and_unlocking_work(approver: User, editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    client_of(approver).post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    assert fresh(page).locked
    save(editor, page, title="Sửa trang bị khóa")
    assert not fresh(page).revisions.exists()
    client_of(approver).post(reverse("wagtailadmin_pages:unlock", args=[page.pk]))
    assert not fresh(page).locked


def mailed(template: str) -> list[str]:
    return list(OutboundMessage.objects.filter(template=template).values_list("recipient", flat=True))


@pytest.fixture
def addresses(editor: User, approver: User, land: Department) -> User:
    """Everybody can be written to, a reviewer of another department too."""
    stranger = staff("nguoi-duyet-khac", land, APPROVERS)
    for user in (editor, approver, stranger):
        user.email = f"{user.username}@example.vn"
        user.save()
    return stranger


def test_those_who_may_approve_are_told_through_the_outbox_and_nobody_else(
    editor: User, approver: User, addresses: User, justice: Department
) -> None:
    page = procedure(responsible_department=justice, live=False)
    submitted(editor, page)
    assert mailed("review_submitted") == [approver.email]
    assert mail.outbox == []


def test_the_author_hears_of_the_decision(
    editor: User, approver: User, addresses: User, justice: Department
) -> None:
    page = procedure(responsible_department=justice, live=False)
    state = submitted(editor, page)
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", state.pk])
    client_of(approver).post(url, {"comment": "Thiếu lệ phí"})
    message = OutboundMessage.objects.get(template="review_rejected")
    assert message.recipient == editor.email
    subject, text = render_message(message)
    assert page.title in subject
    assert "Thiếu lệ phí" in text
    assert approved(approver, page, submitted(editor, page))
    assert mailed("review_approved") == [editor.email]


def test_a_comment_reaches_those_who_asked_to_be_told(
    editor: User, approver: User, addresses: User, justice: Department
) -> None:
    page = procedure(responsible_department=justice)
    PageSubscription.objects.create(page=page, user=approver, comment_notifications=True)
    comment = {
        "comments-TOTAL_FORMS": "1",
        "comments-0-id": "",
        "comments-0-text": "Kiểm tra lại lệ phí",
        "comments-0-contentpath": "fees",
        "comments-0-position": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
        "comments-0-replies-MIN_NUM_FORMS": "0",
        "comments-0-replies-MAX_NUM_FORMS": "",
    }
    assert save(editor, page, **comment).status_code == 302
    assert Comment.objects.get().text == "Kiểm tra lại lệ phí"
    assert mailed("review_comment") == [approver.email]
    assert mail.outbox == []


def test_the_reviewers_dialog_says_what_would_change(
    editor: User, approver: User, justice: Department
) -> None:
    page = procedure(responsible_department=justice, contact_office="Phòng Hộ tịch")
    state = submitted(editor, page, contact_office="Phòng Bổ trợ tư pháp")
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    words = client_of(approver).get(url).json()["html"]
    assert "Phòng Hộ tịch" in words
    assert "Phòng Bổ trợ tư pháp" in words
