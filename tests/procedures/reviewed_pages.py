"""Pages on their way through the review: saved, submitted and approved as in a browser."""

from typing import Any

from django.urls import reverse
from wagtail.models import Page, TaskState

from core.models import Department, User
from procedures.models import ProcedurePage
from tests.procedures.editors import client_of, group, sent_back
from tests.procedures.factories import UserFactory, catalogue_index


def staff(name: str, department: Department | None, *groups: str, **kwargs: Any) -> User:
    """Somebody of this name in these groups."""
    catalogue_index()
    user: User = UserFactory.create(username=name, department=department, **kwargs)
    user.groups.add(*(group(one) for one in groups))
    return user


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def save(user: User, page: Page, action: str = "", **changes: Any) -> Any:
    """Send the page's form with these fields changed; ``action`` is the button's name, "" saves a draft."""
    client = client_of(user)
    data = {**sent_back(client, edit_url(page)), **changes}
    return client.post(edit_url(page), {**data, action: "1"} if action else data)


def fresh(page: Page) -> ProcedurePage:
    return ProcedurePage.objects.get(pk=page.pk)


def submitted(user: User, page: Page, **changes: Any) -> TaskState:
    """Send the page up; the state in which it waits."""
    assert save(user, page, "action-submit", **changes).status_code == 302
    state: TaskState = fresh(page).current_workflow_task_state
    assert state is not None
    return state


def approved(user: User, page: Page, state: TaskState) -> bool:
    """Press the button as the browser would; whether it was heard."""
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    client_of(user).post(url, {"comment": "Đã đối chiếu"})
    return TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_APPROVED
