"""Citizens' feedback: intake, routing, deadlines, answers, tracking."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    """The feedback app."""

    name = "feedback"
    label = "feedback"
    verbose_name = _("Phản ánh, kiến nghị")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the calendar to the deadlines, and make the office's tasks known to Celery."""
        from feedback import signals, tasks  # noqa: F401
