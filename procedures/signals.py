"""A renamed field or agency stands on published pages: the cached ones are stale. (Pages themselves: ``core``.)"""

from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import Signal

from core.caching import bump_content_version
from procedures.models import (
    Agency,
    BundleStep,
    CodeAlias,
    Field,
    Form,
    FormVersion,
    LegalBasis,
    LifeEvent,
    ProcedureBundle,
    PublicationDecision,
    ServicePromise,
    SubjectType,
)

# Sent with ``page_ids`` when pages' facts changed without ``page_published``: by a date that came, or in bulk.
facts_changed = Signal()


def content_changed(**kwargs: Any) -> None:
    """After the commit, so that no page is cached again from the old rows."""
    transaction.on_commit(bump_content_version)


_LISTS = (
    Agency,
    BundleStep,
    CodeAlias,
    Field,
    Form,
    FormVersion,
    LegalBasis,
    LifeEvent,
    ProcedureBundle,
    PublicationDecision,
    ServicePromise,
    SubjectType,
)
m2m_changed.connect(
    content_changed, sender=ServicePromise.procedures.through, dispatch_uid="procedures-stale-promises"
)
for _list in _LISTS:
    for _signal in (post_save, post_delete):
        _signal.connect(
            content_changed, sender=_list, dispatch_uid=f"procedures-stale-{_list.__name__}-{id(_signal)}"
        )
