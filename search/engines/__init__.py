"""Search engines behind one port (`search.engines.base`). Which one is used is a setting."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from search.engines.base import SearchEngine


def get_engine() -> SearchEngine:
    """Return the engine that `SEARCH_ENGINE` names. Engines are safe to share between threads."""
    return _engine(settings.SEARCH_ENGINE)


@cache
def _engine(path: str) -> SearchEngine:
    engine: SearchEngine = import_string(path).from_settings()
    return engine
