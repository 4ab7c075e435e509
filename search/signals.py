"""Notices every change that the indexes have to know about, and queues the object in the same transaction.

What holds for pages of any kind (`follow_pages`, `follow_names`) serves the sources of higher apps too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import Signal
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core.models import Department, Level
from procedures.models import Agency, Field, LifeEvent, ProcedurePage, SubjectType
from procedures.signals import facts_changed
from search.engines import PROCEDURES
from search.services.upkeep import queue


def connect() -> None:
    """Connect the receivers for procedures; called once, when the app is ready."""
    follow_pages(ProcedurePage, PROCEDURES)
    follow_names(
        ProcedurePage,
        PROCEDURES,
        {
            Field: "fields",
            Level: "levels",
            SubjectType: "subjects",
            LifeEvent: "life_events",
            Agency: "agencies__agency",
            Department: "responsible_department",
        },
    )
    facts_changed.connect(_facts_changed, dispatch_uid="search-facts")
    for name in ("fields", "levels", "subjects", "life_events"):
        through = getattr(ProcedurePage, name).through
        m2m_changed.connect(_relation_changed, sender=through, dispatch_uid=f"search-relation-{name}")


def follow_pages(model: type[Page], collection: str) -> None:
    """Queue a page of this type when it is saved, put online, taken down, deleted, moved, opened or closed."""

    def changed(instance: Page, **kwargs: Any) -> None:
        queue(collection, [instance.pk])

    for signal in (page_published, page_unpublished, post_save, post_delete):
        _connect(signal, changed, f"{collection}-page", sender=model)
    branch = partial(_queue_branch, model, collection)
    for signal in (page_slug_changed, post_page_move):
        _connect(signal, lambda instance, **kwargs: branch(instance), f"{collection}-branch")
    for signal in (post_save, post_delete):
        _connect(
            signal,
            lambda instance, **kwargs: branch(Page.objects.filter(pk=instance.page_id).first()),
            f"{collection}-private",
            sender=PageViewRestriction,
        )


def follow_names(model: type[Page], collection: str, lookups: Mapping[type[Model], str]) -> None:
    """Queue the pages in whose entries an object is named when it is renamed or deleted, by the lookup to it."""

    def changed(instance: Model, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
        if created or raw:
            return  # a new one is in no entry yet
        named = model._default_manager.filter(**{lookups[type(instance)]: instance.pk})
        queue(collection, named.values_list("pk", flat=True).distinct())

    for named in lookups:
        _connect(post_save, changed, f"{collection}-name", sender=named)
        _connect(pre_delete, changed, f"{collection}-name", sender=named)


def _connect(signal: Signal, receiver: Any, name: str, sender: type[Model] | None = None) -> None:
    about = sender.__name__ if sender else ""
    signal.connect(receiver, sender=sender, weak=False, dispatch_uid=f"search-{name}-{about}-{id(signal)}")


def _queue_branch(model: type[Page], collection: str, page: Page | None) -> None:
    if page is not None:
        pages = model._default_manager.filter(path__startswith=page.path)
        queue(collection, pages.values_list("pk", flat=True))


def _facts_changed(page_ids: Iterable[int], **kwargs: Any) -> None:
    """A date came, or many pages were written at once: no page was saved or published, but its entry is old."""
    queue(PROCEDURES, page_ids)


def _relation_changed(
    instance: Model, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    if not action.startswith("post_"):
        return
    if not reverse:
        queue(PROCEDURES, [instance.pk])
    elif pk_set:
        queue(PROCEDURES, pk_set)
