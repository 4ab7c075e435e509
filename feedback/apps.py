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
        """Connect the calendar to the deadlines, make the office's tasks known to Celery, give editors their work."""
        from feedback import signals, tasks  # noqa: F401
        from feedback.worklist import PageSaidToBeWrong
        from procedures.worklist import register

        register(PageSaidToBeWrong())
