"""One side of ``search_pages.py``: a process of a site with so many pages, with our search or with stock Wagtail's.

It reads one JSON list a line, an action and its arguments, and writes its answer as one line of JSON.
"""

import json
import os
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from bulk_pages import fill, ready

#: Seconds after which a search is given up.
CAP = 60.0
_ROUNDS = 5
_MOST_HITS = 10_000  # more Elasticsearch does not list


def prepare(size: int) -> float:
    """So many pages and the static files, as far as they are not there yet; the seconds it took."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    taken = fill(size, quiet=True)
    if not Path(settings.STATIC_ROOT).exists():
        call_command("collectstatic", interactive=False, verbosity=0)
    if connection.vendor == "postgresql":  # which does it by itself, later; SQLite never does
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
    return taken


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

    at_rest, start = _memory("VmRSS"), time.perf_counter()
    reindex(engine=chosen_name())
    taken, peak = time.perf_counter() - start, _memory("VmHWM")
    return {"seconds": taken, "bytes": _bytes_of_ours(), "at rest": at_rest, "peak": peak}


def _bytes_of_ours() -> int:
    from django.conf import settings
    from django.db import connection

    from search.engines import chosen_name

    match chosen_name():
        case "sqlite":
            path = Path(settings.SEARCH_INDEX_PATH)
            return sum(file.stat().st_size for file in path.parent.glob(f"{path.stem}*"))
        case "postgres":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class AS c "
                    r"JOIN pg_namespace AS n ON n.oid = relnamespace WHERE nspname LIKE 'search\_%' AND relkind = 'r'"
                )
                return int(cursor.fetchone()[0])
        case _:
            from search.engines.elasticsearch.cluster import cluster_from_settings

            with cluster_from_settings().writing() as client:
                stats = client.indices.stats(index=f"{settings.ELASTICSEARCH_PREFIX}-*", metric="store")
                return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])


def build_stock() -> dict[str, float]:
    """Wagtail's index of every model by its own command, from nothing."""
    from django.core.management import call_command
    from django.db import connection

    table = "wagtailsearch_indexentry"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {table}")
        else:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
            cursor.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")  # noqa: S608
    at_rest, start = _memory("VmRSS"), time.perf_counter()
    call_command("update_index", verbosity=0)
    seconds, peak = time.perf_counter() - start, _memory("VmHWM")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (ANALYZE) {table}")
    return {"seconds": seconds, "bytes": entry_bytes(), "at rest": at_rest, "peak": peak}


def entry_bytes() -> int:
    """What Wagtail's table of entries takes, with its full-text tables and indexes."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size('wagtailsearch_indexentry')")
            return int(cursor.fetchone()[0])
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as database:
        statement = (
            "SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%wagtailsearch\\_indexentry%' ESCAPE '\\'"
        )
        return int(database.execute(statement).fetchone()[0])


def search_ours(text: str) -> int:
    """The results page but for its HTML: understood, found, seven facets counted, ten hits with all that is shown."""
    from django.test import RequestFactory
    from django.utils import timezone

    from search.parameters import SearchRequest
    from search.services.elsewhere import groups_for
    from search.services.results import results_for

    http_request = RequestFactory().get("/tim-kiem/", HTTP_HOST="localhost")
    found = results_for(SearchRequest(text=text), timezone.now(), http_request)
    groups_for(found.request, found.understanding, http_request)
    return found.total


def search_stock(text: str, *fields: str) -> int:
    """Ten pages, their number, one facet; in all fields, or in these."""
    from procedures.models import ProcedurePage

    found = ProcedurePage.objects.live().search(text, fields=list(fields) or None)
    list(found[:10])
    found.facet("status")
    return found.count()


def search_admin(address: str, text: str) -> int:
    """What an editor waits for: the whole answer of the view with this name. Its size in bytes."""
    from django.urls import reverse

    response = _editor().get(reverse(address), {"q": text})
    assert response.status_code == 200, response.status_code
    return len(response.content)


@cache
def _editor() -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    users, client = get_user_model().objects, Client()
    user = users.filter(is_superuser=True).first() or users.create_superuser("bench", "bench@example.vn")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def timed(search: Callable[..., int]) -> Callable[..., tuple[float, float, int] | None]:
    """Milliseconds, those of this process's processor, and the outcome of a search; None beyond the cap.

    SQLite works in this process: there the cap is one of processor time, which other work on the machine leaves alone.
    """

    def measured(*words: str) -> tuple[float, float, int] | None:
        from django.db import OperationalError, connection

        connection.ensure_connection()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET statement_timeout = {CAP * 1000:.0f}")
        start, processor = time.perf_counter(), time.process_time()
        if connection.vendor == "sqlite":
            late = lambda: time.process_time() - processor > CAP  # noqa: E731
            connection.connection.set_progress_handler(late, 1_000_000)
        try:
            outcome = search(*words)
        except OperationalError:
            return None
        return (time.perf_counter() - start) * 1000, (time.process_time() - processor) * 1000, outcome

    return measured


def publish() -> dict[str, float]:
    """Milliseconds, medians: until a page is published, until the index has it, until the site's search shows it."""
    from procedures.models import ProcedurePage

    ids = ProcedurePage.objects.order_by("pk").values_list("pk", flat=True)
    page = ProcedurePage.objects.get(pk=ids[len(ids) // 2])
    title = page.title
    rounds = [_published(page, f"Khai báo thư viện tàu cá viễn thông lần {n}") for n in range(_ROUNDS)]
    _published(page, title)
    medians = [statistics.median(values) for values in zip(*rounds, strict=True)]
    return dict(zip(("published", "written", "found"), medians, strict=True))


def _published(page: Any, title: str) -> tuple[float, float, float]:
    from search.services.upkeep import drain

    page.title = title
    start = time.perf_counter()
    page.save_revision().publish()
    published = time.perf_counter()
    drain()
    written = time.perf_counter()
    while page.pk not in _ids(title, 10):
        assert time.perf_counter() - written < CAP
    return tuple((end - start) * 1000 for end in (published, written, time.perf_counter()))  # type: ignore[return-value]


def twins(number: int) -> dict[str, Any]:
    """How many of so many names find something with accents that they don't find without them.

    Lists end at ten thousand: what is missing from one that is cut off is not counted.
    """
    from core.text import fold
    from procedures.models import ProcedurePage

    titles = list(ProcedurePage.objects.order_by("pk").values_list("title", flat=True))
    names = [title.rpartition(" (")[0] for title in titles[:: max(len(titles) // number, 1)]]
    parts = [" ".join(_part(name.split(), n)) for n, name in enumerate(names)]
    asked = list(dict.fromkeys((*titles[:: max(len(titles) // 50, 1)], *names, *parts)))
    lost = {}
    for text in asked:
        without = _ids(fold(text))
        if len(without) < _MOST_HITS and (missing := _ids(text) - without):
            lost[text] = len(missing)
    return {"asked": len(asked), "lost": len(lost), "examples": dict([*lost.items()][:5])}


def _part(words: Sequence[str], number: int) -> Sequence[str]:
    """The first two, three, or the last two, three words."""
    return (words[:2], words[:3], words[-2:], words[-3:])[number % 4]


def _ids(text: str, limit: int = _MOST_HITS) -> set[int]:
    from search.engines import get_engine
    from search.parameters import SearchRequest
    from search.services.querying import query_for, read_words

    request = SearchRequest(text=text)
    query = replace(query_for(read_words(request), request), limit=limit)
    return {hit.id for hit in get_engine().search(query).hits}


def _memory(kind: str) -> int:
    """Bytes of this process: ``VmRSS`` now, ``VmHWM`` at most so far."""
    status = Path("/proc/self/status").read_text().splitlines()
    line = next(line for line in status if line.startswith(kind))
    return int(line.split()[1]) * 1024


def main() -> None:
    """Answer until there is nothing more to read."""
    stock = sys.argv[1] == "stock"
    ready()
    if stock:
        be_stock()
    actions: dict[str, Callable[..., Any]] = {
        "prepare": prepare,
        "build": build_stock if stock else build_ours,
        "entry bytes": entry_bytes,
        "search": timed(search_stock if stock else search_ours),
        "admin": timed(search_admin),
        "publish": publish,
        "twins": twins,
        "memory": lambda: _memory("VmRSS"),
    }
    print(json.dumps(os.getpid()), flush=True)
    for line in sys.stdin:
        action, *arguments = json.loads(line)
        print(json.dumps(actions[action](*arguments)), flush=True)


if __name__ == "__main__":
    main()
