"""One click makes what was asked in vain another name of a procedure, with the editor's rights."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.models import Department, User
from procedures.models import ProcedureIndexPage, ProcedurePage, ReviewSettings
from procedures.services.review import EDITORS, ensure_review
from search.models import QueryStatus
from search.services import upkeep
from search.services.aliases import with_aliases
from search.services.unanswered import open_clusters
from tests.procedures.editors import client_of, group
from tests.procedures.factories import DepartmentFactory, UserFactory
from tests.search.people import granted
from tests.search.vain_queries import address, counted, query, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> User:
    user: User = UserFactory.create(is_superuser=True)
    return user


def test_one_click_makes_the_words_another_name_and_the_search_finds_it(
    root: User, indexed: ProcedureIndexPage, birth: ProcedurePage, django_capture_on_commit_callbacks: Any
) -> None:
    counted(giay_de_con=3, giay_con_de=1)
    with django_capture_on_commit_callbacks(execute=True):
        response = sent(
            client_of(root),
            "giay de con",
            "giay con de",
            page=str(birth.pk),
            names="giấy đẻ con\n\n giấy  đẻ ",
        )
    assert response.status_code == 302
    birth.refresh_from_db()
    assert birth.keywords == "giấy đẻ con\ngiấy đẻ"
    assert birth.latest_revision.user == root
    assert not birth.has_unpublished_changes
    row = query("giay con de")
    assert (row.status, row.handled_on) == (QueryStatus.ANSWERED, timezone.localdate())
    assert birth.code in row.answer
    assert not open_clusters()
    upkeep.drain()
    html = Client().get("/tim-kiem/", {"q": "giay de con"}).content.decode()
    assert "đăng ký khai sinh" in html


def test_only_ticked_queries_are_answered(root: User, birth: ProcedurePage) -> None:
    counted(giay_de_con=3, giay_con_de=1)
    sent(client_of(root), "giay de con", page=str(birth.pk))
    assert query("giay con de").status == QueryStatus.OPEN
    assert [row["total"] for row in open_clusters()] == [1]


def test_a_name_that_is_there_already_is_not_added_twice(root: User, birth: ProcedurePage) -> None:
    birth.keywords = "Giấy đẻ con"
    birth.save_revision().publish()
    before = birth.revisions.count()
    counted(giay_de_con=3)
    sent(client_of(root), "giay de con", page=str(birth.pk))
    birth.refresh_from_db()
    assert birth.keywords == "Giấy đẻ con"
    assert birth.revisions.count() == before
    assert query("giay de con").status == QueryStatus.ANSWERED


@pytest.mark.parametrize(
    ("keywords", "new", "lines"),
    [
        ("", ["sổ đỏ"], ["sổ đỏ"]),
        ("sổ đỏ", ["so do", "SỔ ĐỎ", "bìa đỏ"], ["sổ đỏ", "bìa đỏ"]),
        ("sổ đỏ\r\n\n bìa  đỏ", ["!!", ""], ["sổ đỏ", "bìa đỏ"]),
    ],
    ids=["first", "known", "nothing"],
)
def test_lines_are_kept_and_added_once(keywords: str, new: list[str], lines: list[str]) -> None:
    assert with_aliases(keywords, new) == lines


@pytest.fixture
def justice(catalogue: ProcedureIndexPage) -> Department:
    ensure_review(catalogue)
    department: Department = DepartmentFactory.create(name="Sở Tư pháp")
    return department


@pytest.fixture
def editor(justice: Department) -> User:
    user = granted("search.view_zerohitquery")
    user.department = justice
    user.save()
    user.groups.add(group(EDITORS))
    return user


def owned(page: ProcedurePage, department: Department) -> ProcedurePage:
    page.responsible_department = department
    page.save_revision().publish()
    return page


def test_an_editor_who_may_not_publish_sends_the_name_up(
    editor: User, justice: Department, birth: ProcedurePage
) -> None:
    owned(birth, justice)
    counted(giay_de_con=3)
    sent(client_of(editor), "giay de con", page=str(birth.pk))
    birth.refresh_from_db()
    assert birth.keywords == ""
    assert birth.get_latest_revision_as_object().keywords == "giay de con"
    assert birth.workflow_in_progress
    assert query("giay de con").status == QueryStatus.ANSWERED


def test_somebody_elses_draft_is_not_published_along(root: User, birth: ProcedurePage) -> None:
    birth.summary = "Bản nháp của người khác."
    birth.save_revision()
    counted(giay_de_con=3)
    client = client_of(root)
    response = sent(client, "giay de con", page=str(birth.pk))
    birth.refresh_from_db()
    assert birth.summary != "Bản nháp của người khác."
    newest = birth.get_latest_revision_as_object()
    assert (newest.summary, newest.keywords) == ("Bản nháp của người khác.", "giay de con")
    assert "Đã thêm vào bản nháp của" in client.get(response.url).content.decode()


def test_a_page_of_another_department_stays_as_it_is(editor: User, birth: ProcedurePage) -> None:
    owned(birth, DepartmentFactory.create())
    counted(giay_de_con=3)
    response = sent(client_of(editor), "giay de con", page=str(birth.pk))
    birth.refresh_from_db()
    assert response.status_code == 302
    assert birth.get_latest_revision_as_object().keywords == ""
    assert query("giay de con").status == QueryStatus.OPEN


def test_a_page_that_waits_for_approval_is_refused_with_the_reason(
    editor: User, justice: Department, indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    owned(birth, justice)
    counted(dang_ky_khai_sinh=3, giay_de_con=1)
    sent(client_of(editor), "dang ky khai sinh", page=str(birth.pk), names="giấy đẻ con")
    html = sent(client_of(editor), "giay de con", find="1", q="1.001193").content.decode()
    assert "Trang đang chờ duyệt." in html


def test_the_nearest_procedures_are_offered_and_others_can_be_looked_for(
    root: User, indexed: ProcedureIndexPage
) -> None:
    counted(khai_sinh_abcxyz=2)
    client = client_of(root)
    html = client.get(address("khai sinh abcxyz")).content.decode()
    assert "đăng ký khai sinh" in html
    assert "Đăng ký tạm trú" not in html
    for words in ("tạm trú", "1.004194"):
        found = sent(client, "khai sinh abcxyz", find="1", q=words, names="giấy ở nhờ").content.decode()
        assert "Đăng ký tạm trú" in found
        assert "giấy ở nhờ</textarea>" in found, "what was typed is kept"
    none = sent(client, "khai sinh abcxyz", find="1", q="qwrtp").content.decode()
    assert "Không thủ tục nào gần giống." in none


def test_looking_for_a_procedure_keeps_the_ticks(root: User) -> None:
    counted(giay_de_con=3, giay_con_de=1)
    html = sent(client_of(root), "giay de con", find="1", q="tạm trú").content.decode()
    assert html.count('name="query"') == 2
    assert len(re.findall(r'name="query" value="\d+" checked', html)) == 1


@pytest.mark.parametrize(
    "data",
    [{"page": "x"}, {"page": "999999"}, {"page": "9" * 30}, {"page": ""}],
    ids=["word", "gone", "huge", "empty"],
)
def test_a_procedure_that_is_not_there_is_not_found(root: User, data: dict[str, str]) -> None:
    counted(giay_de_con=1)
    assert sent(client_of(root), "giay de con", **data).status_code == 404


def test_names_without_a_letter_are_refused_and_kept_on_the_screen(root: User, birth: ProcedurePage) -> None:
    counted(giay_de_con=1)
    response = sent(client_of(root), "giay de con", page=str(birth.pk), names="…")
    assert response.status_code == 200
    assert "Cần ít nhất một chữ hoặc một số." in response.content.decode()


def test_nothing_ticked_nothing_done(root: User, birth: ProcedurePage) -> None:
    counted(giay_de_con=1)
    response = client_of(root).post(
        address("giay de con"), {"page": str(birth.pk), "names": "x", "query": "abc"}
    )
    assert response.status_code == 302
    assert query("giay de con").status == QueryStatus.OPEN


def test_with_one_person_enough_an_editor_with_the_right_publishes(
    justice: Department, birth: ProcedurePage
) -> None:
    rules = ReviewSettings.current()
    rules.require_two_people = False
    rules.save()
    approver = granted("search.view_zerohitquery", "procedures.edit_all_procedures")
    approver.groups.add(group("Duyệt danh mục"))
    counted(giay_de_con=3)
    sent(client_of(approver), "giay de con", page=str(birth.pk))
    birth.refresh_from_db()
    assert birth.keywords == "giay de con"
