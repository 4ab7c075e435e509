"""Messages of the review: what waits for you, what became of yours, what was said. All go through the outbox.

Wagtail would send its own within the request, in English words and to reviewers of every department, and fail when
the mail server does.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page, PageSubscription, Task, TaskState, WorkflowState
from wagtail.users.models import UserProfile

from core.models import User
from core.services.outbox import queue_message
from procedures.models import SecondPersonTask


def tell_reviewers(task_state: TaskState, user: Any) -> None:
    """A page waits: tell those who may approve it, and nobody who only shares their group."""
    page = _page_of(task_state.workflow_state)
    if page is None:
        return
    task = task_state.task.specific
    members = [person for person in _members(task) if person.pk != getattr(user, "pk", None)]
    if isinstance(task, SecondPersonTask):
        members = [person for person in members if task.may_approve(page, person)]
    _tell(members, "review_submitted", "submitted_notifications", page, user)


def _members(task: Task) -> Iterable[User]:
    groups = getattr(task, "groups", None)
    if groups is None:
        return []
    people = User.objects.filter(groups__in=groups.all(), is_active=True).exclude(email="")
    return people.select_related("department").distinct().order_by("pk")


def tell_author(state: WorkflowState, user: Any, outcome: str) -> None:
    """What became of the page that one sent up; ``outcome``: "approved" or "rejected"."""
    page, author = _page_of(state), state.requested_by
    if page is None or author is None or author == user:
        return
    comment = state.current_task_state.comment if state.current_task_state else ""
    _tell([author], f"review_{outcome}", f"{outcome}_notifications", page, user, comment=comment)


def tell_subscribers(page: Page, user: Any, texts: Iterable[str]) -> None:
    """New comments and answers, to those who asked to be told about this page."""
    words = [text for text in texts if text]
    if not words:
        return
    subscribed = PageSubscription.objects.filter(page=page, comment_notifications=True).exclude(user=user)
    people = [row.user for row in subscribed.select_related("user")]
    _tell(people, "review_comment", "updated_comments_notifications", page, user, comment="\n\n".join(words))


def _page_of(state: WorkflowState) -> Page | None:
    page = state.content_object
    return page.specific if isinstance(page, Page) else None


def _tell(people: Iterable[User], template: str, wish: str, page: Page, user: Any, comment: str = "") -> None:
    newest = page.get_latest_revision_as_object()
    payload = {
        "title": newest.get_admin_display_title(),
        "person": str(user) if user else "",
        "comment": comment,
        "url": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    for person in people:
        if person.is_active and person.email and getattr(UserProfile.get_for_user(person), wish):
            queue_message(
                channel="email",
                template=template,
                recipient=person.email,
                payload=payload,
                related=f"page:{page.pk}",
            )
