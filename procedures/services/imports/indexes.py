"""What Wagtail's signals would have written for pages that were inserted in bulk: references and the admin's search."""

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backends

from procedures.models import ProcedurePage


def write_references(pages: Sequence[ProcedurePage]) -> None:
    """What new pages name (agencies, a decision, forms …), so that an editor sees where such a row is used.

    Uses the same extraction as ``ReferenceIndex.create_or_update_for_object``, which asks the database for each page.
    """
    content_type = ContentType.objects.get_for_model(ProcedurePage, for_concrete_model=False)
    base_type = ContentType.objects.get_for_model(Page, for_concrete_model=False)
    rows = [
        ReferenceIndex(
            content_type=content_type,
            base_content_type=base_type,
            object_id=page.pk,
            to_content_type_id=to_type,
            to_object_id=to_id,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
        for page in pages
        for to_type, to_id, model_path, content_path in set(
            ReferenceIndex._extract_references_from_object(page)
        )
    ]
    ReferenceIndex.objects.bulk_create(rows, batch_size=1000)


def write_admin_search(pages: Sequence[ProcedurePage]) -> None:
    """The entries by which editors find the pages in Wagtail's admin."""
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(ProcedurePage, list(pages))
