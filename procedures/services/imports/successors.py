"""Pages whose successor came later in the same import: pointed at it when everything is there."""

from wagtail.models import Revision

from procedures.models import ImportBatch, ProcedurePage, SourceRecord
from procedures.services.imports.comparing import mark


def link_successors(batch: ImportBatch) -> None:
    """Set the successor of the batch's pages that name one and have none: a fact of the page, not a new version.

    Where the batch's version waits as a draft of a public page, it waits there too: nobody has approved it.
    """
    waiting = (
        SourceRecord.objects.filter(
            batch=batch, record__has_key="replaced_by", page__replaced_by__isnull=True
        )
        .exclude(record__replaced_by="")
        .select_related("page")
    )
    for source in waiting.iterator():
        successor = ProcedurePage.objects.filter(code=(source.record or {})["replaced_by"]).first()
        if successor is None or successor.pk == source.pk:
            continue
        if not (source.page.live and source.page.has_unpublished_changes):
            ProcedurePage.objects.filter(pk=source.pk).update(replaced_by=successor)
        source.written["replaced_by"] = mark(successor.code)
        source.save(update_fields=["written"])
        revision = Revision.objects.filter(pk=source.page.latest_revision_id).first()
        if revision is not None:
            revision.content["replaced_by"] = successor.pk
            revision.save(update_fields=["content"])
