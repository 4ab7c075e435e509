"""The list of published answers, and the page of each."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from core.caching import bump_content_version
from core.calendar.days import LOCAL_ZONE
from core.models import SiteIdentity
from feedback.models import Case, CaseAnswer
from feedback.redaction import COVER, cover_name
from feedback.services.published import present_published, published_answers
from feedback.workflow import State
from procedures.models import Field, ProcedureIndexPage, ProcedurePage
from tests.feedback.factories import NOW, CaseAnswerFactory, CaseFactory, DepartmentFactory, make_procedure

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


def listed(client: Client, **asked: str) -> list[str]:
    """The titles on the list, in order."""
    response = client.get(reverse("feedback:published_list"), asked)
    assert response.status_code == 200
    return [answer.title for answer in response.context["answers"]]


def at_the_beginning_of(day: date, **case: object) -> int:
    answer = make_answer(public_content=f"Phản ánh {day:%d/%m}.", **case)
    sent = datetime.combine(day, time(8), LOCAL_ZONE)
    CaseAnswer.objects.filter(pk=answer).update(sent_at=sent)
    return answer


def test_published_answers_are_listed_the_newest_first(client: Client) -> None:
    for day in (2, 4, 3):
        at_the_beginning_of(date(2026, 11, day))
    assert listed(client) == ["Phản ánh 04/11.", "Phản ánh 03/11.", "Phản ánh 02/11."]


def test_the_list_says_of_each_who_answered_when_and_what_and_nothing_of_the_sender(client: Client) -> None:
    answer = make_answer()
    page = client.get(reverse("feedback:published_list")).content.decode()
    assert f'href="/phan-anh/da-tra-loi/{answer}/"' in page
    for words in ("Trả kết quả tạm trú chậm ba ngày.", "23/11/2026", "Đơn vị số", "Chúng tôi xin lỗi bạn."):
        assert words in page
    assert "riêng người gửi" not in page
    assert Case.objects.get().public_code not in page


@pytest.mark.parametrize(
    "change",
    [
        {"state": State.REOPENED, "reopen_count": 1},
        {"state": State.ANSWERED},
        {"publish_consent": False},
        {"public_content": ""},
    ],
    ids=["opened again", "answered", "no consent", "no public text"],
)
def test_what_is_not_public_is_not_listed_and_offers_no_choice(
    client: Client, change: dict[str, object]
) -> None:
    make_answer(procedure=about("Hộ tịch"), **change)
    response = client.get(reverse("feedback:published_list"))
    assert "Chưa có phản ánh nào được công khai." in response.content.decode()
    assert (response.context["units"], response.context["fields"]) == ([], [])


def about(field: str, code: str = "1.001193", **page: Any) -> ProcedurePage:
    """A procedure of a field."""
    procedure = make_procedure(code, f"Thủ tục về {field}", **page)
    procedure.fields.add(Field.objects.get_or_create(code=field, defaults={"name": field})[0])
    procedure.save()
    return procedure


def test_the_list_is_chosen_from_by_unit_and_by_field(client: Client) -> None:
    ward, office = DepartmentFactory(name="UBND phường Tân Mỹ"), DepartmentFactory(name="Sở Tư pháp")
    make_answer(public_content="Một.", owner_department=ward, procedure=about("Hộ tịch", "1.000001"))
    make_answer(public_content="Hai.", owner_department=office, procedure=about("Đất đai", "1.000002"))
    make_answer(public_content="Ba.", owner_department=ward)
    unit = {"don-vi": ward.code}
    assert sorted(listed(client, **unit)) == ["Ba.", "Một."]
    assert listed(client, **{"linh-vuc": "ho-tich"}) == ["Một."]
    assert listed(client, **unit, **{"linh-vuc": "dat-dai"}) == []
    assert len(listed(client, **{"don-vi": "khong-co", "linh-vuc": "' OR 1"})) == 3
    response = client.get(reverse("feedback:published_list"), unit)
    assert [each.name for each in response.context["units"]] == ["Sở Tư pháp", "UBND phường Tân Mỹ"]
    assert {each.name for each in response.context["fields"]} == {"Hộ tịch", "Đất đai"}


def test_a_field_is_no_way_to_what_a_case_was_about_when_its_procedure_is_not_online(client: Client) -> None:
    procedure = about("Hộ tịch")
    make_answer(procedure=procedure)
    procedure.unpublish()
    response = client.get(reverse("feedback:published_list"), {"linh-vuc": "ho-tich"})
    assert list(response.context["fields"]) == []
    assert len(response.context["answers"]) == 1


def test_a_procedure_of_two_fields_is_listed_once(client: Client) -> None:
    procedure = about("Hộ tịch")
    procedure.fields.add(Field.objects.create(code="x", name="Cư trú"))
    procedure.save()
    make_answer(procedure=procedure)
    assert len(listed(client)) == len(listed(client, **{"linh-vuc": "cu-tru"})) == 1


def test_the_list_has_pages_that_keep_what_was_chosen_and_cost_the_same(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    units = [DepartmentFactory(), DepartmentFactory()]
    make_answer(owner_department=units[0])
    with CaptureQueriesContext(connection) as one:
        listed(client)
    for number in range(41):
        make_answer(public_content=f"Số {number}.", owner_department=units[number == 0])
    with django_assert_max_num_queries(len(one.captured_queries)):
        assert len(listed(client, trang="2")) == 20
    assert len(listed(client, trang="3")) == len(listed(client, trang="99")) == 2
    response = client.get(reverse("feedback:published_list"), {"don-vi": units[0].code})
    assert f'href="?don-vi={units[0].code}&amp;trang=2"' in response.content.decode()


def test_the_list_is_kept_for_all_readers_until_something_is_published(client: Client) -> None:
    SiteIdentity.for_site(Site.objects.get(is_default_site=True))  # made by the first reader otherwise
    address = reverse("feedback:published_list")
    client.get(address)
    assert client.get(address)["X-Cache"] == "hit"
    make_answer(public_content="Mới công khai.")
    bump_content_version()
    assert "Mới công khai." in client.get(address).content.decode()


def test_the_site_map_names_the_list_the_guides_and_every_answer(client: Client) -> None:
    answer = make_answer()
    make_answer(state=State.ANSWERED)
    named = client.get("/sitemap-feedback.xml").content.decode()
    for path in ("/phan-anh/", "/phan-anh/khieu-nai/", "/phan-anh/to-cao/", "/phan-anh/da-tra-loi/"):
        assert f"{path}</loc>" in named
    answers = client.get("/sitemap-answers.xml").content.decode()
    assert answers.count("<loc>") == 1
    assert f"/phan-anh/da-tra-loi/{answer}/</loc>" in answers


@pytest.mark.parametrize("address", ["/phan-anh/", "/phan-anh/da-tra-loi/{}/"], ids=["start", "answer"])
def test_the_list_is_linked_where_people_come_by(client: Client, address: str) -> None:
    page = client.get(address.format(make_answer())).content.decode()
    assert 'href="/phan-anh/da-tra-loi/"' in page


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
