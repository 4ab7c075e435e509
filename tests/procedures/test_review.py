"""Two people for every publication: who may approve, who may not publish, schedules, comments, what is written down."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    Comment,
    Page,
    PageLogEntry,
    PageSubscription,
    TaskState,
    Workflow,
    WorkflowState,
)

from core.models import Department, OutboundMessage, User
from core.services.outbox import render_message
from procedures.models import ProcedurePage, ReviewSettings, SecondPersonTask
from procedures.services import review
from procedures.services.review import APPROVERS, EDITORS, PUBLISHED_ALONE
from tests.procedures.editors import client_of, group, sent_back
from tests.procedures.factories import DepartmentFactory, UserFactory, add_fee, catalogue_index, procedure

pytestmark = pytest.mark.django_db


@pytest.fixture
def justice() -> Department:
    return DepartmentFactory.create(name="Sở Tư pháp")


@pytest.fixture
def land() -> Department:
    return DepartmentFactory.create(name="Sở Nông nghiệp và Môi trường")


def staff(name: str, department: Department | None, *groups: str, **kwargs: Any) -> User:
    catalogue_index()
    user: User = UserFactory.create(username=name, department=department, **kwargs)
    user.groups.add(*(group(one) for one in groups))
    return user


@pytest.fixture
def editor(justice: Department) -> User:
    return staff("nguoi-sua", justice, EDITORS)


@pytest.fixture
def approver(justice: Department) -> User:
    return staff("nguoi-duyet", justice, APPROVERS)


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def save(user: User, page: Page, action: str = "", **changes: Any) -> Any:
    client = client_of(user)
    data = {**sent_back(client, edit_url(page)), **changes}
    return client.post(edit_url(page), {**data, action: "1"} if action else data)


def fresh(page: Page) -> ProcedurePage:
    return ProcedurePage.objects.get(pk=page.pk)


def submitted(user: User, page: Page, **changes: Any) -> TaskState:
    assert save(user, page, "action-submit", **changes).status_code == 302
    state: TaskState = fresh(page).current_workflow_task_state
    assert state is not None
    return state


def approved(user: User, page: Page, state: TaskState) -> bool:
    """Press the button as the browser would; whether it was heard."""
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    client_of(user).post(url, {"comment": "Đã đối chiếu"})
    return TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_APPROVED


def test_a_catalogue_comes_with_groups_a_task_and_a_workflow() -> None:
    index = catalogue_index()
    assert index.get_workflow().name == "Duyệt thủ tục"
    task = SecondPersonTask.objects.get()
    assert [row.name for row in task.groups.all()] == [APPROVERS]
    review.ensure_review(index)
    assert SecondPersonTask.objects.count() == 1


def test_nothing_of_wagtails_own_workflow_is_left_in_english() -> None:
    assert not Workflow.objects.filter(name="Moderators approval").exists()
    assert Workflow.objects.filter(name="Duyệt trang thông tin").exists()


def test_what_one_wrote_another_approves(editor: User, approver: User, justice: Department) -> None:
    page = procedure(responsible_department=justice, live=False)
    state = submitted(editor, page, title="Tên đã sửa")
    assert not fresh(page).live
    assert approved(approver, page, state)
    assert fresh(page).live
    assert fresh(page).title == "Tên đã sửa"


def test_nobody_approves_what_he_submitted(approver: User, justice: Department) -> None:
    page = procedure(responsible_department=justice, live=False)
    state = submitted(approver, page)
    assert not approved(approver, page, state)
    assert not fresh(page).live


def test_nobody_approves_what_he_changed_while_it_waited(
    editor: User, approver: User, justice: Department
) -> None:
    page = procedure(responsible_department=justice, live=False)
    state = submitted(editor, page)
    assert save(approver, page, title="Người duyệt sửa thêm").status_code == 302
    assert not approved(approver, page, state)
    second = staff("nguoi-duyet-hai", justice, APPROVERS)
    assert approved(second, page, state)
    assert fresh(page).title == "Người duyệt sửa thêm"
    assert TaskState.objects.get(pk=state.pk).revision_id == fresh(page).live_revision_id


def test_changing_and_approving_in_one_go_saves_a_draft_and_asks_for_another_person(
    editor: User, approver: User, justice: Department
) -> None:
    page = procedure(responsible_department=justice, live=False)
    submitted(editor, page)
    changes = {"title": "Sửa rồi duyệt luôn", "workflow-action-name": "approve"}
    assert save(approver, page, "action-workflow-action", **changes).status_code == 302
    left = fresh(page)
    assert not left.live
    assert left.get_latest_revision_as_object().title == "Sửa rồi duyệt luôn"


def test_approving_from_the_edit_form_without_a_change_publishes(
    editor: User, approver: User, justice: Department
) -> None:
    """A browser ends lines otherwise than the page does: that is no change."""
    page = procedure(responsible_department=justice, live=False, keywords="sao y\nphoto công chứng")
    add_fee(page, 5000, verbatim="Dòng một\nDòng hai")
    submitted(editor, page)
    typed = {"keywords": "sao y\r\nphoto công chứng", "fees-0-verbatim": "Dòng một\r\nDòng hai"}
    approving = {**typed, "workflow-action-name": "approve"}
    assert save(approver, page, "action-workflow-action", **approving).status_code == 302
    assert fresh(page).live
    assert fresh(page).keywords == "sao y\nphoto công chứng"


def test_an_approver_of_another_department_neither_sees_nor_approves(
    editor: User, justice: Department, land: Department
) -> None:
    page = procedure(responsible_department=justice, live=False)
    state = submitted(editor, page)
    stranger = staff("nguoi-duyet-khac", land, APPROVERS)
    assert not approved(stranger, page, state)
    assert state not in TaskState.objects.reviewable_by(stranger)
    assert client_of(stranger).get(edit_url(page)).status_code == 302
    assert not fresh(page).live


def test_the_department_above_approves(editor: User, justice: Department) -> None:
    province = DepartmentFactory.create(name="UBND tỉnh")
    justice.parent = province
    justice.save()
    page = procedure(responsible_department=justice, live=False)
    state = submitted(editor, page)
    assert approved(staff("nguoi-duyet-tinh", province, APPROVERS), page, state)
    assert fresh(page).live


@pytest.mark.parametrize("live", [True, False])
def test_nobody_publishes_alone(approver: User, justice: Department, live: bool) -> None:
    page = procedure(responsible_department=justice, live=live)
    assert save(approver, page, "action-publish", title="Tự xuất bản").status_code == 302
    assert fresh(page).live is live
    assert fresh(page).title != "Tự xuất bản" or not live
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client_of(approver).post(f"{bulk}?id={page.pk}")
    assert fresh(page).live is live
    assert fresh(page).live_revision_id is None


def test_a_new_page_is_not_published_alone(justice: Department) -> None:
    both = staff("ca-hai", justice, EDITORS, APPROVERS)
    client = client_of(both)
    url = reverse("wagtailadmin_pages:add", args=["procedures", "procedurepage", catalogue_index().pk])
    data = {**sent_back(client, url), "code": "1.004222", "official_name": "Đăng ký thường trú"}
    response = client.post(url, {**data, "action-publish": "1"})
    assert response.status_code == 302
    assert not ProcedurePage.objects.get(code="1.004222").live


def test_the_rule_can_be_switched_off(approver: User, justice: Department) -> None:
    ReviewSettings.objects.create(require_two_people=False)
    page = procedure(responsible_department=justice, live=False)
    save(approver, page, "action-publish")
    assert fresh(page).live


def test_withdrawing_needs_no_second_person(approver: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    client_of(approver).post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert not fresh(page).live


def test_a_superuser_may_publish_alone_and_it_is_written_down(justice: Department) -> None:
    root = staff("quan-tri", None, is_superuser=True)
    page = procedure(responsible_department=justice, live=False)
    save(root, page, "action-publish")
    assert fresh(page).live
    assert PageLogEntry.objects.filter(page=page.pk, action=PUBLISHED_ALONE, user=root).count() == 1


def test_a_superuser_who_approves_anothers_page_is_a_second_person(editor: User, justice: Department) -> None:
    root = staff("quan-tri", None, is_superuser=True)
    page = procedure(responsible_department=justice, live=False)
    assert approved(root, page, submitted(editor, page))
    assert fresh(page).live
    assert not PageLogEntry.objects.filter(action=PUBLISHED_ALONE).exists()


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


def test_strangers_do_not_get_in() -> None:
    assert Client().get(reverse("catalogue_work:index")).status_code == 302
    outsider: User = UserFactory.create()
    assert client_of(outsider).get(reverse("catalogue_work:index")).status_code in {302, 403}
