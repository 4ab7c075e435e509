"""First import of rich procedures beside Wagtail's own way of making the same pages, at a large catalogue.

``python benchmarks/import_catalogue.py --base 20000`` makes a scratch installation (SQLite in a temporary folder, or
the empty database that DATABASE_URL names), fills it with ``base`` pages, then times both ways in the same run:

* ours: read, compare and apply a batch, with revisions, references, log, the admin's search and the citizens' search;
* stock: ``add_child``, ``save_revision``, ``publish`` with Wagtail's own search backend, and the citizens' search.

``--memory`` imports 500 and 50,000 pages in processes of their own and prints the most memory each one took. Quote
the ratios, not the seconds.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SEED = 1000  # pages of the base that are imported; the others are copies
WORDS = (
    "đăng ký cấp lại xác nhận hồ sơ giấy chứng nhận công dân cơ quan tiếp nhận thời hạn giải quyết".split()
)


def text(seed: int, words: int) -> str:
    """Running text of that many words, another for each seed."""
    return " ".join(WORDS[(seed * 7 + number * 5 + number // 11) % len(WORDS)] for number in range(words))


def record(number: int) -> dict[str, Any]:
    """A procedure with some twenty-five rows and 3 KB of text, in the project's own format."""
    name = f"{text(number, 9).capitalize()} số {number}"
    channels = ("direct", "online", "post")
    return {
        "format": "motcua-procedure",
        "version": 1,
        "code": f"3.{number:06d}",
        "official_name": f"Thủ tục {name}",
        "title": name,
        "summary": text(number, 30),
        "requirements": text(number + 1, 60),
        "decision": {"number": f"{number % 300}/QĐ-UBND", "issuer": "UBND tỉnh An Hòa"},
        "fields": [{"code": f"LV{number % 60}", "name": f"Lĩnh vực {number % 60}"}],
        "levels": ["commune"],
        "subjects": [{"code": "CD", "name": "Công dân Việt Nam"}],
        "legal_bases": [{"code": f"{number % 400}/2025/NĐ-CP", "name": text(number, 12)}],
        "agencies": [
            {"role": "implementing", "name": f"Cơ quan thực hiện {number % 200}"},
            {"role": "competent", "name": f"Cơ quan thẩm quyền {number % 90}"},
        ],
        "results": [f"Giấy chứng nhận {number}"],
        "methods": [{"channel": channel, "note": text(number, 12)} for channel in channels],
        "time_limits": [{"channel": channel, "unit": "working_day", "value": 5} for channel in channels],
        "fees": [
            {"channel": channel, "kind": "le_phi", "status": "amount", "amount_min": 8000 + step}
            for step, channel in enumerate(channels)
        ],
        "steps": [{"title": f"Bước {step}", "text": text(number + step, 60)} for step in range(4)],
        "cases": [
            {
                "name": f"Trường hợp {case}",
                "items": [{"name": text(case + item, 14), "originals": 1} for item in range(4)],
            }
            for case in range(2)
        ],
    }


def write_records(path: Path, first: int, count: int) -> Path:
    """A file of that many records from number ``first`` on."""
    with path.open("w", encoding="utf-8") as stream:
        for number in range(first, first + count):
            stream.write(json.dumps(record(number), ensure_ascii=False) + "\n")
    return path


def set_up(folder: Path) -> None:
    """Django on a scratch installation in ``folder``."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="motcua.settings.local",
        VAR_DIR=str(folder),
        BROKER_DIR=str(folder / "broker"),
        LOG_LEVEL="ERROR",
    )
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3")
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def ours(path: Path) -> float:
    """Seconds to import the file and to have every page found by citizens and editors."""
    from procedures.services.imports import ImportOptions, apply_batch, create_batch, read_batch
    from search.services.upkeep import drain

    start = time.perf_counter()
    batch = create_batch([path], options=ImportOptions(publish=True))
    read_batch(batch.pk)
    apply_batch(batch.pk)
    drain()
    return time.perf_counter() - start


def unsaved_pages(first: int, count: int) -> Iterator[Any]:
    """The same content as pages, ready to be added."""
    from procedures.importing.normal import from_json
    from procedures.models import ProcedurePage
    from procedures.services.writing import PageWriter

    writer = PageWriter()
    for number in range(first, first + count):
        found = from_json(record(number), "").procedure
        assert found is not None
        page = ProcedurePage()
        writer.write(page, found)
        yield page


def stock(first: int, count: int) -> float:
    """Seconds to make the same pages as Wagtail's documentation says, one after the other."""
    import django_tasks.signals  # noqa: F401 - makes the change of settings count
    from django.test import override_settings

    from procedures.services.imports.batches import catalogue_index
    from search.services.upkeep import drain

    wagtails_own = {
        "WAGTAILSEARCH_BACKENDS": {"default": {"BACKEND": "wagtail.search.backends.database"}},
        "TASKS": {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}},
    }
    index = catalogue_index()
    start = time.perf_counter()
    with override_settings(**wagtails_own):
        for page in unsaved_pages(first, count):
            page.live = False
            index.add_child(instance=page)
            page.save_revision().publish()
    drain()
    return time.perf_counter() - start


def check(count: int) -> None:
    """The tree is whole and every page has its revision, references and entries."""
    from wagtail.models import Page, ReferenceIndex, Revision
    from wagtail.search.models import IndexEntry

    from procedures.models import ProcedurePage

    pages = ProcedurePage.objects.count()
    assert pages == count, pages
    assert not any(Page.find_problems())
    assert Revision.objects.page_revisions().count() >= pages
    assert ReferenceIndex.objects.values("object_id").distinct().count() >= pages
    assert IndexEntry.objects.count() >= pages


def fill(folder: Path, base: int) -> int:
    """Pages that are there before, some imported, the rest copies made inside the database. Returns how many."""
    seed = min(base, SEED)
    ours(write_records(folder / "base.jsonl", 0, seed))
    if base > seed:
        from multiply import multiply

        multiply(base // seed)
    return base // seed * seed


def compare(base: int, pages: int, stock_pages: int) -> None:
    """Print one row of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        set_up(folder)
        from django.db import connection

        before = fill(folder, base)
        fast = pages / ours(write_records(folder / "more.jsonl", SEED, pages))
        slow = stock_pages / stock(SEED + pages, stock_pages)
        check(before + pages + stock_pages)
        print("| database | pages before | ours, pages/s | stock, pages/s | ratio |")
        print("| --- | --- | --- | --- | --- |")
        print(f"| {connection.vendor} | {before:,} | {fast:.0f} | {slow:.1f} | {fast / slow:.0f} × |")
        connection.close()


def memory(counts: list[int]) -> None:
    """Print the most memory that an import of so many pages takes, each in a process of its own."""
    print("| pages | most memory, MB |")
    print("| --- | --- |")
    for count in counts:
        command = [sys.executable, __file__, "--only-import", str(count)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        print(f"| {count:,} | {done.stdout.strip()} |", flush=True)


def only_import(count: int) -> None:
    """Import so many pages and print the most memory of this process in MB."""
    with tempfile.TemporaryDirectory() as name:
        set_up(Path(name))
        ours(write_records(Path(name) / "records.jsonl", 0, count))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--base", type=int, default=2000, help="pages before the measurement; the target is at 20000"
    )
    parser.add_argument("--pages", type=int, default=1000, help="pages of the measured import")
    parser.add_argument("--stock", type=int, default=40, help="pages of the measured stock way")
    parser.add_argument("--memory", type=int, nargs="*", metavar="PAGES", help="default: 500 50000")
    parser.add_argument("--only-import", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only_import:
        only_import(options.only_import)
    elif options.memory is not None:
        memory(options.memory or [500, 50_000])
    else:
        compare(options.base, options.pages, options.stock)


if __name__ == "__main__":
    main()
