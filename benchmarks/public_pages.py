"""What a public page costs, cached and not, beside an answer that does nothing.

Run it on a loaded site: ``python manage.py load_demo`` first, then ``python benchmarks/public_pages.py``. Each
figure is the median processor time of one process; quote the ratios, not the milliseconds.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 30
ROOT = Path(__file__).resolve().parents[1]


def median_cpu_ms(ask: Callable[[], object]) -> float:
    """Median processor milliseconds of one call, after a warm-up."""
    for _ in range(3):
        ask()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        ask()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.settings.dev")
    import django

    django.setup()
    from django.db import connection, reset_queries
    from django.test import Client

    from core.caching import bump_content_version
    from procedures.models import ProcedurePage

    page = ProcedurePage.objects.live().order_by("code").first()
    if page is None:
        sys.exit("No published procedure: run `python manage.py load_demo` first.")
    client = Client()
    paths = {
        "home": "/",
        "procedure": page.url,
        "catalogue": page.get_parent().url,
        "search": "/tim-kiem/?q=khai+sinh",
    }
    floor = median_cpu_ms(lambda: client.get("/health/live"))
    print(f"{'page':<12}{'queries':>8}{'uncached ms':>13}{'cached ms':>11}{'ratio':>8}")
    for name, path in paths.items():

        def uncached(path: str = path) -> object:
            bump_content_version()
            return client.get(path)

        def cached(path: str = path) -> object:
            return client.get(path)

        bump_content_version()
        reset_queries()
        client.get(path)
        queries = len(connection.queries)
        slow, fast = median_cpu_ms(uncached), median_cpu_ms(cached)
        print(f"{name:<12}{queries:>8}{slow:>13.1f}{fast:>11.2f}{slow / fast:>7.0f}x")
    print(f"{'nothing':<12}{0:>8}{floor:>13.2f}{floor:>11.2f}{1:>7}x")


if __name__ == "__main__":
    main()
