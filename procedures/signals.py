"""A renamed field or agency stands on published pages: the cached ones are stale. (Pages themselves: ``core``.)"""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from core.caching import bump_content_version
from procedures.models import Agency, Field, LegalBasis, LifeEvent, PublicationDecision, SubjectType


def content_changed(**kwargs: Any) -> None:
    """After the commit, so that no page is cached again from the old rows."""
    transaction.on_commit(bump_content_version)


for _list in (Agency, Field, LegalBasis, LifeEvent, PublicationDecision, SubjectType):
    for _signal in (post_save, post_delete):
        _signal.connect(
            content_changed, sender=_list, dispatch_uid=f"procedures-stale-{_list.__name__}-{id(_signal)}"
        )
