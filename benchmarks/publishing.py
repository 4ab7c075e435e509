"""What publishing a page costs as the catalogue grows, with this site's admin search and with Wagtail's stock one.

``python benchmarks/publishing.py 2000 20000`` fills the database of the settings step by step and measures at each
size: saving a revision and publishing it, on pages chosen evenly. Run it on a database of its own
(``DATABASE_URL``, ``VAR_DIR``), once for SQLite and once for PostgreSQL. The last column compares with the first size.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bulk_pages import fill, ready

PAGES = 30
STOCK = "wagtail.search.backends.database"


@contextmanager
def search_backend(path: str) -> Iterator[None]:
    """Let Wagtail index with this backend."""
    from django.conf import settings

    ours = settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"]
    settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"] = path or ours
    try:
        yield
    finally:
        settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"] = ours


def publish_some(count: int) -> tuple[float, float, float]:
    """Median wall and processor milliseconds of a publication, and its queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from procedures.models import ProcedurePage

    ids = list(ProcedurePage.objects.order_by("pk").values_list("pk", flat=True))
    wall, processor, queries = [], [], []
    for number, pk in enumerate(ids[:: max(len(ids) // count, 1)][: count + 2]):
        page = ProcedurePage.objects.get(pk=pk)
        page.summary = f"Bạn nhận được kết quả. {time.time()}"
        start, cpu = time.perf_counter(), time.process_time()
        page.save_revision().publish()
        if number >= 2:  # the first ones fill caches
            wall.append((time.perf_counter() - start) * 1000)
            processor.append((time.process_time() - cpu) * 1000)
    with CaptureQueriesContext(connection) as captured:
        page.save_revision().publish()
    queries.append(len(captured))
    return statistics.median(wall), statistics.median(processor), queries[0]


def main() -> None:
    """Print the table."""
    sizes = [int(argument) for argument in sys.argv[1:]] or [2000, 20000]
    ready()
    from django.db import connection

    print(
        f"{connection.vendor}: {'pages':>8}{'search':>8}{'wall ms':>10}{'cpu ms':>9}{'queries':>9}{'growth':>9}"
    )
    first: dict[str, float] = {}
    for size in sizes:
        fill(size)
        for name, path in (("ours", ""), ("stock", STOCK)):
            with search_backend(path):
                wall, processor, queries = publish_some(PAGES if name == "ours" else 8)
            growth = wall / first.setdefault(name, wall)
            print(
                f"{'':>12}{size:>8}{name:>8}{wall:>10.1f}{processor:>9.1f}{queries:>9}{growth:>8.2f}x",
                flush=True,
            )


if __name__ == "__main__":
    main()
