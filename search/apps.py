from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Tìm kiếm")

    def ready(self) -> None:
        from core.health import register
        from procedures import worklist
        from search import signals, tasks  # noqa: F401 - registers the tasks by name
        from search.services.health import check_index
        from search.worklist import SearchedInVain

        signals.connect()
        register(check_index)
        worklist.register(SearchedInVain())
