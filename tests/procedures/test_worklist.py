"""What an editor finds in the morning: the lists, whose work is in them, what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import Department, User
from procedures.models import BrokenLink, ProcedurePage
from procedures.services.worklist.overview import counts
from procedures.worklist import Asked, source_named, sources_for
from tests.procedures.editors import client_of
from tests.procedures.factories import (
    DepartmentFactory,
    FieldFactory,
    LegalBasisFactory,
    UserFactory,
    add_case,
    add_fee,
    add_time,
    procedure,
)
from tests.procedures.listed_work import imported, lines

pytestmark = pytest.mark.django_db


def test_the_sources_are_these() -> None:
    root: User = UserFactory.create(is_superuser=True)
    assert [source.name for source in sources_for(root)] == [
        "cho-duyet",
        "bi-tra-lai",
        "ban-nhap-cua-toi",
        "phan-anh-trang-sai",
        "quyet-dinh-vuong",
        "thieu-noi-dung",
        "nhap-mau-thuan",
        "nhap-nghi-ngo",
        "thoi-han-mau-thuan",
        "nguon-da-doi",
        "le-phi-chua-ro",
        "can-ra-soat",
        "lien-ket-hong",
        "thieu-mau-don",
        "tim-khong-thay",
        "co-quan-moi",
    ]


def test_words_searched_in_vain_are_not_shown_to_everybody(editor: User) -> None:
    assert "tim-khong-thay" not in [source.name for source in sources_for(editor)]


def test_a_departments_editor_sees_only_his_departments_work(editor: User) -> None:
    foreign = procedure(responsible_department=DepartmentFactory.create())
    add_fee(foreign, verbatim="Theo quy định")
    add_time(foreign, 1)
    add_time(foreign, 2)
    add_case(foreign, "Tờ khai", form_code="CT01")
    imported(foreign, plan="create", outcome="created", doubtful=True)
    now = timezone.now()
    BrokenLink.objects.create(
        page=foreign, url="x", place="steps", problem="x", first_seen_at=now, checked_at=now
    )
    ProcedurePage.objects.filter(pk=foreign.pk).update(
        review_on=timezone.localdate(), has_unpublished_changes=True
    )
    asked = Asked(user=editor, today=timezone.localdate())
    assert {row.source.name: row.count for row in counts(asked) if row.count} == {}


def test_a_list_can_be_narrowed_to_a_field(editor: User, justice: Department) -> None:
    field = FieldFactory.create()
    inside = procedure(responsible_department=justice, fields=[field])
    procedure(responsible_department=justice)
    assert [line.page_id for line in lines(editor, "thieu-noi-dung", field_id=field.pk)] == [inside.pk]


@pytest.mark.parametrize(
    "name",
    [
        source.name
        for source in map(
            source_named,
            (
                "thieu-noi-dung",
                "can-ra-soat",
                "le-phi-chua-ro",
                "thoi-han-mau-thuan",
                "thieu-mau-don",
                "ban-nhap-cua-toi",
            ),
        )
        if source
    ],
)
def test_more_pages_are_no_more_questions(editor: User, justice: Department, name: str) -> None:
    def make(number: int) -> None:
        for _n in range(number):
            page = procedure(responsible_department=justice, review_on=timezone.localdate())
            add_fee(page, verbatim="Theo quy định")
            add_time(page, 1)
            add_time(page, 2)
            add_case(page, "Tờ khai", form_code="CT01")
            page.save_revision(user=editor)

    def asked_for() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert lines(editor, name)
        return len(queries)

    make(1)
    lines(editor, name)
    few = asked_for()
    make(6)
    assert asked_for() == few


def test_the_screens_open_for_an_editor(editor: User, justice: Department) -> None:
    procedure(responsible_department=justice)
    client = client_of(editor)
    assert "Việc cần làm" in client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Thiếu nội dung theo luật" in client.get(reverse("catalogue_work:index")).content.decode()
    for source in sources_for(editor):
        assert client.get(reverse("catalogue_work:source", args=[source.name])).status_code == 200
    assert client.get(reverse("catalogue_work:source", args=["co-quan-moi"])).status_code == 404
    assert client.get(reverse("catalogue_work:source", args=["khong-co"])).status_code == 404


def test_choices_are_for_editors_only(editor: User) -> None:
    basis = LegalBasisFactory.create(number="123/2015/NĐ-CP")
    url = reverse("catalogue_work:choices", args=["can-cu"])
    assert client_of(editor).get(url, {"q": "123/2015"}).json() == {
        "rows": [{"id": basis.pk, "label": str(basis)}]
    }
    assert client_of(UserFactory.create()).get(url, {"q": "1"}).status_code == 302
