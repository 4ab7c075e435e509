"""Search engines behind one port (`search.engines.base`). Which one is used is a setting."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from search.engines.base import SearchEngine

#: Short names of the engines that come with the site, for commands.
ENGINES = {"sqlite": "search.engines.sqlite.SqliteEngine"}


def engine_path(name: str) -> str:
    """The path of an engine's class by its short name or by itself. Raises ``LookupError`` for any other word."""
    if name in ENGINES:
        return ENGINES[name]
    if "." in name:
        return name
    raise LookupError(f"There is no engine “{name}”; there is: {', '.join(ENGINES)}.")


def get_engine() -> SearchEngine:
    """Return the engine that `SEARCH_ENGINE` names. Engines are safe to share between threads."""
    return _engine(settings.SEARCH_ENGINE)


@cache
def _engine(path: str) -> SearchEngine:
    engine: SearchEngine = import_string(path).from_settings()
    return engine
