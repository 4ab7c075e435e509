"""What the tests of the catalogue share."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from core.models import Department, User
from procedures.models import ImportBatch
from procedures.services.review import APPROVERS, EDITORS
from tests.procedures.editors import group
from tests.procedures.factories import DepartmentFactory, UserFactory, catalogue_index
from tests.procedures.import_screens import Send, address, lines, upload
from tests.procedures.reviewed_pages import staff


@pytest.fixture
def commits(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> DjangoCaptureOnCommitCallbacks:
    return django_capture_on_commit_callbacks


@pytest.fixture
def read(client: Client, editor: User, commits: DjangoCaptureOnCommitCallbacks) -> Send:
    """Upload records as the editor who is logged in, and have them read."""

    def send(*records: dict[str, Any]) -> ImportBatch:
        with commits(execute=True):
            upload(client, lines(*records))
        return ImportBatch.objects.latest("pk")

    return send


@pytest.fixture
def applied(client: Client, read: Send, commits: DjangoCaptureOnCommitCallbacks) -> Send:
    """Upload records and have them read and applied; ``publish`` as the form has it."""

    def send(*records: dict[str, Any], publish: str = "on") -> ImportBatch:
        batch = read(*records)
        with commits(execute=True):
            client.post(address("apply", batch.pk), {"publish": publish} if publish else {})
        batch.refresh_from_db()
        return batch

    return send


@pytest.fixture
def justice() -> Department:
    catalogue_index()
    return DepartmentFactory.create(name="Sở Tư pháp")


@pytest.fixture
def editor(justice: Department) -> User:
    """An editor of the catalogue, of that department."""
    user: User = UserFactory.create(department=justice)
    user.groups.add(group(EDITORS))
    return user


@pytest.fixture
def root(justice: Department) -> User:
    """Somebody who may everything."""
    user: User = UserFactory.create(is_superuser=True)
    return user


@pytest.fixture
def land() -> Department:
    return DepartmentFactory.create(name="Sở Nông nghiệp và Môi trường")


@pytest.fixture
def approver(justice: Department) -> User:
    return staff("nguoi-duyet", justice, APPROVERS)
