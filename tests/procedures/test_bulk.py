"""Changing many pages: the plan says what will happen, and exactly that happens."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from core.models import Department, Level, User
from procedures.models import ProcedurePage, ReviewSettings
from procedures.services import review
from procedures.services.bulk import Then, action_named, apply, plan
from procedures.services.bulk.actions import CHANGED_IN_BULK, REVIEWED, Action
from procedures.services.review import APPROVERS
from tests.procedures.editors import client_of, group
from tests.procedures.factories import DepartmentFactory, FieldFactory, UserFactory, procedure

pytestmark = pytest.mark.django_db


@pytest.fixture
def approver(justice: Department) -> User:
    user: User = UserFactory.create(department=justice)
    user.groups.add(group(APPROVERS))
    return user


def action(name: str) -> Action:
    found = action_named(name)
    assert found is not None
    return found


def seen(name: str, user: User, *pages: ProcedurePage, value: object = None) -> list[str]:
    return [row.seen for row in plan(action(name), [page.pk for page in pages], user, value)]


def fresh(page: ProcedurePage) -> ProcedurePage:
    return ProcedurePage.objects.get(pk=page.pk)


def test_the_plan_says_what_each_page_has_and_would_have(editor: User, justice: Department) -> None:
    below = DepartmentFactory.create(name="Phòng Công chứng", parent=justice)
    moved, same = procedure(responsible_department=justice), procedure(responsible_department=below)
    rows = {row.page.pk: row for row in plan(action("don-vi"), [moved.pk, same.pk], editor, below)}
    assert (rows[moved.pk].before, rows[moved.pk].after) == ("Sở Tư pháp", "Phòng Công chứng")
    assert rows[same.pk].refusal == "Không có gì thay đổi."
    assert not fresh(moved).revisions.exists()


def test_pages_of_other_departments_are_not_even_named(editor: User) -> None:
    foreign = procedure(responsible_department=DepartmentFactory.create())
    assert plan(action("da-ra-soat"), [foreign.pk], editor, None) == []
    assert apply(action("da-ra-soat"), [f"{foreign.pk}:0"], editor, None).changed == 0
    assert fresh(foreign).review_on is None


@pytest.mark.parametrize(("name", "relation"), [("linh-vuc", "fields"), ("cap", "levels")])
def test_a_change_becomes_a_draft_with_a_revision_and_a_log_entry(
    editor: User, justice: Department, name: str, relation: str
) -> None:
    page = procedure(responsible_department=justice)
    value = FieldFactory.create() if relation == "fields" else Level.objects.get(code="province")
    done = apply(action(name), seen(name, editor, page, value=value), editor, value)
    assert done.changed == 1
    left = fresh(page)
    assert list(getattr(left, relation).all()) == []
    assert list(getattr(left.get_latest_revision_as_object(), relation).all()) == [value]
    assert PageLogEntry.objects.filter(page=page.pk, action=CHANGED_IN_BULK, user=editor).count() == 1


def test_a_changed_draft_can_be_sent_up_in_the_same_go(editor: User, justice: Department) -> None:
    page, field = procedure(responsible_department=justice), FieldFactory.create()
    apply(action("linh-vuc"), seen("linh-vuc", editor, page, value=field), editor, field, Then.SUBMIT)
    assert fresh(page).workflow_in_progress


def test_publishing_in_the_same_go_needs_the_rule_to_be_off(approver: User, justice: Department) -> None:
    page, field = procedure(responsible_department=justice), FieldFactory.create()
    pages = seen("linh-vuc", approver, page, value=field)
    done = apply(action("linh-vuc"), pages, approver, field, Then.PUBLISH)
    assert (done.changed, len(done.refused)) == (0, 1)
    assert not fresh(page).revisions.exists()
    ReviewSettings.objects.create(require_two_people=False)
    anew = User.objects.get(pk=approver.pk)
    assert apply(action("linh-vuc"), pages, anew, field, Then.PUBLISH).changed == 1
    assert list(fresh(page).fields.all()) == [field]


def test_a_review_day_holds_at_once_and_in_later_drafts(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    day = date(2027, 3, 1)
    apply(action("ngay-ra-soat"), seen("ngay-ra-soat", editor, page, value=day), editor, day)
    left = fresh(page)
    assert left.review_on == day
    assert not left.has_unpublished_changes
    assert left.get_latest_revision_as_object().review_on == day
    assert PageLogEntry.objects.filter(page=page.pk, action=REVIEWED).exists()


def test_what_was_reviewed_is_due_again_when_the_rules_say(editor: User, justice: Department) -> None:
    ReviewSettings.objects.create(review_every_days=90)
    page = procedure(responsible_department=justice)
    apply(action("da-ra-soat"), seen("da-ra-soat", editor, page), editor, None)
    assert fresh(page).review_on == timezone.localdate() + timedelta(days=90)


def test_a_page_that_moved_on_since_the_plan_is_left_alone(editor: User, justice: Department) -> None:
    page, field = procedure(responsible_department=justice), FieldFactory.create()
    before = seen("linh-vuc", editor, page, value=field)
    page.save_revision(user=editor)
    done = apply(action("linh-vuc"), before, editor, field)
    assert done.changed == 0
    assert "vừa được người khác sửa" in done.refused[0].refusal


def test_bulk_approval_publishes_what_others_wrote_and_refuses_the_rest(
    editor: User, approver: User, justice: Department
) -> None:
    waiting, own, draft = (procedure(responsible_department=justice, live=False) for _n in range(3))
    for page, author in ((waiting, editor), (own, approver)):
        page.save_revision(user=author)
        review.submit(fresh(page), author)
    draft.save_revision(user=editor)
    rows = {
        row.page.pk: row.refusal
        for row in plan(action("xuat-ban"), [waiting.pk, own.pk, draft.pk], approver, None)
    }
    assert rows[waiting.pk] == ""
    assert "người khác phải duyệt" in rows[own.pk]
    assert "Chưa gửi duyệt" in rows[draft.pk]
    done = apply(action("xuat-ban"), seen("xuat-ban", approver, waiting, own, draft), approver, None)
    assert (done.changed, len(done.refused)) == (1, 2)
    assert [fresh(page).live for page in (waiting, own, draft)] == [True, False, False]


def test_an_editor_cannot_withdraw_but_an_approver_can(
    editor: User, approver: User, justice: Department
) -> None:
    page = procedure(responsible_department=justice)
    assert apply(action("go-xuong"), seen("go-xuong", editor, page), editor, None).changed == 0
    assert apply(action("go-xuong"), seen("go-xuong", approver, page), approver, None).changed == 1
    assert not fresh(page).live


def test_what_waits_is_not_changed_under_the_reviewer(
    editor: User, approver: User, justice: Department
) -> None:
    page = procedure(responsible_department=justice, live=False)
    page.save_revision(user=editor)
    review.submit(fresh(page), editor)
    (row,) = plan(action("da-ra-soat"), [page.pk], approver, None)
    assert row.refusal == "Trang đang chờ duyệt."


def test_the_screens_go_from_the_choice_over_the_plan_to_the_deed(editor: User, justice: Department) -> None:
    page, field = procedure(responsible_department=justice), FieldFactory.create(name="Hộ tịch")
    foreign = procedure(responsible_department=DepartmentFactory.create(), title="Việc của đơn vị khác")
    client = client_of(editor)
    pick = client.get(reverse("catalogue_work:pick"), {"id": [page.pk, foreign.pk], "viec": "linh-vuc"})
    assert pick.status_code == 302
    assert "Hộ tịch" in client.get(pick.headers["Location"]).content.decode()
    url = reverse("catalogue_work:bulk", args=["linh-vuc"])
    sent = {"id": [page.pk, foreign.pk], "value": field.pk, "then": "draft"}
    html = client.post(url, sent).content.decode()
    assert "Sẽ đổi 1 trang" in html
    assert "Việc của đơn vị khác" not in html
    assert "1 trang không phải thủ tục của đơn vị bạn" in html
    assert not fresh(page).revisions.exists()
    client.post(url, {"seen": [f"{page.pk}:0"], "value": field.pk, "then": "draft", "apply": "1"})
    assert list(fresh(page).get_latest_revision_as_object().fields.all()) == [field]


def test_wagtails_own_lists_lead_to_the_same_screens(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "catalogue"])
    html = client_of(editor).get(f"{url}?id={page.pk}").content.decode()
    assert "Đánh dấu đã rà soát" in html
    assert f'name="id" value="{page.pk}"' in html


def test_an_editor_hands_pages_only_to_departments_that_he_manages(editor: User, justice: Department) -> None:
    other, page = DepartmentFactory.create(name="Sở Xây dựng"), procedure(responsible_department=justice)
    url = reverse("catalogue_work:bulk", args=["don-vi"])
    client = client_of(editor)
    client.post(url, {"seen": [f"{page.pk}:0"], "value": other.pk, "then": "draft", "apply": "1"})
    assert not fresh(page).revisions.exists()
