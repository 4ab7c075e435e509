from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Tìm kiếm")

    def ready(self) -> None:
        from django.core import checks

        from core.health import register
        from procedures import worklist
        from search import receivers, signals, sources, tasks  # noqa: F401 - registers the tasks by name
        from search.checks import check_engine
        from search.services.documents import ProcedureSource
        from search.services.health import check_index
        from search.worklist import SearchedInVain

        checks.register(check_engine)
        sources.register(ProcedureSource())
        signals.connect()
        receivers.connect()
        register(check_index)
        worklist.register(SearchedInVain())
