"""Checking what live pages point at: their own site's pages, files on disk, and addresses outside if allowed.

Pages are taken in turn by their key; the place in the round is kept in the cache and starts over when that is lost.
"""

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from procedures.addresses import MAX_LENGTH, addresses, is_well_formed
from procedures.models import BrokenLink, ProcedurePage, ProcedureQuerySet, ReviewSettings
from procedures.services.outside import problem_with

BATCH: Final = 300
#: Addresses outside asked in one run, each at most once a day, with a pause in between: nobody is flooded.
OUTSIDE_A_RUN: Final = 40
PAUSE: Final = 0.5  # seconds
_A_DAY: Final = 24 * 3600
_CURSOR: Final = "procedures:links:cursor"


@dataclass(frozen=True)
class Reference:
    """Something that a page points at. ``place``: the edit form's field or rows in which it stands."""

    page_id: int
    place: str
    url: str


@dataclass
class Budget:
    """How many addresses outside may still be asked, and what is known of those that can't be asked any more."""

    left: int
    before: Mapping[str, str]


def check_next_pages(now: datetime, batch: int = BATCH) -> tuple[int, int]:
    """Check the next pages of the round; returns how many, and how many broken links they have now."""
    after = int(cache.get(_CURSOR) or 0)
    pages = list(_pages().filter(pk__gt=after).order_by("pk")[:batch])
    cache.set(_CURSOR, pages[-1].pk if len(pages) == batch else 0, None)
    budget = _budget(pages)
    broken = {reference: problem for page in pages for reference, problem in _problems_of(page, now, budget)}
    _write([page.pk for page in pages], broken, now)
    return len(pages), len(broken)


def _budget(pages: Sequence[ProcedurePage]) -> Budget:
    if not ReviewSettings.current().check_outside_links:
        return Budget(0, {})
    before = BrokenLink.objects.filter(page__in=pages).values_list("url", "problem")
    return Budget(OUTSIDE_A_RUN, dict(before))


def _pages() -> ProcedureQuerySet:
    return (
        ProcedurePage.objects.live()
        .select_related("decision__document")
        .prefetch_related("steps", "submission_methods", "dossier_cases__items__form__versions__document")
    )


def _problems_of(page: ProcedurePage, now: datetime, budget: Budget) -> Iterator[tuple[Reference, str]]:
    if page.portal_url and not is_well_formed(page.portal_url):
        yield Reference(page.pk, "portal_url", page.portal_url), _("địa chỉ viết sai")
    for place, text in _texts(page):
        for url in addresses(text):
            problem = _problem_with(url, budget)
            if problem:
                yield Reference(page.pk, place, url), problem
    for place, name, file in _files(page, now):
        if not file.name or not file.storage.exists(file.name):
            yield Reference(page.pk, place, name[:MAX_LENGTH]), _("tệp không còn trên máy chủ")


def _texts(page: ProcedurePage) -> Iterator[tuple[str, str]]:
    for name in ("portal_url", "receiving_addresses", "note", "requirements"):
        yield name, getattr(page, name)
    for step in page.steps.all():
        yield "steps", step.text
    for method in page.submission_methods.all():
        yield "submission_methods", method.note
    for case in page.dossier_cases.all():
        for item in case.items.all():
            yield "dossier_cases", f"{item.name}\n{item.note}\n{item.reuse_note}"


def _files(page: ProcedurePage, now: datetime) -> Iterator[tuple[str, str, FieldFile]]:
    decision = page.decision
    if decision is not None and decision.document is not None:
        yield "decision", str(decision), decision.document.file
    for case in page.dossier_cases.all():
        for item in case.items.all():
            version = item.form.current(timezone.localdate(now)) if item.form_id else None
            if version is not None:
                yield "dossier_cases", str(item.form), version.document.file


def _problem_with(url: str, budget: Budget) -> str:
    if not is_well_formed(url):
        return "" if _is_local(url) else _("địa chỉ viết sai")
    if _is_local(url):
        return "" if answers_here(urlsplit(url).path) else _("trang không còn trên cổng này")
    key = f"procedures:links:{hashlib.sha256(url.encode()).hexdigest()}"
    known = cache.get(key)
    if known is not None:
        return str(known)
    if budget.left <= 0:
        return budget.before.get(url, "")
    budget.left -= 1
    problem = problem_with(url)
    cache.set(key, problem, _A_DAY)
    time.sleep(PAUSE)
    return problem


def _is_local(url: str) -> bool:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return False
    return host is not None and host in _own_hosts()


def _own_hosts() -> set[str | None]:
    """Wagtail keeps the sites' root addresses in the cache, so this asks the database once in a while only."""
    roots = [urlsplit(root.root_url).hostname for root in Site.get_site_root_paths()]
    return {urlsplit(settings.PUBLIC_BASE_URL).hostname, *roots}


def answers_here(path: str) -> bool:
    """Whether this site answers to the path: an address of its own, or a live page."""
    # No address has a null in it, and PostgreSQL would not even look for one.
    if "\x00" in unquote(path):
        return False
    try:
        match = resolve(unquote(path))
    except Resolver404:
        return False
    if match.url_name != "wagtail_serve":
        return True
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return False
    url_path = f"{site.root_page.url_path}{unquote(path).strip('/')}/".replace("//", "/")
    return Page.objects.live().filter(url_path=url_path).exists()


@transaction.atomic
def _write(page_ids: list[int], broken: dict[Reference, str], now: datetime) -> None:
    """Bring the rows of these pages up to date: what is mended goes, what stays keeps the day it was first seen."""
    known = {
        Reference(row.page_id, row.place, row.url): row
        for row in BrokenLink.objects.filter(page_id__in=page_ids)
    }
    BrokenLink.objects.filter(pk__in=[row.pk for key, row in known.items() if key not in broken]).delete()
    staying = []
    for key, row in known.items():
        if key in broken:
            row.problem, row.checked_at = broken[key], now
            staying.append(row)
    BrokenLink.objects.bulk_update(staying, ["problem", "checked_at"], batch_size=500)
    BrokenLink.objects.bulk_create(
        BrokenLink(
            page_id=key.page_id,
            place=key.place,
            url=key.url,
            problem=problem,
            first_seen_at=now,
            checked_at=now,
        )
        for key, problem in broken.items()
        if key not in known
    )
