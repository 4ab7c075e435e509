"""Notices every change that the index has to know about, and queues the page in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core.models import Department, Level
from procedures.models import Agency, Field, ProcedurePage, SubjectType
from procedures.signals import facts_changed
from search.services.upkeep import queue_pages

_NAMED_IN_DOCUMENTS: dict[type[Model], str] = {
    Field: "fields",
    Level: "levels",
    SubjectType: "subjects",
    Agency: "agencies__agency",
    Department: "responsible_department",
}


def connect() -> None:
    """Connect the receivers; called once, when the app is ready."""
    for signal in (page_published, page_unpublished, post_save, post_delete):
        signal.connect(_page_changed, sender=ProcedurePage, dispatch_uid=f"search-page-{id(signal)}")
    for signal in (page_slug_changed, post_page_move):
        signal.connect(_branch_changed, dispatch_uid=f"search-branch-{id(signal)}")
    for signal in (post_save, post_delete):
        signal.connect(
            _restriction_changed, sender=PageViewRestriction, dispatch_uid=f"search-private-{id(signal)}"
        )
    for model in _NAMED_IN_DOCUMENTS:
        post_save.connect(_name_changed, sender=model, dispatch_uid=f"search-name-{model.__name__}")
        pre_delete.connect(_name_changed, sender=model, dispatch_uid=f"search-name-gone-{model.__name__}")
    facts_changed.connect(_facts_changed, dispatch_uid="search-facts")
    for name in ("fields", "levels", "subjects"):
        through = getattr(ProcedurePage, name).through
        m2m_changed.connect(_relation_changed, sender=through, dispatch_uid=f"search-relation-{name}")


def _page_changed(instance: ProcedurePage, **kwargs: Any) -> None:
    queue_pages([instance.pk])


def _facts_changed(page_ids: Iterable[int], **kwargs: Any) -> None:
    """A date came, or many pages were written at once: no page was saved or published, but its entry is old."""
    queue_pages(page_ids)


def _branch_changed(instance: Page, **kwargs: Any) -> None:
    queue_pages(_procedures_under(instance))


def _restriction_changed(instance: PageViewRestriction, **kwargs: Any) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        queue_pages(_procedures_under(page))


def _name_changed(instance: Model, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """A renamed field or agency is written in its procedures' entries; a new one is in none yet."""
    if created or raw:
        return
    lookup = _NAMED_IN_DOCUMENTS[type(instance)]
    queue_pages(ProcedurePage.objects.filter(**{lookup: instance.pk}).values_list("pk", flat=True).distinct())


def _relation_changed(
    instance: Model, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    if not action.startswith("post_"):
        return
    if not reverse:
        queue_pages([instance.pk])
    elif pk_set:
        queue_pages(pk_set)


def _procedures_under(page: Page) -> Iterable[int]:
    ids: Iterable[int] = ProcedurePage.objects.descendant_of(page, inclusive=True).values_list(
        "pk", flat=True
    )
    return ids
