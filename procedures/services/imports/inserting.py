"""New pages and everything below them into their tables: a statement for each table instead of one for each row.

``bulk_create`` refuses models that span two tables, so the page's own table and the procedure's are filled one after
the other; what signals would have done follows in ``indexes``. Tests compare the result with Wagtail's ``add_child``.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from modelcluster.models import ClusterableModel, get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page

from procedures.models import ProcedurePage


def keep_in_memory(owner: ClusterableModel) -> None:
    """Give every list of rows of an unsaved object its place in memory, or its key would send us to the database."""
    for relation in get_all_child_relations(owner):
        for row in getattr(owner, relation.get_accessor_name()).get_object_list():
            if isinstance(row, ClusterableModel):
                keep_in_memory(row)
    for field in get_all_child_m2m_relations(owner):
        if field.name not in owner._cluster_related_objects:
            getattr(owner, field.name).set([])


def insert(pages: Sequence[ProcedurePage]) -> None:
    """Write placed, unsaved pages with all their rows. Run it in a transaction, with the parent locked."""
    for page in pages:
        keep_in_memory(page)
    _insert_pages(pages)
    _insert_rows(pages, ProcedurePage)
    _insert_links(pages)


def _insert_pages(pages: Sequence[ProcedurePage]) -> None:
    content_type = ContentType.objects.get_for_model(ProcedurePage, for_concrete_model=False)
    shared = [field for field in Page._meta.local_concrete_fields if not field.primary_key]
    bases = []
    for page in pages:
        page.content_type = content_type
        bases.append(Page(**{field.attname: getattr(page, field.attname) for field in shared}))
    Page.objects.bulk_create(bases)
    for page, base in zip(pages, bases, strict=True):
        page.pk = page.id = base.pk
    fields = ProcedurePage._meta.local_concrete_fields
    for some in _portions(pages, max(connection.ops.bulk_batch_size(fields, pages), 1)):
        ProcedurePage._base_manager._insert(some, fields=fields, using=connection.alias)
    for page in pages:
        page._state.adding = False
        page._state.db = connection.alias


def _portions(pages: Sequence[ProcedurePage], size: int) -> Iterator[Sequence[ProcedurePage]]:
    for start in range(0, len(pages), size):
        yield pages[start : start + size]


def _insert_rows(owners: Sequence[ClusterableModel], model: type[ClusterableModel]) -> None:
    """The rows of each list of ``model``, and the rows below those."""
    for relation in get_all_child_relations(model):
        insert_rows(owners, relation)


def insert_rows(owners: Sequence[ClusterableModel], relation: Any) -> None:
    """The unsaved rows of one list of the owners, and the rows below those."""
    key, name, row_model = relation.field.attname, relation.get_accessor_name(), relation.related_model
    rows: list[Model] = []
    for owner in owners:
        for row in getattr(owner, name).get_object_list():
            setattr(row, key, owner.pk)
            rows.append(row)
    if rows:
        row_model._base_manager.bulk_create(rows, batch_size=1000)
        if issubclass(row_model, ClusterableModel):
            _insert_rows(rows, row_model)


def _insert_links(pages: Sequence[ProcedurePage]) -> None:
    """Fields, levels, subjects and their like."""
    for field in get_all_child_m2m_relations(ProcedurePage):
        insert_links(pages, field)


def insert_links(pages: Sequence[ProcedurePage], field: Any) -> None:
    """What the pages name in one of their lists."""
    through, target = field.remote_field.through, f"{field.m2m_reverse_field_name()}_id"
    links = [
        through(procedurepage_id=page.pk, **{target: row.pk})
        for page in pages
        for row in getattr(page, field.name).get_object_list()
    ]
    through._base_manager.bulk_create(links, batch_size=1000)
