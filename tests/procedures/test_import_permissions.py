"""Who may import what, publish it and take it back."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from core.models import User
from procedures.models import BatchState, ImportBatch, ProcedurePage, RowOutcome
from tests.procedures import portal_samples
from tests.procedures.factories import DepartmentFactory, procedure
from tests.procedures.import_screens import Send, address, editor_at, lines, person, screen, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    return editor_at(client)


def test_people_without_the_permission_see_no_import(client: Client) -> None:
    client.force_login(person())
    for name in ("index", "upload", "template"):
        assert client.get(address(name)).status_code in (302, 403)
    assert address("index") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_departments_editor_sees_his_own_batches_only(client: Client, read: Send, editor: User) -> None:
    batch = read(portal_samples.record())
    client.force_login(person("import_procedures", department=DepartmentFactory.create()))
    assert client.get(address("batch", batch.pk)).status_code == 404
    assert client.get(address("report", batch.pk)).status_code == 404
    assert client.post(address("apply", batch.pk)).status_code == 404
    assert batch.name not in screen(client, address("index"))


def test_a_departments_editor_imports_only_procedures_of_his_department(
    client: Client, editor: User, commits: DjangoCaptureOnCommitCallbacks
) -> None:
    own, other = DepartmentFactory.create(), DepartmentFactory.create()
    procedure(code="1.999001", responsible_department=own)
    procedure(code="1.999002", responsible_department=other)
    client.force_login(person("import_procedures", department=own))
    records = [portal_samples.record(f"1.99900{number}", f"Việc {number}") for number in (1, 2, 3)]
    with commits(execute=True):
        upload(client, lines(*records))
    batch = ImportBatch.objects.get()
    assert [row.outcome for row in batch.rows.all()] == ["", RowOutcome.REJECTED, ""]
    assert "thuộc đơn vị khác" in screen(client, address("row", batch.pk, 1))
    with commits(execute=True):
        client.post(address("apply", batch.pk))
    new = ProcedurePage.objects.get(code="1.999003")
    assert new.responsible_department == own
    assert not new.live


def test_who_may_not_publish_alone_is_not_offered_to_publish(
    client: Client, editor: User, commits: DjangoCaptureOnCommitCallbacks
) -> None:
    client.force_login(person("import_procedures", department=DepartmentFactory.create()))
    with commits(execute=True):
        upload(client, lines(portal_samples.record()))
    batch = ImportBatch.objects.get()
    assert 'name="publish"' not in screen(client, address("batch", batch.pk))
    with commits(execute=True):
        client.post(address("apply", batch.pk), {"publish": "on"})
    assert not ProcedurePage.objects.get().live


def test_only_people_who_may_take_batches_back_do(client: Client, applied: Send, editor: User) -> None:
    batch = applied(portal_samples.record())
    ImportBatch.objects.update(user=person("import_procedures"))
    client.force_login(User.objects.get(username="nguoi-nhap"))
    assert client.post(address("revert", batch.pk)).status_code in (302, 403)
    batch.refresh_from_db()
    assert batch.state == BatchState.APPLIED
