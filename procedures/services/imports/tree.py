"""Many new pages below one parent at once, with the places that treebeard would give them one by one."""

from collections.abc import Sequence
from itertools import count

from django.db import connection
from django.db.models import F
from wagtail.models import Page
from wagtail.query import PageQuerySet

from procedures.models import ProcedureIndexPage, ProcedurePage
from procedures.titles import procedure_slug


def lock(parent: ProcedureIndexPage) -> Page:
    """The parent as it stands, locked to the end of the transaction, so that no two writers number its children.

    On SQLite every transaction that writes is alone anyway.
    """
    rows = Page.objects.filter(pk=parent.pk)
    if connection.features.has_select_for_update:
        rows = rows.select_for_update()
    return rows.get()


def place(pages: Sequence[ProcedurePage], parent: Page) -> None:
    """Give new pages their slugs, paths and addresses below the locked ``parent``, after its last child."""
    _name(pages, parent)
    children = _children(parent)
    last = children.order_by("path").values_list("path", flat=True).last()
    start = _step_of(last) if last else 0
    depth = parent.depth + 1
    for number, page in enumerate(pages, start=start + 1):
        page.path = ProcedurePage._get_path(parent.path, depth, number)
        page.depth = depth
        page.numchild = 0
        page.set_url_path(parent)
        page.draft_title = page.title
        page.locale_id = parent.locale_id


def count_children(parent: Page, new: int) -> None:
    """Add to the parent's number of children."""
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + new)


def _children(parent: Page) -> PageQuerySet:
    return Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)


def _step_of(path: str) -> int:
    """The number that stands in the last step of a path."""
    alphabet, number = ProcedurePage.alphabet, 0
    for letter in path[-ProcedurePage.steplen :]:
        number = number * len(alphabet) + alphabet.index(letter)
    return number


def _name(pages: Sequence[ProcedurePage], parent: Page) -> None:
    """Free slugs: the code stands in each, so that a collision is rare, and then the slug gets a number."""
    for page in pages:
        page.slug = procedure_slug(page.title, page.code)
    taken = set(
        _children(parent).filter(slug__in={page.slug for page in pages}).values_list("slug", flat=True)
    )
    for page in pages:
        if page.slug in taken:
            page.slug = _free_slug(page.slug, taken, parent)
        taken.add(page.slug)


def _free_slug(slug: str, taken: set[str], parent: Page) -> str:
    known = taken | set(_children(parent).filter(slug__startswith=f"{slug}-").values_list("slug", flat=True))
    return next(free for number in count(2) if (free := f"{slug}-{number}") not in known)
