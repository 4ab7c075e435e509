"""What the open data costs: every download, the API's pages and the changes, in a process of its own each.

``python benchmarks/bulk_pages.py 2000`` fills a database, ``python benchmarks/multiply.py 100`` makes it 200,000, and
``python benchmarks/open_data.py`` measures what is there. Run it at both sizes: memory should be the same, procedures
per second too. All times are the processor's; nothing goes over the network, the bytes are counted and thrown away.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.settings.dev")

DOWNLOADS = ("jsonl", "csv", "jsonld", "zip", "xlsx")
READS = ("list, first page", "list, last page", "list by field", "one procedure", "changes", "sitemap file")


def peak_mib() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def download(key: str, most: int = 10**9) -> dict[str, float]:
    """One format: processor seconds to the first byte, procedures a second, bytes, memory.

    ``most``: a stream ends after so many procedures.
    """
    from procedures.services.exports import FORMATS, stream, write

    form, idle = FORMATS[key], peak_mib()
    seen: list[int] = [0]

    def count(pk: int) -> None:
        seen[0] += 1

    start = time.process_time()
    first = size = 0.0
    if form.lines is not None:
        for piece in stream(form, count):
            first = first or time.process_time() - start
            size += len(piece)
            if seen[0] >= most:
                break
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            write(form, path, count)
            size = path.stat().st_size
            first = time.process_time() - start
    seconds = time.process_time() - start
    return {
        "procedures": seen[0],
        "first": first,
        "per_second": seen[0] / seconds,
        "mib": size / 2**20,
        "idle": idle,
        "peak": peak_mib(),
    }


def read(name: str) -> dict[str, float]:
    """One address, asked 20 times: median processor milliseconds and queries."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from procedures.api.cursors import write_cursor
    from procedures.models import Field, ProcedurePage

    pages = ProcedurePage.objects.order_by("-pk")
    last = pages[40:41].values_list("pk", flat=True)[0]
    field = Field.objects.order_by("pk").values_list("slug", flat=True)[0]
    paths = {
        "list, first page": "/api/v1/procedures",
        "list, last page": f"/api/v1/procedures?cursor={write_cursor(last)}",
        "list by field": f"/api/v1/procedures?field={field}",
        "one procedure": f"/api/v1/procedures/{pages[20].code}",
        "changes": "/api/v1/changes?since=2026-01-01",
        "sitemap file": "/sitemap-procedures.xml",
    }
    client = Client(SERVER_NAME="localhost")
    client.get(paths[name])
    times = []
    for _ in range(20):
        cache.clear()
        client.get("/api/v1/")
        start = time.process_time()
        response = client.get(paths[name])
        times.append((time.process_time() - start) * 1000)
        assert response.status_code == 200, response.content[:300]
    with CaptureQueriesContext(connection) as queries:
        client.get(paths[name])
    return {"ms": sorted(times)[10], "queries": len(queries)}


def main() -> None:
    """Print both tables, or one measurement as JSON if asked for it (``jsonl 20000``: that many procedures of it)."""
    if len(sys.argv) > 1:
        import django

        django.setup()
        measure: Callable[..., Any] = download if sys.argv[1] in DOWNLOADS else read
        print(json.dumps(measure(sys.argv[1], *map(int, sys.argv[2:]))))
        return
    print("| format | procedures | first byte s | procedures/s | MiB | peak MiB | above start |")
    print("|---|---|---|---|---|---|---|")
    for key in DOWNLOADS:
        got = _apart(key)
        grown = got["peak"] - got["idle"]
        print(
            f"| {key} | {got['procedures']:.0f} | {got['first']:.2f} | {got['per_second']:.0f} | "
            f"{got['mib']:.1f} | {got['peak']:.0f} | {grown:.0f} |",
            flush=True,
        )
    print("\n| address | ms | queries |\n|---|---|---|")
    for name in READS:
        got = _apart(name)
        print(f"| {name} | {got['ms']:.1f} | {got['queries']:.0f} |", flush=True)


def _apart(name: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
