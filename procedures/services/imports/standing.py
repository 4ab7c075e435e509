"""What stands in the catalogue for some codes: page, its source, and what its newest version says."""

from collections.abc import Collection
from dataclasses import dataclass, field

from wagtail.models import COMMENTS_RELATION_NAME

from procedures.importing.records import ProcedureRecord
from procedures.models import CodeAlias, ProcedurePage, ProcedureQuerySet, SourceRecord
from procedures.services.imports.comparing import Base
from procedures.services.imports.sources import base_of
from procedures.services.records import record_of, with_rows


@dataclass
class Standing:
    """A page as an import finds it. ``record`` is what its newest ``version`` says, draft or not."""

    page: ProcedurePage
    source: SourceRecord | None
    version: ProcedurePage
    record: ProcedureRecord
    base: Base = field(default_factory=Base)


@dataclass(frozen=True)
class Found:
    """A page by one of its codes, with what tells at once that its source says nothing new."""

    page: ProcedurePage
    source: SourceRecord | None

    def has_seen(self, reader: str, digest: str) -> bool:
        return self.source is not None and self.source.seen.get(reader) == digest


def find(codes: Collection[str], *, to_write: bool = False) -> dict[str, Found]:
    """The pages that answer to the codes, now or by an old code, in a constant number of queries.

    ``to_write`` locks them first (in a transaction), so that what an editor saves meanwhile is seen or comes after.
    """
    rows = ProcedurePage.objects.order_by("pk")
    if to_write:
        rows = rows.select_for_update()
    pages = {page.code: page for page in rows.filter(code__in=codes)}
    missing = [code for code in codes if code not in pages]
    named = CodeAlias.objects.filter(old_code__in=missing).values_list("old_code", "procedure_id")
    aliases = dict(named) if missing else {}
    renamed = rows.in_bulk(set(aliases.values())) if aliases else {}
    pages |= {old_code: renamed[key] for old_code, key in aliases.items()}
    sources = SourceRecord.objects.in_bulk({page.pk for page in pages.values()})
    return {code: Found(page, sources.get(page.pk)) for code, page in pages.items()}


def stand(found: Collection[Found]) -> dict[int, Standing]:
    """What the found pages say, by their primary keys: published ones in a constant number of queries."""
    by_key = {row.page.pk: row for row in found}
    published = [key for key, row in by_key.items() if not row.page.has_unpublished_changes]
    query: ProcedureQuerySet = ProcedurePage.objects.filter(pk__in=published)
    pages = {page.pk: page for page in _with_everything(query)} if published else {}
    for key in by_key.keys() - pages.keys():
        pages[key] = by_key[key].page.get_latest_revision_as_object()
    standing = {}
    for key, version in pages.items():
        source, record = by_key[key].source, record_of(version)
        edited = source is not None and source.record is None and was_edited(by_key[key].page)
        base = base_of(source, record, edited=edited)
        standing[key] = Standing(by_key[key].page, source, version, record, base)
    return standing


def _with_everything(query: ProcedureQuerySet) -> ProcedureQuerySet:
    """With all that a revision of the page holds."""
    return with_rows(query).prefetch_related(COMMENTS_RELATION_NAME)


def was_edited(page: ProcedurePage) -> bool:
    """Whether people touched a page of which no import remembers what it wrote."""
    return bool(page.has_unpublished_changes) or page.revisions.filter(user__isnull=False).exists()
