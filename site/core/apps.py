"""The core application."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every other application stands on."""

    name = "core"
    label = "core"
    verbose_name = "Nền tảng"

    def ready(self) -> None:
        """Connect what keeps caches and the outbox right."""
        from core import signals, tasks  # noqa: F401
