"""New pages in bulk: checked, placed, inserted, with history and indexes, in the caller's transaction."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model
from modelcluster.models import ClusterableModel, get_all_child_relations

from procedures.models import ProcedureIndexPage, ProcedurePage
from procedures.services.imports import tree
from procedures.services.imports.history import write_log, write_revisions
from procedures.services.imports.indexes import write_admin_search, write_references
from procedures.services.imports.inserting import insert
from procedures.signals import facts_changed


def create_pages(
    pages: Sequence[ProcedurePage], parent: ProcedureIndexPage, *, user: Any, now: datetime
) -> None:
    """Save unsaved pages below ``parent`` with revisions, log, references and both search indexes.

    Run it in a transaction. Database errors come through: the caller finds out which page is to blame.
    """
    locked = tree.lock(parent)
    tree.place(pages, locked)
    insert(pages)
    tree.count_children(locked, len(pages))
    write_revisions(pages, user, now)
    write_log(pages, user, now)
    write_references(pages)
    write_admin_search(pages)
    facts_changed.send(sender=ProcedurePage, page_ids=[page.pk for page in pages])


def prepare(page: ProcedurePage, *, goes_live: bool, user: Any, now: datetime) -> None:
    """Set on an unsaved page what publishing it, or keeping it as a draft, would set."""
    page.live = goes_live
    page.has_unpublished_changes = not goes_live
    page.first_published_at = page.last_published_at = now if goes_live else None
    page.latest_revision_created_at = now
    page.owner = user


def check(page: ProcedurePage) -> None:
    """Check every value of a page and its rows as a form would; raises ``ValidationError`` by place.

    Whether a key exists and a code is free the database says; asking it for each row would cost most of an import.
    """
    problems: dict[str, list[str]] = {}
    for place, row in rows_of(page):
        try:
            row.clean_fields(exclude=_left_to_the_database(type(row)))
            if place:
                row.clean()
        except ValidationError as problem:
            for field, words in problem.message_dict.items():
                problems.setdefault(f"{place}{field}", []).extend(words)
    if problems:
        raise ValidationError(problems)


def rows_of(owner: Model, place: str = "") -> Iterator[tuple[str, Model]]:
    """An object and every row below it, each with its place ("fees[2].")."""
    yield place, owner
    if isinstance(owner, ClusterableModel):
        for relation in get_all_child_relations(owner):
            name = relation.get_accessor_name()
            for number, row in enumerate(getattr(owner, name).get_object_list(), start=1):
                yield from rows_of(row, f"{place}{name}[{number}].")


_LATER = {"path", "depth", "url_path", "slug", "draft_title", "content_type", "locale"}
_exclusions: dict[type[Model], set[str]] = {}


def _left_to_the_database(model: type[Model]) -> set[str]:
    if model not in _exclusions:
        fields = model._meta.get_fields()
        keys = {field.name for field in fields if isinstance(field, ForeignKey)}
        _exclusions[model] = keys | {
            field.name for field in fields if isinstance(field, Field) and field.name in _LATER
        }
    return _exclusions[model]
