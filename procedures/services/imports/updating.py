"""One page that is there already: a new revision with the taken fields, published where the import may."""

from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from procedures.importing.records import ProcedureRecord
from procedures.models import ImportRow, ProcedurePage
from procedures.services.imports.creating import check
from procedures.services.writing import PageWriter


def update_page(
    page: ProcedurePage,
    row: ImportRow,
    theirs: ProcedureRecord,
    take: tuple[str, ...],
    writer: PageWriter,
    *,
    goes_live: bool,
) -> ProcedurePage:
    """Write the fields ``take`` of ``theirs`` into the newest version of ``page`` and return that version.

    Notes on the row what a revert needs. Raises ``ValidationError`` for values that no form would take.
    """
    user = row.batch.user
    row.was_live, row.had_draft = page.live, page.has_unpublished_changes
    # Wagtail would rebuild the page's references once for each row saved; once a page is enough.
    with disable_reference_index_auto_update():
        if page.latest_revision_id is None:
            page.save_revision(clean=False, changed=False)
        newest: ProcedurePage = page.get_latest_revision_as_object()
        row.previous_revision = page.latest_revision_id
        writer.write(newest, theirs, fields=take)
        check(newest)
        revision = newest.save_revision(user=user, clean=False, log_action=True)
        writer.write_aliases(newest, theirs, fields=take)
        row.made_revision, row.went_live = revision.pk, goes_live
        if goes_live:
            revision.publish(user=user, skip_permission_checks=True)
    live = ProcedurePage.objects.get(pk=page.pk)
    ReferenceIndex.create_or_update_for_object(live)
    return live.get_latest_revision_as_object()
