"""What an approved workflow ends with (``WAGTAIL_FINISH_WORKFLOW_ACTION``).

Wagtail imports this module while it loads its own models, so the imports stand inside.
"""

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish the newest draft, or schedule it if it has a date to go live on.

    A procedure's second person may publish nothing else, so Wagtail's own check of his permission would refuse him.
    """
    from wagtail.workflows import publish_workflow_state

    from procedures.models import ProcedurePage

    page = workflow_state.content_object.specific
    if isinstance(page, ProcedurePage):
        page.get_latest_revision().publish(user=user, skip_permission_checks=True)
    else:
        publish_workflow_state(workflow_state, user)
