"""What is not published is absent everywhere, at once, though every cache is warm."""

import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.core.management import call_command
from django.http import HttpResponseBase
from django.test import Client
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

pytestmark = pytest.mark.django_db
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
    cache.clear()
    caches["pages"].clear()
    for file in downloads.folder().iterdir():
        file.unlink()


@pytest.fixture
def shown(client: Client) -> ProcedurePage:
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


def address(place: str) -> str:
    return PAGES[place].format(decision=DecisionItem.objects.values_list("decision", flat=True).first() or 0)


def said_at(client: Client, place: str) -> str:
    """Everything that the place says, through redirects, unpacked."""
    response = client.get(address(place), follow=True)
    asked_to_log_in = any("/login/" in url for url, _status in response.redirect_chain)
    if response.status_code == 404 or asked_to_log_in:
        return ""
    assert response.status_code == 200, (place, response.status_code)
    return _text(response)


def _text(response: HttpResponseBase) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    return str(content.decode())


def places_that_show_it(client: Client) -> set[str]:
    return {place for place in PAGES if any(mark in said_at(client, place) for mark in MARKS)}


def counted(client: Client) -> list[int]:
    return [row["procedures"] for path in COUNTS for row in client.get(path).json()["items"]]


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


def test_the_procedure_shows_everywhere_while_it_is_published(client: Client, shown: ProcedurePage) -> None:
    assert set(PAGES) - places_that_show_it(client) <= {
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
    client: Client, shown: ProcedurePage, django_capture_on_commit_callbacks: Commits, way: str
) -> None:
    withdraw, still_readable = WAYS_OUT[way]
    with django_capture_on_commit_callbacks(execute=True):
        places_that_show_it(client)
    warm = {
        place: client.head(address(place)).get("ETag", "") for place in ("API list", "RSS", "download jsonl")
    }
    assert all(warm.values())
    before = counted(client)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(shown)
    assert places_that_show_it(client) <= still_readable
    for place, etag in warm.items():
        response = client.head(address(place), headers={"if-none-match": etag})
        assert response.status_code == 200, "a cache that asks again is told of the change"
    assert sum(counted(client)) < sum(before)


@pytest.mark.parametrize("state", ["a draft", "not yet live"])
def test_what_was_never_published_shows_nowhere(
    client: Client, django_capture_on_commit_callbacks: Commits, state: str
) -> None:
    make_site()
    with django_capture_on_commit_callbacks(execute=True):
        page = procedure(code=CODE, title=TITLE, live=False, fields=[FieldFactory(slug="bi-mat")])
        add_fee(page, 123457, valid_from=timezone.localdate())
        CodeAlias.objects.create(old_code=OLD_CODE, procedure=page)
        if state == "not yet live":
            page.go_live_at = timezone.now() + timedelta(days=1)
            page.save_revision(approved_go_live_at=page.go_live_at).publish()
        reindex()
    LifeEventFactory(name="Việc kín")
    assert places_that_show_it(client) == set()


def test_a_draft_of_a_published_page_stays_inside(client: Client, shown: ProcedurePage) -> None:
    draft = ProcedurePage.objects.get(pk=shown.pk)
    draft.summary = "Bản nháp chưa ai duyệt"
    draft.save_revision()
    assert not [place for place in PAGES if "chưa ai duyệt" in said_at(client, place)]


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
