"""Where an editor and the source both changed a page: three sides, the decision, news at the source."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from core.models import User
from procedures.models import ImportRow, ProcedurePage, SourceRecord
from tests.procedures import portal_samples
from tests.procedures.import_screens import Send, address, edited, editor_at, person, screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    return editor_at(client)


def test_a_conflict_shows_three_sides_and_waits_for_a_decision(client: Client, applied: Send) -> None:
    applied(portal_samples.record(requirementsAndConditions="Từ nguồn, bản một"))
    edited("1.999001", requirements="Sửa tại đây")
    batch = applied(portal_samples.record(requirementsAndConditions="Từ nguồn, bản hai"))
    assert ProcedurePage.objects.get().requirements == "Sửa tại đây"
    html = screen(client, address("row", batch.pk, 0))
    assert "Sửa tại đây" in html
    assert "Từ nguồn, bản hai" in html
    assert "Từ nguồn, bản một" in html
    assert "chờ quyết định" in html


@pytest.mark.parametrize(("choice", "expected"), [("source", "Từ nguồn, bản hai"), ("keep", "Sửa tại đây")])
@pytest.mark.parametrize("scope", ["field", "row", "all"])
def test_a_conflict_is_decided_by_field_row_or_batch(
    client: Client,
    applied: Send,
    read: Send,
    commits: DjangoCaptureOnCommitCallbacks,
    scope: str,
    choice: str,
    expected: str,
) -> None:
    applied(portal_samples.record(requirementsAndConditions="Từ nguồn, bản một"))
    edited("1.999001", requirements="Sửa tại đây")
    batch = read(portal_samples.record(requirementsAndConditions="Từ nguồn, bản hai"))
    row = batch.rows.get()
    data = {"field": {"row": row.pk, "field": "requirements"}, "row": {"row": row.pk}, "all": {"all": "1"}}
    client.post(address("decide", batch.pk), {"choice": choice, **data[scope]})
    with commits(execute=True):
        client.post(address("apply", batch.pk), {"publish": "on"})
    assert ProcedurePage.objects.get().requirements == expected


def test_deciding_nothing_says_so(client: Client, read: Send) -> None:
    batch = read(portal_samples.record())
    answer = client.post(address("decide", batch.pk), {"choice": "source"}, follow=True)
    assert "Chưa chọn dòng nào" in answer.content.decode()


@pytest.fixture
def news(applied: Send) -> ProcedurePage:
    """A page that a person edited and whose source changed since in two fields."""
    first = {"requirementsAndConditions": "Bản một", "note": "Lưu ý một"}
    applied(portal_samples.record(**first))
    edited("1.999001", requirements="Sửa tại đây", note="Lưu ý tại đây")
    applied(portal_samples.record(requirementsAndConditions="Bản hai", note="Lưu ý hai"))
    return ProcedurePage.objects.get()


def test_the_editor_of_a_page_is_told_that_the_source_changed(client: Client, news: ProcedurePage) -> None:
    html = screen(client, reverse("wagtailadmin_pages:edit", args=[news.pk]))
    assert "Nguồn đã đổi từ khi bạn sửa" in html
    assert address("news", news.pk) in html
    detail = screen(client, address("news", news.pk))
    assert "Bản hai" in detail
    assert "Sửa tại đây" in detail


def test_chosen_fields_of_the_news_go_into_a_draft_and_the_rest_stays(
    client: Client, news: ProcedurePage, editor: User
) -> None:
    client.post(address("news", news.pk), {"field": ["requirements"]})
    live = ProcedurePage.objects.get()
    draft = live.get_latest_revision_as_object()
    assert (live.requirements, live.note) == ("Sửa tại đây", "Lưu ý tại đây")
    assert (draft.requirements, draft.note) == ("Bản hai", "Lưu ý tại đây")
    assert draft.latest_revision.user == editor
    assert "Nguồn đã đổi từ khi bạn sửa" not in screen(
        client, reverse("wagtailadmin_pages:edit", args=[news.pk])
    )


def test_news_that_are_declined_are_not_asked_about_again(
    client: Client, news: ProcedurePage, applied: Send
) -> None:
    client.post(address("news", news.pk), {"none": "1"})
    assert not SourceRecord.objects.get().has_news
    batch = applied(portal_samples.record(requirementsAndConditions="Bản hai", note="Lưu ý hai"))
    assert not ImportRow.objects.filter(batch=batch, needs_decision=True).exists()
    assert ProcedurePage.objects.get().requirements == "Sửa tại đây"


def test_only_people_who_may_edit_the_page_decide_on_its_news(client: Client, news: ProcedurePage) -> None:
    client.force_login(person("import_procedures"))
    assert client.post(address("news", news.pk), {"field": ["requirements"]}).status_code in (302, 403)
    assert SourceRecord.objects.get().has_news
