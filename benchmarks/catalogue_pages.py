"""What the catalogue's pages cost as it grows: queries and processor time of one answer, nothing cached.

``python benchmarks/catalogue_pages.py`` measures the database of the settings; fill it first with ``bulk_pages.py`` or
an import. It adds one procedure of 30 fees and 20 dossier cases of 8 papers and takes it away again.
"""

import statistics
import time
from collections.abc import Callable

from bulk_pages import catalogue, ready

ROUNDS = 12


def measure(ask: Callable[[], object]) -> tuple[int, float]:
    """Queries and median processor milliseconds of one uncached answer."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from core.caching import bump_content_version

    ask()
    bump_content_version()
    with CaptureQueriesContext(connection) as captured:
        ask()
    queries = len(captured)  # the next request forgets them
    times = []
    for _ in range(ROUNDS):
        bump_content_version()
        start = time.process_time()
        ask()
        times.append((time.process_time() - start) * 1000)
    return queries, statistics.median(times)


def long_procedure() -> object:
    """The longest page that the bars name."""
    from procedures.importing import records as form
    from procedures.models import ProcedurePage
    from procedures.services.writing import PageWriter

    channels = ("direct", "online", "post")
    record = form.ProcedureRecord(
        code="9.999999",
        title="Thủ tục dài nhất để đo",
        official_name="Thủ tục dài nhất để đo",
        fields=(form.Named("LV1", "Lĩnh vực 1"),),
        levels=("province",),
        methods=tuple(form.MethodRecord(channel) for channel in channels),
        fees=tuple(
            form.FeeRecord(channels[n % 3], "le_phi", "amount", 1000 * (n + 1), case_label=f"Trường hợp {n}")
            for n in range(30)
        ),
        steps=tuple(form.StepRecord(f"Bước {n}", "Nộp hồ sơ tại nơi tiếp nhận.") for n in range(10)),
        cases=tuple(
            form.CaseRecord(f"Hồ sơ {n}", tuple(form.ItemRecord(f"Giấy tờ {m}") for m in range(8)))
            for n in range(20)
        ),
    )
    page = ProcedurePage(live=True)
    PageWriter().write(page, record)
    catalogue().add_child(instance=page)
    return page


def main() -> None:
    """Print the table."""
    ready()
    from django.db import connection
    from django.test import Client

    from procedures.models import ProcedurePage

    client = Client()
    index = catalogue()
    page = ProcedurePage.objects.live().order_by("pk")[ProcedurePage.objects.count() // 2]
    field, event = page.fields.first(), page.life_events.first()
    addresses = {
        "catalogue": index.url,
        "its 50th page": f"{index.url}?trang=50",
        "one filter": f"{index.url}?linh-vuc={field.slug}",
        "three filters": f"{index.url}?linh-vuc={field.slug}&cap=province&su-kien={event.slug if event else ''}",
        "a procedure": page.url,
    }
    print(f"{connection.vendor}, {ProcedurePage.objects.count()} procedures")
    print(f"{'page':<22}{'queries':>8}{'cpu ms':>9}")
    for name, address in addresses.items():
        queries, processor = measure(lambda address=address: client.get(address))
        print(f"{name:<22}{queries:>8}{processor:>9.1f}", flush=True)
    long_page = long_procedure()
    try:
        queries, processor = measure(lambda: client.get(long_page.url))
    finally:
        long_page.delete()
    print(f"{'30 fees × 20 cases × 8':<22}{queries:>8}{processor:>9.1f}")


if __name__ == "__main__":
    main()
