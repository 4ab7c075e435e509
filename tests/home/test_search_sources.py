"""What is found beside procedures: only what is public, followed by signals, shown in a constant number of queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, PageViewRestriction

from core.models import AdministrativeUnit, Department
from feedback.models import Case, CaseAnswer
from feedback.workflow import State
from home.models import HomePage, OneStopIndexPage, OneStopPage, PlaceService, StandardPage
from search.engines.base import Document
from search.models import IndexTask
from search.sources import Presented, listed_sources, source_for
from tests.feedback.factories import CaseAnswerFactory, CaseFactory, make_procedure
from tests.home.factories import make_place, make_site, make_standard_page

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NOTICE = [
    ("text", "<h2>Giờ cao điểm</h2><p>Nên đến <b>trước 9 giờ</b>.</p>"),
    ("notice", {"kind": "wait", "title": "Mang theo", "text": "căn cước bản gốc"}),
]


@pytest.fixture
def home() -> HomePage:
    return make_site()


def make_answer(**changes: Any) -> CaseAnswer:
    """A published answer; ``case__…`` and plain names change it."""
    now = timezone.now()
    case = CaseFactory(
        **{
            "state": State.PUBLISHED,
            "publish_consent": True,
            "answered_at": now,
            "published_at": now,
            "public_content": "Trả kết quả tạm trú chậm ba ngày.",
            "subject": "Tóm tắt của riêng người gửi",
            "content": "Nguyên văn của riêng người gửi",
        }
        | {name[6:]: value for name, value in changes.items() if name.startswith("case__")}
    )
    own = {name: value for name, value in changes.items() if not name.startswith("case__")}
    answer: CaseAnswer = CaseAnswerFactory(**{"case": case, "sent_at": now, "is_public": True} | own)
    return answer


def entry(collection: str, pk: int) -> Document | None:
    return next(iter(source_for(collection).documents_for([pk], TODAY)), None)


def present(collection: str, ids: list[int]) -> list[Presented]:
    source = next(source for source in listed_sources() if source.collection == collection)
    return source.present(ids)


def queued(collection: str) -> set[int]:
    return set(IndexTask.objects.filter(collection=collection).values_list("object_id", flat=True))


def test_the_groups_of_the_results_page_have_headings() -> None:
    assert [(source.collection, str(source.label)) for source in listed_sources()] == [
        ("guides", "Trang hướng dẫn"),
        ("places", "Nơi nộp hồ sơ"),
        ("answers", "Phản ánh đã trả lời công khai"),
    ]


def test_a_guide_is_found_by_all_its_words(home: HomePage) -> None:
    guide = make_standard_page(
        home, title="Đến quầy thế nào", slug="den-quay", introduction="Lời đầu.", body=NOTICE
    )
    document = entry("guides", guide.pk)
    assert document is not None
    assert document.title == "Đến quầy thế nào"
    for words in ("Lời đầu.", "Giờ cao điểm", "trước 9 giờ", "Mang theo", "căn cước bản gốc"):
        assert words in document.body
    assert "<" not in document.body


def test_a_guide_is_shown_with_its_beginning(home: HomePage) -> None:
    guide = make_standard_page(home, title="Đến quầy thế nào", slug="den-quay", body=NOTICE)
    assert present("guides", [guide.pk]) == [
        Presented("Đến quầy thế nào", guide.get_url() or "", present("guides", [guide.pk])[0].summary)
    ]
    assert present("guides", [guide.pk])[0].summary.startswith("Giờ cao điểm")


def own_guides() -> dict[str, int]:
    """The pages that are none of the tree, by address."""
    ids = [pk for pk in source_for("guides").ids(TODAY) if pk >= 2**31]
    return {shown.url: pk for pk, shown in zip(ids, present("guides", ids), strict=True)}


def test_guides_that_are_no_pages_of_the_tree_are_among_the_guides() -> None:
    assert own_guides() == {
        "/phan-anh/khieu-nai/": 2**31 + 1,
        "/phan-anh/to-cao/": 2**31 + 2,
        "/phan-anh/": 2**31 + 3,
        "/tra-cuu/": 2**31 + 4,
        "/tinh-ngay/": 2**31 + 101,
    }


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/phan-anh/khieu-nai/", ("khiếu nại quyết định hành chính", "90 ngày từ khi nhận", "Chữ ký")),
        ("/phan-anh/to-cao/", ("tố cáo cán bộ tham nhũng", "phải được giữ bí mật", "Đơn tố cáo")),
        ("/phan-anh/", ("phản ánh thái độ cán bộ", "kiến nghị")),
    ],
    ids=["complaint", "denunciation", "sending"],
)
def test_such_a_guide_is_found_by_its_text_and_by_what_people_call_it(
    address: str, words: tuple[str, ...]
) -> None:
    document = entry("guides", own_guides()[address])
    assert document is not None
    text = "\n".join((document.title, *document.aliases, document.body))
    assert [word for word in words if word not in text] == []
    assert "<" not in text


def test_such_a_guide_is_shown_in_the_language_of_the_reader_and_indexed_the_same_in_any() -> None:
    pk = own_guides()["/phan-anh/to-cao/"]
    vietnamese = entry("guides", pk)
    with override("en"):
        assert entry("guides", pk) == vietnamese
        shown = present("guides", [pk])[0]
    assert shown.url == "/en/phan-anh/to-cao/"
    assert vietnamese is not None
    assert vietnamese.title == "Tố cáo: nộp ở đâu, được bảo vệ thế nào"
    assert shown.title in (vietnamese.title, *vietnamese.aliases)


def test_pages_and_guides_of_the_site_s_own_stand_in_the_order_that_was_asked_for(home: HomePage) -> None:
    page = make_standard_page(home, title="Đến quầy thế nào", slug="den-quay")
    own = own_guides()
    wanted = [own["/phan-anh/to-cao/"], page.pk, 2**31 + 999, own["/phan-anh/khieu-nai/"]]
    assert [row.url for row in present("guides", wanted)] == [
        "/phan-anh/to-cao/",
        page.get_url(),
        "/phan-anh/khieu-nai/",
    ]
    assert {each.id for each in source_for("guides").documents_for(wanted, TODAY)} == {*wanted} - {
        2**31 + 999
    }


def test_a_place_is_found_by_the_units_that_it_serves_and_shown_with_address_and_hours(
    home: HomePage,
) -> None:
    place = make_place(
        OneStopIndexPage.objects.get(), title="Trung tâm Tân Mỹ", slug="tan-my", phone="0290 1"
    )
    ward = AdministrativeUnit.objects.create(
        code="1", name="phường Tân Mỹ", kind=AdministrativeUnit.Kind.WARD
    )
    place.units_served.add(ward)
    place.department = Department.objects.create(code="tm", name="UBND phường Tân Mỹ")
    place.save()
    PlaceService.objects.create(page=place, name="Máy quét giấy tờ")
    document = entry("places", place.pk)
    assert document is not None
    assert {"phường Tân Mỹ", "UBND phường Tân Mỹ"} <= set(document.context)
    assert "Máy quét giấy tờ" in document.body
    assert "Số 12 đường Hùng Vương" in document.body
    shown = present("places", [place.pk])[0]
    assert shown.url == place.get_url()
    assert shown.summary == (
        "Số 12 đường Hùng Vương · Thứ Hai – thứ Sáu 7:30–11:30, 13:30–17:00 · 0290\u00a01"
    )


@pytest.mark.parametrize("how", ["draft", "private", "below a private page"])
def test_a_page_that_is_not_public_is_nowhere(home: HomePage, how: str) -> None:
    guide = make_standard_page(home, title="Nội bộ", slug="noi-bo")
    if how == "draft":
        guide.unpublish()
    else:
        page = guide if how == "private" else home
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert entry("guides", guide.pk) is None
    assert guide.pk not in source_for("guides").ids(TODAY)
    assert present("guides", [guide.pk]) == []


def test_an_answer_is_found_by_what_was_published_and_by_nothing_else_of_the_case(home: HomePage) -> None:
    procedure = make_procedure(title="Đăng ký tạm trú")
    answer = make_answer(case__procedure=procedure, body="Chúng tôi xin lỗi bạn.")
    document = entry("answers", answer.pk)
    assert document is not None
    assert document.title == "Trả kết quả tạm trú chậm ba ngày."
    assert document.context == (answer.case.owner_department.name, "Đăng ký tạm trú")
    assert "Chúng tôi xin lỗi bạn." in document.body
    assert document.code == ""
    assert "riêng người gửi" not in repr(document)
    assert answer.case.public_code not in repr(document)


def test_what_names_the_sender_is_covered_in_an_answer() -> None:
    answer = make_answer(
        body="Kính gửi ông trần văn  thử, số 0912 345 678.",
        reason="Ông TRẦN VĂN THỬ nộp ngày 3/11.",
        next_step="Thư gửi đến thu@example.vn.",
    )
    answer.case.contact.name = "Trần Văn Thử"
    answer.case.contact.save()
    document = entry("answers", answer.pk)
    assert document is not None
    for word in ("Thử", "thử", "THỬ", "345", "example.vn"):
        assert word not in document.body


@pytest.mark.parametrize(
    "change",
    [
        {"is_public": False},
        {"case__publish_consent": False},
        {"case__public_content": ""},
        {"case__state": State.REOPENED, "case__reopen_count": 1},
        {"case__state": State.ANSWERED},
        {"case__state": State.PUBLISH_PENDING},
    ],
    ids=["not public", "no consent", "no public text", "opened again", "answered", "waiting"],
)
def test_an_answer_that_is_not_public_is_nowhere(change: dict[str, Any]) -> None:
    answer = make_answer(**change)
    assert entry("answers", answer.pk) is None
    assert source_for("answers").ids(TODAY) == []
    assert present("answers", [answer.pk]) == []


def test_an_answer_that_another_followed_is_nowhere() -> None:
    answer = make_answer(case__state=State.CLOSED)
    assert source_for("answers").ids(TODAY) == [answer.pk]
    CaseAnswerFactory(case=answer.case, sent_at=timezone.now() + timedelta(hours=1))
    assert source_for("answers").ids(TODAY) == []


def test_an_answer_is_shown_with_the_unit_that_gave_it() -> None:
    answer = make_answer(body="Chúng tôi xin lỗi bạn.")
    assert present("answers", [answer.pk]) == [
        Presented(
            "Trả kết quả tạm trú chậm ba ngày.",
            f"/phan-anh/da-tra-loi/{answer.pk}/",
            f"{answer.case.owner_department.name} trả lời: Chúng tôi xin lỗi bạn.",
        )
    ]


def test_hits_are_shown_in_the_order_of_their_ids_and_without_those_that_are_gone(home: HomePage) -> None:
    pages = [make_standard_page(home, title=f"Trang {n}", slug=f"trang-{n}") for n in range(3)]
    wanted = [pages[2].pk, 999_999, pages[0].pk]
    assert [row.title for row in present("guides", wanted)] == ["Trang 2", "Trang 0"]


def make_many(collection: str, home: HomePage) -> list[int]:
    if collection == "answers":
        return [make_answer(case__procedure=make_procedure(code=f"1.00000{n}")).pk for n in range(3)]
    if collection == "guides":
        return [make_standard_page(home, title=f"Trang {n}", slug=f"t-{n}").pk for n in range(3)]
    index = OneStopIndexPage.objects.get()
    return [make_place(index, title=f"Nơi {n}", slug=f"n-{n}").pk for n in range(3)]


@pytest.mark.parametrize("collection", ["answers", "guides", "places"])
def test_one_hit_costs_as_many_queries_as_many(
    home: HomePage, collection: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ids = make_many(collection, home)
    present(collection, ids[:1])  # where the site's pages begin is remembered
    with django_assert_max_num_queries(12) as one:
        present(collection, ids[:1])
        source_for(collection).documents_for(ids[:1], TODAY)
    with django_assert_max_num_queries(len(one.captured_queries)):
        assert len(present(collection, ids)) == 3
        assert len(source_for(collection).documents_for(ids, TODAY)) == 3


def change_published_case() -> tuple[str, int]:
    answer = make_answer()
    IndexTask.objects.all().delete()
    answer.case.state = State.CLOSED
    answer.case.save()
    return "answers", answer.pk


def send_answer() -> tuple[str, int]:
    return "answers", make_answer().pk


def publish_guide() -> tuple[str, int]:
    guide = StandardPage.objects.get(slug="quyen-rieng-tu")
    guide.save_revision().publish()
    return "guides", guide.pk


def delete_place() -> tuple[str, int]:
    place = OneStopPage.objects.get()
    pk = place.pk
    place.delete()
    return "places", pk


def close_branch() -> tuple[str, int]:
    page = Page.objects.get(pk=OneStopIndexPage.objects.get().pk)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return "places", OneStopPage.objects.get().pk


def rename_unit() -> tuple[str, int]:
    place = OneStopPage.objects.get()
    unit = AdministrativeUnit.objects.create(code="1", name="xã Cũ", kind=AdministrativeUnit.Kind.COMMUNE)
    place.units_served.add(unit)
    place.save()
    IndexTask.objects.all().delete()
    unit.name = "xã Mới"
    unit.save()
    return "places", place.pk


@pytest.mark.parametrize(
    "change",
    [change_published_case, send_answer, publish_guide, delete_place, close_branch, rename_unit],
    ids=["case", "answer", "publish", "delete", "close", "rename"],
)
def test_changes_are_queued(home: HomePage, change: Any) -> None:
    IndexTask.objects.all().delete()
    collection, pk = change()
    assert pk in queued(collection)


def test_a_case_that_was_never_published_queues_nothing() -> None:
    case: Case = CaseFactory()
    case.save()
    CaseAnswerFactory(case=case)
    assert queued("answers") == set()
