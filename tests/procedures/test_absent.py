"""What is not published is absent everywhere, at once, though every cache is warm."""

import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, TestCase
from django.utils import timezone
from wagtail.models import PageViewRestriction

from procedures.models import (
    BundleStep,
    CodeAlias,
    DecisionItem,
    LifeEvent,
    ProcedureBundle,
    ProcedurePage,
    ServicePromise,
)
from procedures.services import downloads
from procedures.services.exports import FORMATS
from search.services.upkeep import reindex
from tests.home.factories import make_site
from tests.procedures.factories import (
    DecisionFactory,
    DepartmentFactory,
    FieldFactory,
    LifeEventFactory,
    add_case,
    add_fee,
    procedure,
)

# One worker has them all, because one procedure and its warm caches serve them.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("what is absent")]
CACHES = ("default", "pages")
Commits = Callable[..., Any]
CODE, OLD_CODE = "1.777001", "3.777001"
TITLE = "Đăng ký việc tuyệt mật"
# What only this procedure says: its name, its address, its fee, a paper of it.
MARKS = (TITLE, "dang-ky-viec-tuyet-mat", "123.457", "123457", "Tờ khai tuyệt mật")

# Where a procedure shows, and what is asked there. A place that repeats what was typed is not asked for the code.
PAGES = {
    "page": "/thu-tuc/dang-ky-viec-tuyet-mat-1-777001/",
    "page in English": "/en/thu-tuc/dang-ky-viec-tuyet-mat-1-777001/",
    "by code": f"/ma/{CODE}/",
    "by old code": f"/ma/{OLD_CODE}/",
    "home": "/",
    "catalogue": "/thu-tuc/",
    "catalogue by field": "/thu-tuc/?linh-vuc=bi-mat",
    "search": "/tim-kiem/?q=viec+tuyet",
    "search by code": f"/tim-kiem/?q={CODE}",
    "browse": "/tim-kiem/",
    "suggestions": "/tim-kiem/goi-y/?q=dang+ky+viec",
    "life event": "/su-kien/viec-kin/",
    "bundle": "/lien-thong/goi-kin/",
    "promise": "/cam-ket/hua-kin/",
    "decision": "/quyet-dinh/{decision}/",
    "decisions": "/quyet-dinh/",
    "calculator": f"/tinh-ngay/?thu-tuc={CODE}&ngay=23/11/2026",
    "complaint": f"/phan-anh/gui/thai-do/?thu-tuc={CODE}",
    "open data": "/du-lieu/",
    "changes": "/thay-doi/",
    "RSS": "/thay-doi/rss.xml",
    "Atom": "/thay-doi/atom.xml",
    "sitemap": "/sitemap-procedures.xml",
    "sitemap of pages": "/sitemap-pages.xml",
    "API list": "/api/v1/procedures",
    "API list by field": "/api/v1/procedures?field=bi-mat",
    "API detail": f"/api/v1/procedures/{CODE}",
    "API by old code": f"/api/v1/procedures/{OLD_CODE}",
    "API changes": "/api/v1/changes",
    "API decisions": "/api/v1/decisions",
    **{f"download {key}": f"/du-lieu/{form.filename}" for key, form in FORMATS.items()},
}
# One document that names no procedure says how many there are.
COUNTS = ("/api/v1/fields", "/api/v1/life-events", "/api/v1/departments")


@pytest.fixture(autouse=True)
def cold_caches() -> None:
    forget()


def forget() -> None:
    """Nothing is kept anywhere."""
    cache.clear()
    caches["pages"].clear()
    shutil.rmtree(downloads.folder())


def published() -> ProcedurePage:
    """A published procedure that stands wherever a procedure can stand, and one more beside it."""
    make_site()
    event = LifeEventFactory(name="Việc kín")
    procedure(code="1.777002", title="Thủ tục ở lại", life_events=[event])
    page = procedure(
        code=CODE,
        title=TITLE,
        live=False,
        fields=[FieldFactory(code="BM", name="Bí mật", slug="bi-mat")],
        life_events=[event],
        responsible_department=DepartmentFactory(code="so-kin", name="Sở Kín"),
    )
    add_fee(page, 123457, valid_from=timezone.localdate() - timedelta(days=3))
    add_case(page, "Tờ khai tuyệt mật")
    page = ProcedurePage.objects.get(pk=page.pk)
    page.save_revision().publish()
    CodeAlias.objects.create(old_code=OLD_CODE, procedure=page)
    bundle = ProcedureBundle.objects.create(name="Gói kín", life_event=LifeEvent.objects.get())
    BundleStep.objects.create(bundle=bundle, procedure=page)
    promise = ServicePromise.objects.create(name="Hứa kín", max_minutes=30)
    promise.procedures.add(page)
    decision = DecisionFactory(effective_on=date(2026, 1, 1), approved_at=timezone.now())
    DecisionItem.objects.create(
        decision=decision, action="amend", procedure=page, code=CODE, applied_at=timezone.now()
    )
    # The decision's own words stay; here it has none besides the code.
    DecisionItem.objects.update(name="")
    reindex()
    return ProcedurePage.objects.get(pk=page.pk)


@dataclass(frozen=True)
class Warm:
    """The procedure after everything was asked once: what each place said of it, and everything that was kept then."""

    page_id: int
    places: frozenset[str]
    counts: int
    etags: dict[str, str]
    caches: dict[str, tuple[dict[str, Any], dict[str, Any]]]
    files: dict[Path, bytes]

    def restore(self) -> None:
        """Bring back what was kept; the test before has rolled back its rows and nothing else."""
        reindex()
        forget()
        for alias, (kept, expires) in self.caches.items():
            caches[alias]._cache.update(kept)
            caches[alias]._expire_info.update(expires)
        for path, content in self.files.items():
            downloads.folder().joinpath(path.name).write_bytes(content)


@pytest.fixture(scope="module")
def everything_asked_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[Warm]:
    """One published procedure and warm caches for the whole module; each test's changes are rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget()
        client = Client()
        with TestCase.captureOnCommitCallbacks(execute=True):
            page = published()
        places = places_that_show_it(client)
        etags = {
            place: client.head(address(place)).get("ETag", "")
            for place in ("API list", "RSS", "download jsonl")
        }
        yield Warm(
            page.pk,
            frozenset(places),
            counted(client),
            etags,
            {alias: (dict(caches[alias]._cache), dict(caches[alias]._expire_info)) for alias in CACHES},
            {path: path.read_bytes() for path in downloads.folder().iterdir()},
        )
        transaction.set_rollback(True)


@pytest.fixture
def warm(everything_asked_once: Warm, cold_caches: None) -> Warm:
    """The same state for each test."""
    everything_asked_once.restore()
    return everything_asked_once


@pytest.fixture
def shown(warm: Warm) -> ProcedurePage:
    """The published procedure."""
    return ProcedurePage.objects.get(pk=warm.page_id)


def address(place: str) -> str:
    return PAGES[place].format(decision=DecisionItem.objects.values_list("decision", flat=True).first() or 0)


def said_at(client: Client, url: str) -> str:
    """Everything that the address says, through redirects, unpacked."""
    response = client.get(url, follow=True)
    asked_to_log_in = any("/login/" in url for url, _status in response.redirect_chain)
    if response.status_code == 404 or asked_to_log_in:
        return ""
    assert response.status_code == 200, (url, response.status_code)
    return _text(response)


def _text(response: HttpResponseBase) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    return str(content.decode())


def places_that_show_it(client: Client) -> set[str]:
    return {place for place in PAGES if shows_it(said_at(client, address(place)))}


def shows_it(text: str) -> bool:
    return any(mark in text for mark in MARKS)


def counted(client: Client) -> int:
    return sum(row["procedures"] for path in COUNTS for row in client.get(path).json()["items"])


def unpublish(page: ProcedurePage) -> None:
    page.unpublish()


def close(page: ProcedurePage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def close_the_branch(page: ProcedurePage) -> None:
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type=PageViewRestriction.LOGIN)


def make_internal(page: ProcedurePage) -> None:
    page.scope = "internal"
    page.save_revision().publish()


def let_expire(page: ProcedurePage) -> None:
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()
    call_command("publish_scheduled")


def delete(page: ProcedurePage) -> None:
    page.delete()


# An internal procedure is no secret: who knows its address or code may read it, and a decision names what it decides.
# No list leads there.
BY_ADDRESS = {"page", "page in English", "by code", "by old code", "calculator", "complaint", "decision"}
WAYS_OUT: dict[str, tuple[Callable[[ProcedurePage], None], set[str]]] = {
    "unpublished": (unpublish, set()),
    "private": (close, set()),
    "in a private branch": (close_the_branch, set()),
    "internal": (make_internal, BY_ADDRESS),
    "expired": (let_expire, set()),
    "deleted": (delete, set()),
}


def test_the_procedure_shows_everywhere_while_it_is_published(warm: Warm) -> None:
    assert set(PAGES) - warm.places <= {
        "home",
        "browse",
        "complaint",
        "sitemap of pages",
        "decisions",
        "open data",
        "download csv",
    }


@pytest.mark.parametrize("way", WAYS_OUT)
def test_what_is_withdrawn_is_gone_from_every_place_at_once(
    client: Client, warm: Warm, shown: ProcedurePage, django_capture_on_commit_callbacks: Commits, way: str
) -> None:
    withdraw, still_readable = WAYS_OUT[way]
    assert all(warm.etags.values())
    for place, etag in warm.etags.items():
        kept = client.head(address(place), headers={"if-none-match": etag})
        assert kept.status_code == 304, "the caches are warm"
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(shown)
    assert places_that_show_it(client) <= still_readable
    for place, etag in warm.etags.items():
        response = client.head(address(place), headers={"if-none-match": etag})
        assert response.status_code == 200, "a cache that asks again is told of the change"
    assert counted(client) < warm.counts


def test_a_draft_of_a_published_page_stays_inside(client: Client, shown: ProcedurePage) -> None:
    draft = ProcedurePage.objects.get(pk=shown.pk)
    draft.summary = "Bản nháp chưa ai duyệt"
    draft.save_revision()
    assert not [place for place in PAGES if "chưa ai duyệt" in said_at(client, address(place))]


def test_a_kept_file_is_not_handed_out_once_a_procedure_in_it_is_gone(shown: ProcedurePage) -> None:
    form = FORMATS["xlsx"]
    downloads.make(form)
    ProcedurePage.objects.filter(code="1.777002").first().save_revision().publish()  # type: ignore[union-attr]
    older = downloads.kept(form)
    assert older is not None
    assert not downloads.is_current(older), "older than the newest publication, and nothing in it is gone"
    ProcedurePage.objects.filter(pk=shown.pk).update(live=False)  # whoever did it, and without a signal
    assert downloads.kept(form) is None
    assert not older.path.exists()
