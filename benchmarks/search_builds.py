"""Building the indexes of the two sides of ``search_pages.py``, and what they take."""

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path


def vacuum(table: str = "") -> None:
    """What PostgreSQL does by itself, later; SQLite never does."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (ANALYZE) {table}")


def be_stock() -> None:
    """Wagtail's own backend, and the fields that a site without another search would index: the title and all texts.

    The names of papers are left out, which spares it two queries a page.
    """
    from django.conf import settings
    from wagtail.models import Page
    from wagtail.search import index

    from procedures.models import ProcedurePage

    settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"] = "wagtail.search.backends.database"
    texts = ("code", "official_name", "keywords", "summary", "requirements")
    ProcedurePage.search_fields = [
        *Page.search_fields,
        *map(index.SearchField, texts),
        index.RelatedFields("steps", [index.SearchField("title"), index.SearchField("text")]),
        index.RelatedFields("results", [index.SearchField("name")]),
        index.AutocompleteField("code"),
        index.FilterField("status"),
    ]


def build_ours() -> dict[str, float]:
    """Our index of every collection, built anew: seconds, bytes, and the most memory that it took."""
    from search.engines import chosen_name
    from search.services.upkeep import reindex

    at_rest, start = memory("VmRSS"), time.perf_counter()
    reindex(engine=chosen_name())
    taken, peak = time.perf_counter() - start, memory("VmHWM")
    return {"seconds": taken, "bytes": _bytes_of_ours(), "at rest": at_rest, "peak": peak}


def _bytes_of_ours() -> int:
    from django.conf import settings

    from search.engines import chosen_name

    match chosen_name():
        case "sqlite":
            path = Path(settings.SEARCH_INDEX_PATH)
            return sum(file.stat().st_size for file in path.parent.glob(f"{path.stem}*"))
        case "postgres":
            # Indexes and long values are in the size of their table.
            return _number(
                "SELECT sum(pg_total_relation_size(to_regclass(schemaname || '.' || tablename))) FROM pg_tables "
                r"WHERE schemaname LIKE 'search\_%'"
            )
        case _:
            from search.engines.elasticsearch.cluster import cluster_from_settings

            with cluster_from_settings().writing() as client:
                stats = client.indices.stats(index=f"{settings.ELASTICSEARCH_PREFIX}-*", metric="store")
                return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])


def stock_index() -> dict[str, float]:
    """What it took to build Wagtail's index: now, or when it was built; its database remembers."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_built (result text)")
        cursor.execute("SELECT result FROM bench_built")
        if row := cursor.fetchone():
            kept: dict[str, float] = json.loads(row[0])
            return kept
        built = _build_stock()
        cursor.execute("INSERT INTO bench_built VALUES (%s)", [json.dumps(built)])
    return built


def _build_stock() -> dict[str, float]:
    """Wagtail's index of every model by its own command, from nothing."""
    from django.core.management import call_command
    from django.db import connection

    table = "wagtailsearch_indexentry"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")  # noqa: S608
        else:
            cursor.execute(f"VACUUM FULL {table}")
    at_rest, start = memory("VmRSS"), time.perf_counter()
    call_command("update_index", verbosity=0)
    seconds, peak = time.perf_counter() - start, memory("VmHWM")
    vacuum(table)
    return {"seconds": seconds, "bytes": entry_bytes(), "at rest": at_rest, "peak": peak}


def entry_bytes() -> int:
    """What Wagtail's table of entries takes, with its full-text tables and indexes."""
    from django.db import connection

    if connection.vendor == "postgresql":
        return _number("SELECT pg_total_relation_size('wagtailsearch_indexentry')")
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as database:
        statement = (
            "SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%wagtailsearch\\_indexentry%' ESCAPE '\\'"
        )
        return int(database.execute(statement).fetchone()[0])


def _number(statement: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


def memory(kind: str) -> int:
    """Bytes of this process: ``VmRSS`` now, ``VmHWM`` at most so far."""
    status = Path("/proc/self/status").read_text().splitlines()
    line = next(line for line in status if line.startswith(kind))
    return int(line.split()[1]) * 1024
