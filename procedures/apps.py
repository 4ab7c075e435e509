from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProceduresConfig(AppConfig):
    name = "procedures"
    label = "procedures"
    verbose_name = _("Thủ tục hành chính")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from procedures import receivers, review_signals, signals, tasks  # noqa: F401 - receivers, tasks by name
        from procedures.services.worklist.overview import register_own_sources

        review_signals.connect(self)
        register_own_sources()
