"""Sending pages up for approval, approving them, and the groups and the workflow that this needs."""

from typing import Any, Final

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import (
    GroupPagePermission,
    Page,
    PageLogEntry,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from procedures.models import ProcedureIndexPage, ProcedurePage, ReviewSettings, SecondPersonTask
from procedures.models.review import APPROVE

EDITORS: Final = "Biên tập đơn vị"
APPROVERS: Final = "Duyệt danh mục"
WORKFLOW: Final = "Duyệt thủ tục"
TASK: Final = "Người thứ hai duyệt"
PUBLISHED_ALONE: Final = "procedures.published_alone"

_PAGE_PERMISSIONS: Final = {
    EDITORS: ("add", "change"),
    APPROVERS: ("change", "publish", "lock", "unlock"),
}
_PUBLISHING: Final = frozenset({"wagtail.publish", "wagtail.publish.schedule"})


@transaction.atomic
def ensure_review(index: ProcedureIndexPage) -> None:
    """Groups, task and workflow for the catalogue below ``index``. What an administrator set otherwise stays."""
    groups = {name: _group(name, index) for name in _PAGE_PERMISSIONS}
    workflow, made = Workflow.objects.get_or_create(name=WORKFLOW)
    if made:
        task = SecondPersonTask.objects.create(name=TASK)
        task.groups.add(groups[APPROVERS])
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    if not WorkflowPage.objects.filter(page=index).exists():
        WorkflowPage.objects.create(page=index, workflow=workflow)


def _group(name: str, index: ProcedureIndexPage) -> Group:
    group, made = Group.objects.get_or_create(name=name)
    if made:
        group.permissions.add(*Permission.objects.filter(codename="access_admin"))
    if not GroupPagePermission.objects.filter(group=group).exists():
        for action in _PAGE_PERMISSIONS[name]:
            permission = Permission.objects.get(
                content_type__app_label="wagtailcore", codename=f"{action}_page"
            )
            GroupPagePermission.objects.create(group=group, page=index, permission=permission)
    return group


def ensure_review_of_old_catalogues() -> None:
    """After an upgrade: a catalogue that stood before there was a review gets one, once."""
    index = ProcedureIndexPage.the_catalogue()
    if index is not None and not SecondPersonTask.objects.exists():
        ensure_review(index)


def submit(page: Page, user: Any) -> None:
    """Send the newest draft up for approval, or up again after it was sent back."""
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    else:
        page.get_workflow().start(page, user)


def approve(page: Page, user: Any, comment: str = "") -> None:
    """Approve the newest draft. Raises ``PermissionDenied`` for its author and for other departments' people."""
    task_state = page.current_workflow_task_state
    task_state.task.specific.on_action(task_state, user, APPROVE, comment=comment)


def may_approve(page: Page, user: Any) -> bool:
    """Whether the page waits for a second person and the user can be that person."""
    task = page.current_workflow_task
    return isinstance(task, SecondPersonTask) and task.may_approve(page, user)


def note_publishing_alone(entry: PageLogEntry) -> None:
    """Write into the page's history that a superuser published what no second person had approved."""
    if entry.action not in _PUBLISHING or entry.user is None or not entry.user.is_superuser:
        return
    page = entry.page.specific_deferred
    if not issubclass(page.specific_class, ProcedurePage) or not ReviewSettings.current().require_two_people:
        return
    approvals = TaskState.objects.filter(revision_id=entry.revision_id, status=TaskState.STATUS_APPROVED)
    author = entry.revision.user_id if entry.revision else None
    if not approvals.exclude(finished_by=author).exists():
        log(instance=page, action=PUBLISHED_ALONE, user=entry.user, revision=entry.revision)
