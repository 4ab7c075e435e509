"""A catalogue made several times as long by copying its rows inside the database: 100,000 pages in a few minutes.

``python benchmarks/multiply.py 5`` turns 20,000 pages into 100,000. Copies have codes, addresses and keys of their own;
titles repeat. Everything that hangs on a page is copied: rows, links, revisions, references, search entries.
"""

import sys
import uuid
from collections.abc import Iterator
from typing import Any

from bulk_pages import ready


def multiply(times: int) -> None:
    """Copy every procedure page and what belongs to it ``times - 1`` times."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        shifts = {model: _highest(cursor, model) for model in _shifted()}
        for copy in range(1, times):
            moved = {model: highest * copy for model, highest in shifts.items()}
            for table, columns, source in _statements(moved, shifts, copy):
                names = ", ".join(f'"{name}"' for name in columns)
                cursor.execute(
                    f'INSERT INTO "{table}" ({names}) SELECT {", ".join(columns.values())} FROM {source}'  # noqa: S608
                )
            print(f"copy {copy} of {times - 1}", flush=True)
        if connection.vendor == "postgresql":
            _set_sequences(cursor)
    if connection.vendor == "postgresql":  # which does it by itself, later; SQLite never does
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _shifted() -> list[Any]:
    """Models whose rows get new keys in a copy."""
    from wagtail.models import Page, Revision

    from procedures.models import DossierCase

    return [Page, Revision, DossierCase]


def _highest(cursor: Any, model: Any) -> int:
    cursor.execute(f'SELECT max(id) FROM "{model._meta.db_table}"')  # noqa: S608
    return int(cursor.fetchone()[0] or 0)


def _statements(
    moved: dict[Any, int], highest: dict[Any, int], copy: int
) -> Iterator[tuple[str, dict[str, str], str]]:
    """For each table: where to, the expression of each column, where from."""
    from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
    from wagtail.models import Page, Revision
    from wagtail.models.reference_index import ReferenceIndex
    from wagtail.search.models import IndexEntry

    from procedures.models import DossierCase, DossierItem, ProcedurePage

    page, case = moved[Page], moved[DossierCase]
    copied = f"(SELECT page_ptr_id FROM procedures_procedurepage WHERE page_ptr_id <= {highest[Page]})"  # noqa: S608
    as_text = copied.replace("SELECT page_ptr_id", "SELECT CAST(page_ptr_id AS varchar)")

    def table(model: Any, source: str, **expressions: str) -> tuple[str, dict[str, str], str]:
        columns = {
            field.column: expressions.get(field.attname, f'"{field.column}"')
            for field in model._meta.local_concrete_fields
            if not field.primary_key or field.attname in expressions
        }
        return model._meta.db_table, columns, f'"{model._meta.db_table}" WHERE {source}'

    _insert_pages(page, highest[Page], moved[Revision], copy)
    yield table(
        ProcedurePage,
        f"page_ptr_id IN {copied}",
        page_ptr_id=f"page_ptr_id + {page}",
        code=f"CAST({copy + 3} AS varchar) || substr(code, 2)",
    )
    for relation in get_all_child_relations(ProcedurePage):
        model = relation.related_model
        extra = {"id": f"id + {case}"} if model is DossierCase else {}
        if model._meta.app_label == "procedures":
            yield table(model, f"page_id IN {copied}", page_id=f"page_id + {page}", **extra)
    of_cases = f"case_id IN (SELECT id FROM procedures_dossiercase WHERE page_id IN {copied})"  # noqa: S608
    yield table(DossierItem, of_cases, case_id=f"case_id + {case}")
    for field in get_all_child_m2m_relations(ProcedurePage):
        through = field.remote_field.through
        yield table(through, f"procedurepage_id IN {copied}", procedurepage_id=f"procedurepage_id + {page}")
    key = f"CAST(CAST(object_id AS integer) + {page} AS varchar)"
    yield table(Revision, f"object_id IN {as_text}", id=f"id + {moved[Revision]}", object_id=key)
    yield table(ReferenceIndex, f"object_id IN {as_text}", object_id=key)
    yield table(IndexEntry, f"object_id IN {as_text} AND title_norm < 2", object_id=key)


def _insert_pages(shift: int, highest: int, revisions: int, copy: int) -> None:
    """The tree's part, in Python: paths are counted in letters."""
    from django.db.models import F
    from wagtail.models import Page

    from procedures.models import ProcedureIndexPage, ProcedurePage

    parent = ProcedureIndexPage.objects.get()
    rows = Page.objects.filter(pk__in=ProcedurePage.objects.filter(pk__lte=highest).values("pk"))
    number = int(rows.order_by("path").last().path[-ProcedurePage.steplen :], 36)
    pages = []
    for row in rows.order_by("path").iterator():
        number_of_copy = int(row.path[-ProcedurePage.steplen :], 36) + number * copy
        row.pk = row.id = row.pk + shift
        row.path = ProcedurePage._get_path(parent.path, row.depth, number_of_copy)
        row.slug = f"{row.slug[:90]}-b{copy}"
        row.url_path = f"{parent.url_path}{row.slug}/"
        row.translation_key = uuid.uuid4()
        for name in ("latest_revision_id", "live_revision_id"):
            if getattr(row, name):
                setattr(row, name, getattr(row, name) + revisions)
        pages.append(row)
    Page.objects.bulk_create(pages, batch_size=500)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))


def _set_sequences(cursor: Any) -> None:
    """PostgreSQL goes on counting behind the keys that were given by hand."""
    for model in _shifted():
        name = model._meta.db_table
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM \"{name}\"))"  # noqa: S608
        )


if __name__ == "__main__":
    ready()
    multiply(int(sys.argv[1]))
