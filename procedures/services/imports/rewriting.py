"""Changes of many known pages at once: what ``updating`` does for one, in a statement for each table.

For pages whose newest version is at hand and has a revision before it. A page that stays a draft, or gets one, gets a
revision; a public page that may stay public gets its rows changed too, as publishing that revision would.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from modelcluster.models import get_all_child_m2m_relations
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from procedures.importing.records import ProcedureRecord
from procedures.models import ImportRow, ProcedurePage
from procedures.services.imports.creating import check
from procedures.services.imports.history import log_entries, make_revisions
from procedures.services.imports.indexes import write_admin_search, write_references
from procedures.services.imports.inserting import insert_links, insert_rows
from procedures.services.imports.standing import Standing
from procedures.services.writing import PageWriter
from procedures.signals import facts_changed

# The rows of a page by the record's field.
_ROWS: Final = {
    "steps": "steps",
    "methods": "submission_methods",
    "time_limits": "time_limits",
    "fees": "fees",
    "process_steps": "process_steps",
    "agencies": "agencies",
    "results": "results",
    "cases": "dossier_cases",
}
# Setting the agencies of a page that nobody is responsible for sets the department too.
_FOLLOWS: Final = {"agencies": "responsible_department"}
_OF_THE_PAGE: Final = (
    "title", "draft_title", "latest_revision", "latest_revision_created_at", "live_revision", "last_published_at",
    "has_unpublished_changes",
)  # fmt: skip
_OF_A_DRAFT: Final = (
    "draft_title",
    "latest_revision",
    "latest_revision_created_at",
    "has_unpublished_changes",
)


@dataclass
class Change:
    """What is to be written to one page: the fields ``take`` of ``theirs``."""

    row: ImportRow
    theirs: ProcedureRecord
    standing: Standing
    take: tuple[str, ...]
    goes_live: bool

    @property
    def version(self) -> ProcedurePage:
        """The newest version of the page, draft or not; it is changed in memory."""
        return self.standing.version

    @property
    def is_plain(self) -> bool:
        """Whether it can be written together with others."""
        page = self.standing.page
        return page.latest_revision_id is not None and (page.live or not self.goes_live)


def rewrite(changes: Sequence[Change], writer: PageWriter, *, user: Any, now: datetime) -> None:
    """Write plain changes, with revisions, log, references and both search indexes. Run it in a transaction.

    Raises ``ValidationError`` and database errors: the caller finds out whose they are.
    """
    public = [change for change in changes if change.goes_live]
    versions = [change.version for change in changes]
    # References are written once for each page, not once for each row.
    with disable_reference_index_auto_update():
        for change in changes:
            _set(change, writer)
        if public:
            _rewrite_rows(public)
    revisions = make_revisions(versions, user, now)
    for change, revision in zip(changes, revisions, strict=True):
        page = change.version
        page.latest_revision, page.latest_revision_created_at = revision, now
        if change.goes_live:
            page.live_revision, page.last_published_at = revision, now
        change.row.made_revision, change.row.went_live = revision.pk, change.goes_live
        writer.write_aliases(page, change.theirs, fields=change.take)
    _write_pages([change.version for change in changes if not change.goes_live], _OF_A_DRAFT)
    _write_pages([change.version for change in public], _OF_THE_PAGE)
    log_entries(((page, "wagtail.edit", page.latest_revision) for page in versions), user, now)
    if public:
        _announce([change.version for change in public], user, now)


def _set(change: Change, writer: PageWriter) -> None:
    row, page, version = change.row, change.standing.page, change.version
    row.was_live, row.had_draft = page.live, page.has_unpublished_changes
    row.previous_revision = page.latest_revision_id
    writer.write(version, change.theirs, fields=change.take)
    check(version)
    version.draft_title = version.title
    version.has_unpublished_changes = not change.goes_live


def _rewrite_rows(changes: Sequence[Change]) -> None:
    """The procedure's own columns, its rows and its lists, each only where it was taken."""
    own = {field.name for field in ProcedurePage._meta.local_concrete_fields}
    taken = {name for change in changes for name in change.take}
    columns = sorted((taken | {_FOLLOWS[name] for name in taken if name in _FOLLOWS}) & own)
    if columns:
        ProcedurePage._base_manager.bulk_update([change.version for change in changes], columns)
    lists = {field.name: field for field in get_all_child_m2m_relations(ProcedurePage)}
    for name in sorted(taken):
        pages = [change.version for change in changes if name in change.take]
        if name in lists:
            through = lists[name].remote_field.through
            through._base_manager.filter(procedurepage__in=_keys(pages)).delete()
            insert_links(pages, lists[name])
        elif name in _ROWS:
            _replace_rows(pages, ProcedurePage._meta.get_field(_ROWS[name]))


def _replace_rows(pages: Sequence[ProcedurePage], relation: Any) -> None:
    relation.related_model._base_manager.filter(page__in=_keys(pages)).delete()
    insert_rows(pages, relation)


def _write_pages(pages: Sequence[ProcedurePage], columns: Sequence[str]) -> None:
    if pages:
        bases = [Page(pk=page.pk, **{name: getattr(page, name) for name in columns}) for page in pages]
        Page.objects.bulk_update(bases, columns)


def _announce(pages: Sequence[ProcedurePage], user: Any, now: datetime) -> None:
    """What Wagtail's signals would have done for published pages."""
    log_entries(((page, "wagtail.publish", page.latest_revision) for page in pages), user, now)
    page_type = ContentType.objects.get_for_model(Page, for_concrete_model=False)
    ReferenceIndex.objects.filter(
        base_content_type=page_type, object_id__in=[str(key) for key in _keys(pages)]
    ).delete()
    write_references(pages)
    write_admin_search(pages)
    facts_changed.send(sender=ProcedurePage, page_ids=_keys(pages))


def _keys(pages: Iterable[ProcedurePage]) -> list[int]:
    return [page.pk for page in pages]
