"""A catalogue's index brings its review along; a publication alone is written down; people hear of what waits."""

from typing import Any

from django.db.models.signals import post_migrate, post_save
from wagtail.models import PageLogEntry, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from procedures.models import ProcedureIndexPage
from procedures.services.review import ensure_review, ensure_review_of_old_catalogues, note_publishing_alone
from procedures.services.review_mail import tell_author, tell_reviewers


def index_was_made(instance: ProcedureIndexPage, *, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Groups, task and workflow stand before the first procedure does."""
    if created and not raw:
        ensure_review(instance)


def database_was_migrated(**kwargs: Any) -> None:
    """An installation from before the review."""
    ensure_review_of_old_catalogues()


def entry_was_logged(instance: PageLogEntry, *, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Every way of publishing writes one, so none is missed."""
    if created and not raw:
        note_publishing_alone(instance)


def page_was_submitted(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    """It waits for somebody now."""
    tell_reviewers(instance.specific, user)


def page_was_approved(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Its author reads so."""
    tell_author(instance, user, "approved")


def page_was_sent_back(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Its author reads why."""
    tell_author(instance, user, "rejected")


def nobody_else_is_told(**kwargs: Any) -> None:
    """Wagtail writes to every superuser when anything is sent up for approval; the reviewers are enough."""


def _connect_in_place_of_wagtails_mails() -> None:
    """Under Wagtail's own names and before it: a signal takes the first receiver of a name and no second one."""
    task_submitted.connect(
        page_was_submitted,
        sender=TaskState,
        dispatch_uid="group_approval_task_submitted_email_notification",
    )
    for signal, receiver, name in (
        (workflow_submitted, nobody_else_is_told, "submitted"),
        (workflow_rejected, page_was_sent_back, "rejected"),
        (workflow_approved, page_was_approved, "approved"),
    ):
        signal.connect(
            receiver, sender=WorkflowState, dispatch_uid=f"workflow_state_{name}_email_notification"
        )


def connect(config: Any) -> None:
    """Called when the app is ready; ``config`` is its ``AppConfig``."""
    post_save.connect(index_was_made, sender=ProcedureIndexPage, dispatch_uid="procedures-review-index")
    post_save.connect(entry_was_logged, sender=PageLogEntry, dispatch_uid="procedures-review-log")
    post_migrate.connect(database_was_migrated, sender=config, dispatch_uid="procedures-review-migrated")
    _connect_in_place_of_wagtails_mails()
