"""The page of a published answer."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from feedback.redaction import COVER, cover_name
from feedback.services.published import present_published, published_answers
from feedback.workflow import State
from procedures.models import ProcedureIndexPage
from tests.feedback.factories import NOW, CaseAnswerFactory, CaseFactory, make_procedure

pytestmark = pytest.mark.django_db


def make_answer(**case: object) -> int:
    facts = {
        "state": State.PUBLISHED,
        "publish_consent": True,
        "answered_at": NOW,
        "published_at": NOW,
        "public_content": "Trả kết quả tạm trú chậm ba ngày.",
        "subject": "Tóm tắt của riêng người gửi",
        "content": "Nguyên văn của riêng người gửi",
    }
    answer = CaseAnswerFactory(case=CaseFactory(**facts | case), sent_at=NOW, is_public=True)
    return int(answer.pk)


def test_a_published_answer_is_read_without_anything_of_its_sender(client: Client) -> None:
    Site.objects.get(is_default_site=True).root_page.add_child(
        instance=ProcedureIndexPage(title="Thủ tục", slug="thu-tuc")
    )
    procedure = make_procedure()
    page = client.get(reverse("feedback:published", args=[make_answer(procedure=procedure)]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Trả kết quả tạm trú chậm ba ngày." in text
    assert "Chúng tôi xin lỗi bạn." in text
    assert "Thứ Hai 23/11/2026".lower() in text.lower()
    assert f'href="{procedure.url}"' in text
    assert "riêng người gửi" not in text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Trả kết quả chậm. Phường đã xin lỗi.", "Trả kết quả chậm."),
        ("Trả kết quả chậm\nPhường đã xin lỗi", "Trả kết quả chậm"),
        ("Lệ phí 8.000 đồng bị thu 10.000 đồng.", "Lệ phí 8.000 đồng bị thu 10.000 đồng."),
        ("chậm " * 40, f"{('chậm ' * 20).strip()}…"),
    ],
    ids=["sentence", "line", "numbers", "long"],
)
def test_the_first_sentence_is_the_heading(text: str, title: str) -> None:
    make_answer(public_content=text)
    assert [answer.title for answer in present_published(published_answers())] == [title]


@pytest.mark.parametrize("state", [State.REOPENED, State.ANSWERED], ids=str)
def test_what_is_not_public_any_more_is_not_there(client: Client, state: State) -> None:
    answer = make_answer(state=state, reopen_count=1)
    assert client.get(reverse("feedback:published", args=[answer])).status_code == 404


@pytest.mark.parametrize("number", ["0", "99999999999999999999999"])
def test_an_answer_that_never_was_is_not_there(client: Client, number: str) -> None:
    assert client.get(f"/phan-anh/da-tra-loi/{number}/").status_code == 404


def test_a_procedure_that_is_not_online_is_not_named(client: Client) -> None:
    procedure = make_procedure(title="Đăng ký thường trú")
    procedure.unpublish()
    page = client.get(reverse("feedback:published", args=[make_answer(procedure=procedure)]))
    assert "Đăng ký thường trú" not in page.content.decode()


@pytest.mark.parametrize(
    ("text", "name", "covered"),
    [
        ("Kính gửi ông Trần Văn Thử.", "Trần Văn Thử", f"Kính gửi ông {COVER}."),
        ("TRẦN VĂN\nTHỬ đã nộp.", "Trần Văn Thử", f"{COVER} đã nộp."),
        ("Chị Lan đã nộp.", "Lan", "Chị Lan đã nộp."),
        ("Không có tên.", "", "Không có tên."),
        ("Ông (A) B", "(A) B", f"Ông {COVER}"),
    ],
    ids=["whole", "capitals", "one word", "none", "signs"],
)
def test_a_whole_name_is_covered(text: str, name: str, covered: str) -> None:
    assert cover_name(text, name) == covered
