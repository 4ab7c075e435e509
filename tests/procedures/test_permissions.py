"""Who may do what to which procedure, tried through the admin as a browser would."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from core.models import Department, User
from procedures.models import ProcedureIndexPage, ProcedurePage, ReviewSettings, SecondPersonTask
from procedures.permissions import managed_department_ids
from tests.procedures.factories import DepartmentFactory, UserFactory, catalogue_index, procedure

pytestmark = pytest.mark.django_db

PAGE_ACTIONS = ("add", "change", "publish", "bulk_delete", "lock", "unlock")


@pytest.fixture
def editors() -> Group:
    """A group with every page permission on the catalogue: departments must hold all the same."""
    group = Group.objects.create(name="Biên tập thủ tục")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for action in PAGE_ACTIONS:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{action}_page")
        GroupPagePermission.objects.create(group=group, page=catalogue_index(), permission=permission)
    return group


@pytest.fixture(autouse=True)
def one_person_is_enough() -> None:
    """What a department bounds is tried here without the second person; ``test_review`` has him."""
    ReviewSettings.objects.create(require_two_people=False)


@pytest.fixture
def justice() -> Department:
    return DepartmentFactory.create(name="Sở Tư pháp")


@pytest.fixture
def notary(justice: Department) -> Department:
    return DepartmentFactory.create(name="Phòng Công chứng", parent=justice)


def member(group: Group, department: Department | None, **kwargs: Any) -> User:
    user: User = UserFactory.create(department=department, **kwargs)
    user.groups.add(group)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def allowed(user: User, page: Page) -> dict[str, bool]:
    fresh = User.objects.get(pk=user.pk)
    tester = Page.objects.get(pk=page.pk).permissions_for_user(fresh)
    return {
        "edit": tester.can_edit(),
        "publish": tester.can_publish(),
        "unpublish": tester.can_unpublish(),
        "delete": tester.can_delete(),
        "move": tester.can_move(),
        "copy": tester.can_copy(),
        "lock": tester.can_lock(),
    }


def test_an_editor_works_on_his_department_and_those_below_and_on_no_other(
    editors: Group, justice: Department, notary: Department, land: Department
) -> None:
    user = member(editors, justice)
    own, below = procedure(responsible_department=justice), procedure(responsible_department=notary)
    foreign, orphan = procedure(responsible_department=land), procedure()
    assert all(allowed(user, own).values())
    assert all(allowed(user, below).values())
    assert not any(allowed(user, foreign).values())
    assert not any(allowed(user, orphan).values())


def test_a_department_below_does_not_work_for_the_one_above(
    editors: Group, justice: Department, notary: Department
) -> None:
    assert not any(allowed(member(editors, notary), procedure(responsible_department=justice)).values())


def test_the_catalogues_editor_works_on_everything(editors: Group, land: Department) -> None:
    editors.permissions.add(Permission.objects.get(codename="edit_all_procedures"))
    user = member(editors, None)
    assert managed_department_ids(user) is None
    assert all(allowed(user, procedure(responsible_department=land)).values())
    assert all(allowed(user, procedure()).values())


def test_an_editor_without_a_department_works_on_nothing(editors: Group, land: Department) -> None:
    user = member(editors, None)
    assert not any(allowed(user, procedure(responsible_department=land)).values())


def test_a_dismissed_editor_works_on_nothing(editors: Group, justice: Department) -> None:
    user = member(editors, justice, is_active=False)
    assert not any(allowed(user, procedure(responsible_department=justice)).values())


def test_owning_a_page_gives_nothing_once_it_belongs_to_another_department(
    editors: Group, justice: Department, land: Department
) -> None:
    user = member(editors, justice)
    page = procedure(responsible_department=land, owner=user)
    assert not any(allowed(user, page).values())


@pytest.mark.parametrize(
    "view",
    [
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:delete",
        "wagtailadmin_pages:unpublish",
        "wagtailadmin_pages:copy",
        "wagtailadmin_pages:move",
        "wagtailadmin_pages:history",
    ],
)
def test_every_admin_view_of_a_foreign_procedure_is_closed(
    editors: Group, justice: Department, land: Department, view: str
) -> None:
    client = signed_in(member(editors, justice))
    own, foreign = procedure(responsible_department=justice), procedure(responsible_department=land)
    assert client.get(reverse(view, args=[own.pk])).status_code == 200
    response = client.get(reverse(view, args=[foreign.pk]))
    assert response.status_code in {302, 403}
    if response.status_code == 302:
        assert response.headers["Location"] == reverse("wagtailadmin_home")


@pytest.mark.parametrize("action", ["delete", "unpublish", "publish"])
def test_bulk_actions_leave_foreign_procedures_alone(
    editors: Group, justice: Department, land: Department, action: str
) -> None:
    client = signed_in(member(editors, justice))
    foreign = procedure(responsible_department=land, live=action != "publish")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    client.post(f"{url}?id={foreign.pk}")
    left = ProcedurePage.objects.get(pk=foreign.pk)
    assert left.live is (action != "publish")


def test_a_foreign_procedure_cannot_be_deleted_or_moved_by_post(
    editors: Group, justice: Department, land: Department
) -> None:
    client = signed_in(member(editors, justice))
    foreign = procedure(responsible_department=land)
    client.post(reverse("wagtailadmin_pages:delete", args=[foreign.pk]))
    index = catalogue_index()
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[foreign.pk, index.pk]))
    client.post(
        reverse("wagtailadmin_pages:copy", args=[foreign.pk]),
        {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": index.pk},
    )
    assert ProcedurePage.objects.count() == 1


def form_data(client: Client, url: str) -> dict[str, Any]:
    """What the browser would send back unchanged."""
    form = client.get(url).context["form"]
    data: dict[str, Any] = {}
    for bound in [*form, *(field for formset in form.formsets.values() for field in formset.management_form)]:
        value = bound.value()
        data[bound.html_name] = "" if value is None else value
    return data


def creation_url(index: ProcedureIndexPage) -> str:
    return reverse("wagtailadmin_pages:add", args=["procedures", "procedurepage", index.pk])


def test_a_new_procedure_belongs_to_its_editors_department(
    editors: Group, justice: Department, land: Department
) -> None:
    client = signed_in(member(editors, justice))
    url = creation_url(catalogue_index())
    data = form_data(client, url)
    assert data["responsible_department"] == justice.pk
    sent = {
        **data,
        "code": " 1.004222 ",
        "official_name": "Đăng ký  thường trú",
        "responsible_department": "",
    }
    response = client.post(url, {**sent, "action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    page = ProcedurePage.objects.get(code="1.004222")
    assert page.responsible_department == justice
    assert page.title == "Đăng ký thường trú"
    assert page.slug == "dang-ky-thuong-tru-1-004222"
    assert page.live


def test_nobody_can_hand_a_procedure_to_a_department_he_does_not_manage(
    editors: Group, justice: Department, land: Department
) -> None:
    client = signed_in(member(editors, justice))
    page = procedure(responsible_department=justice)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client.post(url, {**form_data(client, url), "responsible_department": land.pk})
    assert "responsible_department" in response.context["form"].errors
    assert not page.revisions.exists()


def test_an_editor_without_a_department_cannot_create_an_ownerless_procedure(editors: Group) -> None:
    client = signed_in(member(editors, None))
    url = creation_url(catalogue_index())
    response = client.post(url, {**form_data(client, url), "code": "1.000009", "official_name": "X"})
    assert "responsible_department" in response.context["form"].errors


def test_a_workflow_task_opens_no_foreign_procedure(
    editors: Group, justice: Department, land: Department
) -> None:
    page = procedure(responsible_department=land)
    SecondPersonTask.objects.get().groups.add(editors)
    page.save_revision()
    page.get_workflow().start(page, UserFactory.create())
    assert not allowed(member(editors, justice), page)["edit"]


def test_a_procedure_goes_through_the_workflow(editors: Group, justice: Department) -> None:
    client = signed_in(member(editors, justice))
    page = procedure(responsible_department=justice, live=False)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = {**form_data(client, url), "action-submit": "1"}
    response = client.post(url, data)
    assert response.status_code == 302, response.context["form"].errors
    page = ProcedurePage.objects.get(pk=page.pk)
    assert page.workflow_in_progress
    administrator: User = UserFactory.create(is_superuser=True)
    state = page.current_workflow_task_state
    state.specific.approve(user=administrator)
    assert ProcedurePage.objects.get(pk=page.pk).live
