"""Two people for every publication: who may approve, who may not publish, what is written down."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry, TaskState, Workflow

from core.models import Department, User
from procedures.models import ProcedurePage, ReviewSettings, SecondPersonTask
from procedures.services import review
from procedures.services.review import APPROVERS, EDITORS, PUBLISHED_ALONE
from tests.procedures.editors import client_of, sent_back
from tests.procedures.factories import DepartmentFactory, UserFactory, add_fee, catalogue_index, procedure
from tests.procedures.reviewed_pages import approved, edit_url, fresh, save, staff, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(justice: Department) -> User:
    return staff("nguoi-sua", justice, EDITORS)


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


def test_strangers_do_not_get_in() -> None:
    assert Client().get(reverse("catalogue_work:index")).status_code == 302
    outsider: User = UserFactory.create()
    assert client_of(outsider).get(reverse("catalogue_work:index")).status_code in {302, 403}
