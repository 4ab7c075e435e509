"""What is wrong with the settings of search is said when the site is started, and not by its first search."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connection

from search.engines import chosen_name, engine_path


def check_engine(**kwargs: Any) -> list[CheckMessage]:
    """Whether the chosen engine is there, and what it needs."""
    try:
        name = chosen_name()
        engine_path(name)
    except LookupError as error:
        return [Error(str(error), hint="Set SEARCH_ENGINE to one of them.", id="search.E001")]
    if name == "elasticsearch" and not settings.ELASTICSEARCH_URL:
        return [Error("SEARCH_ENGINE is elasticsearch and ELASTICSEARCH_URL is empty.", id="search.E002")]
    if name == "postgres" and connection.vendor != "postgresql":
        return [Error("SEARCH_ENGINE is postgres and the site's database is another.", id="search.E003")]
    return []
