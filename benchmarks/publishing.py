"""What publishing a page costs as the catalogue grows, with this site's admin search and with Wagtail's stock one.

``python benchmarks/publishing.py 2000 20000`` makes a database for each size (kept, so that a second run is quick),
on SQLite below VAR_DIR or, with ``DATABASE_URL=postgres://…``, beside that database. One process for each size saves
a revision and publishes it; the processes take turns page by page, so that a busy machine disturbs all alike.
"""

import os
import statistics
import subprocess
import sys
import time

from bulk_pages import fill, ready
from databases import database_of

BACKENDS = {"ours": "core.search_backend", "stock": "wagtail.search.backends.database"}
ROUNDS = 25
WARM = 2  # the first ones fill caches, and let the stock backend set the norms of our entries


def serve(size: int) -> None:
    """Publish one page for each line that comes in; the line names the search backend."""
    ready()
    fill(size, quiet=True)
    from django.conf import settings
    from django.db import connection

    from procedures.models import ProcedurePage

    if connection.vendor == "postgresql":  # which does it by itself, later; SQLite never does
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    ids = list(ProcedurePage.objects.order_by("pk").values_list("pk", flat=True))
    chosen = iter(ids[:: max(len(ids) // (4 * ROUNDS), 1)] * 3)
    print("ready", flush=True)
    for line in sys.stdin:
        settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"] = BACKENDS[line.strip()]
        page = ProcedurePage.objects.get(pk=next(chosen))
        page.summary = f"Bạn nhận được kết quả. {time.time()}"
        start, processor = time.perf_counter(), time.process_time()
        page.save_revision().publish()
        print((time.perf_counter() - start) * 1000, (time.process_time() - processor) * 1000, flush=True)


class Publisher:
    """The process that publishes in the catalogue of one size."""

    def __init__(self, size: int) -> None:
        self.size = size
        environment = {**os.environ, "DATABASE_URL": database_of(size, os.environ.get("DATABASE_URL", ""))}
        self.process = subprocess.Popen(
            [sys.executable, __file__, "serve", str(size)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self._answer()

    def publish(self, backend: str) -> tuple[float, float]:
        """Wall and processor milliseconds of one publication."""
        self.process.stdin.write(f"{backend}\n")
        self.process.stdin.flush()
        wall, processor = map(float, self._answer().split())
        return wall, processor

    def _answer(self) -> str:
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"The process for {self.size} pages ended.")
        return line


def main() -> None:
    """Print the table."""
    publishers = [Publisher(size) for size in sorted(map(int, sys.argv[1:])) or (2000, 20000)]
    print(f"{'search':<8}{'pages':>8}{'wall ms':>10}{'cpu ms':>9}{'wall':>8}{'cpu':>8}")
    for backend in BACKENDS:
        rounds = [[publisher.publish(backend) for publisher in publishers] for _ in range(WARM + ROUNDS)]
        smallest: tuple[float, float] | None = None
        for publisher, times in zip(publishers, zip(*rounds[WARM:], strict=True), strict=True):
            wall, processor = (statistics.median(values) for values in zip(*times, strict=True))
            smallest = smallest or (wall, processor)
            growth = f"{wall / smallest[0]:>7.2f}x{processor / smallest[1]:>7.2f}x"
            print(f"{backend:<8}{publisher.size:>8}{wall:>10.1f}{processor:>9.1f}{growth}", flush=True)
    for publisher in publishers:
        publisher.process.stdin.close()
        publisher.process.wait()


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[2]))
    else:
        main()
