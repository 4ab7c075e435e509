"""Can complaints still be sent while an editor publishes and while an import runs?

``python benchmarks/complaints.py 20000`` fills the database of the settings up to that many pages and sends complaints
as fast as one process can: alone, beside a process that publishes page after page, beside one that imports in bulk. Run
it on a database of its own (``DATABASE_URL``, ``VAR_DIR``). The processes share the machine's processors too.
"""

import itertools
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bulk_pages import fill, ready

SECONDS = 15.0


def send(seconds: float) -> tuple[list[float], int]:
    """How long each complaint took in milliseconds, and how many were refused because the database was locked."""
    from django.db import OperationalError
    from django.utils import timezone

    from feedback.services.form_token import new_token
    from feedback.services.intake import Submission, submit_case

    took, refused = [], 0
    end = time.perf_counter() + seconds
    while (start := time.perf_counter()) < end:
        now = timezone.now()
        given = Submission(key=new_token(now).key, kind="question", content="Tôi cần hỏi cách đăng ký.")
        try:
            submit_case(given, now=now)
        except OperationalError:
            refused += 1
        took.append((time.perf_counter() - start) * 1000)
    return took, refused


def publish_for_ever() -> None:
    """What an editor does, without the pauses."""
    from procedures.models import ProcedurePage

    ids = list(ProcedurePage.objects.order_by("?").values_list("pk", flat=True)[:500])
    for number, pk in enumerate(itertools.cycle(ids)):
        page = ProcedurePage.objects.get(pk=pk)
        page.summary = f"Bạn nhận được kết quả lần {number}."
        page.save_revision().publish()


def import_for_ever() -> None:
    """A first import that does not end, in transactions as long as the importer's."""
    from procedures.models import ProcedurePage

    fill(ProcedurePage.objects.count() + 1_000_000, quiet=True, chunk=50)


BESIDE = {"publish": publish_for_ever, "import": import_for_ever}


@contextmanager
def beside(what: str) -> Iterator[None]:
    """Another process at work."""
    if not what:
        yield
        return
    process = subprocess.Popen([sys.executable, __file__, what])
    try:
        time.sleep(8)  # until it has started
        yield
        assert process.poll() is None, "the other process ended"
    finally:
        process.kill()
        process.wait()


def main() -> None:
    """Print the table."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    ready()
    from django.db import connection

    from core.models import Department

    Department.objects.get_or_create(
        is_fallback=True, defaults={"code": "tiep-nhan", "kind": "provincial", "name": "Bộ phận tiếp nhận"}
    )
    fill(size)
    send(2.0)
    print(f"{connection.vendor}, {size} pages")
    print(f"{'beside':<10}{'a second':>10}{'p50 ms':>9}{'p99 ms':>9}{'longest':>9}{'locked':>8}{'ratio':>8}")
    alone = 0.0
    for what in ("", *BESIDE):
        with beside(what):
            took, refused = send(SECONDS)
        rate = (len(took) - refused) / SECONDS
        alone = alone or rate
        p99 = statistics.quantiles(took, n=100)[98]
        print(
            f"{what or 'nothing':<10}{rate:>10.1f}{statistics.median(took):>9.1f}{p99:>9.1f}{max(took):>9.0f}"
            f"{refused:>8}{rate / alone:>8.2f}",
            flush=True,
        )


if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1] in BESIDE:
        ready()
        BESIDE[sys.argv[1]]()
    else:
        main()
