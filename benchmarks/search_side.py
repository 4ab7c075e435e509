"""One side of ``search_pages.py``: a process of a site with so many pages, with our search or with stock Wagtail's.

It reads one JSON list a line, an action and its arguments, and writes its answer as one line of JSON.
"""

import json
import logging
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from bulk_pages import fill, ready
from search_builds import be_stock, build_ours, entry_bytes, memory, stock_index, vacuum

#: Seconds after which a search is given up.
CAP = 60.0
_ROUNDS = 5
_MOST_HITS = 10_000  # Elasticsearch lists no more


def prepare(size: int) -> float:
    """So many pages and the static files, as far as they are not there yet; the seconds it took."""
    from django.conf import settings
    from django.core.management import call_command

    taken = fill(size, quiet=True)
    if not Path(settings.STATIC_ROOT).exists():
        call_command("collectstatic", interactive=False, verbosity=0)
    vacuum()
    return taken


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
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
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
    found = {text: (_ids(text), _ids(fold(text))) for text in asked}
    lost = {text: len(one - other) for text, (one, other) in found.items() if len(other) < _MOST_HITS}
    examples = {text: number for text, number in lost.items() if number}
    return {"asked": len(asked), "lost": len(examples), "examples": dict([*examples.items()][:5])}


def _part(words: Sequence[str], number: int) -> Sequence[str]:
    """Two or three words of its beginning or end."""
    return (words[:2], words[:3], words[-2:], words[-3:])[number % 4]


def _ids(text: str, limit: int = _MOST_HITS) -> set[int]:
    from search.engines import get_engine
    from search.parameters import SearchRequest
    from search.services.querying import query_for, read_words

    request = SearchRequest(text=text)
    query = replace(query_for(read_words(request), request), limit=limit)
    return {hit.id for hit in get_engine().search(query).hits}


def main() -> None:
    """Answer until there is nothing more to read."""
    stock = sys.argv[1] == "stock"
    ready()
    logging.disable()  # a view that is given up would log where it was
    if stock:
        be_stock()
    actions: dict[str, Callable[..., Any]] = {
        "prepare": prepare,
        "build": stock_index if stock else build_ours,
        "entry bytes": entry_bytes,
        "search": timed(search_stock if stock else search_ours),
        "admin": timed(search_admin),
        "publish": publish,
        "twins": twins,
        "memory": lambda: memory("VmRSS"),
    }
    print(json.dumps(os.getpid()), flush=True)
    for line in sys.stdin:
        action, *arguments = json.loads(line)
        print(json.dumps(actions[action](*arguments)), flush=True)


if __name__ == "__main__":
    main()
