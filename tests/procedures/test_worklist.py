"""What an editor finds in the morning: each source finds its work, says it in a sentence and leads to the place."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import Department, User
from feedback.models import FeedbackReason
from procedures.models import (
    BrokenLink,
    DecisionItem,
    DossierItem,
    Form,
    ImportBatch,
    ImportRow,
    ProcedurePage,
    SourceRecord,
)
from procedures.services import review
from procedures.services.review import APPROVERS, EDITORS
from procedures.services.worklist.overview import counts, screen
from procedures.worklist import Asked, WorkLine, source_named, sources_for
from search.models import QueryStatus, ZeroHitQuery
from tests.feedback.factories import CaseFactory
from tests.procedures.editors import client_of, group
from tests.procedures.factories import (
    DecisionFactory,
    DepartmentFactory,
    FieldFactory,
    LegalBasisFactory,
    UserFactory,
    add_case,
    add_fee,
    add_time,
    catalogue_index,
    procedure,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def justice() -> Department:
    catalogue_index()
    return DepartmentFactory.create(name="Sở Tư pháp")


@pytest.fixture
def editor(justice: Department) -> User:
    user: User = UserFactory.create(department=justice)
    user.groups.add(group(EDITORS))
    return user


@pytest.fixture
def root(justice: Department) -> User:
    user: User = UserFactory.create(is_superuser=True)
    return user


def lines(user: User, name: str, kind: str = "", field_id: int | None = None) -> list[WorkLine]:
    source = source_named(name)
    assert source is not None
    asked = Asked(user=User.objects.get(pk=user.pk), today=timezone.localdate(), field_id=field_id, kind=kind)
    return screen(source, asked, "")[1]


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


def test_a_missing_part_is_named_and_linked_to_its_place(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    add_fee(page, 5000)
    (line,) = lines(editor, "thieu-noi-dung")
    assert "b) Trình tự thực hiện" in line.problem
    assert "Phí, lệ phí" not in line.problem
    assert line.places[0].url == f"/admin/pages/{page.pk}/edit/#:w:contentpath=steps"


def test_one_part_can_be_asked_for(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    add_fee(page, 5000)
    assert lines(editor, "thieu-noi-dung", "fee") == []
    assert [line.page_id for line in lines(editor, "thieu-noi-dung", "time")] == [page.pk]


@pytest.mark.parametrize("status", ["abolished", "replaced"])
def test_nobody_completes_what_is_gone(editor: User, justice: Department, status: str) -> None:
    procedure(responsible_department=justice, status=status)
    assert lines(editor, "thieu-noi-dung") == []


def test_two_terms_for_the_same_case_contradict_each_other(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    add_time(page, 10, channel="direct")
    add_time(page, 20, unit="day", channel="direct")
    (line,) = lines(editor, "thoi-han-mau-thuan")
    assert "10" in line.problem
    assert "20" in line.problem


@pytest.mark.parametrize(
    "second",
    [
        {"value": 20, "channel": "online"},
        {"value": 20, "case_label": "Vùng khó khăn"},
        {"value": 10},
        {"value": 20, "valid_from": date(2099, 1, 1)},
        {"value": None, "unit": "see_text"},
    ],
)
def test_terms_for_different_cases_do_not(editor: User, justice: Department, second: dict[str, Any]) -> None:
    page = procedure(responsible_department=justice)
    add_time(page, 10, channel="direct")
    add_time(page, **{"channel": "direct", **second})
    assert lines(editor, "thoi-han-mau-thuan") == []


def test_a_fee_that_nobody_read_shows_the_words_of_its_source(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    add_fee(page, verbatim="Theo mức của Hội đồng nhân dân tỉnh")
    (line,) = lines(editor, "le-phi-chua-ro")
    assert "Theo mức của Hội đồng nhân dân tỉnh" in line.problem
    assert line.places[0].url.endswith("contentpath=fees")


def test_a_page_is_stale_when_its_day_came_its_law_died_or_nobody_looked(
    editor: User, justice: Department
) -> None:
    today, now = timezone.localdate(), timezone.now()
    due = procedure(responsible_department=justice, review_on=today)
    dead = LegalBasisFactory.create(number="1/2020/NĐ-CP", valid_to=today - timedelta(days=1))
    replaced = LegalBasisFactory.create(
        number="2/2020/NĐ-CP", replaced_by=LegalBasisFactory.create(number="3/2026/NĐ-CP")
    )
    on_dead_law = procedure(responsible_department=justice, legal_bases=[dead, replaced])
    old = procedure(responsible_department=justice, last_published_at=now - timedelta(days=181))
    procedure(responsible_department=justice, last_published_at=now - timedelta(days=5))
    procedure(responsible_department=justice, review_on=today + timedelta(days=30))
    assert [line.page_id for line in lines(editor, "can-ra-soat", "den-ngay")] == [due.pk]
    (line,) = lines(editor, "can-ra-soat", "can-cu")
    assert line.page_id == on_dead_law.pk
    assert "2/2020/NĐ-CP đã được thay bằng 3/2026/NĐ-CP" in line.problem
    assert "1/2020/NĐ-CP hết hiệu lực" in line.problem
    assert [line.page_id for line in lines(editor, "can-ra-soat", "da-lau")] == [old.pk]
    assert len(lines(editor, "can-ra-soat")) == 3


def imported(page: ProcedurePage | None, **kwargs: Any) -> ImportRow:
    batch = ImportBatch.objects.create(name="Cổng quốc gia")
    row: ImportRow = ImportRow.objects.create(
        batch=batch, number=1, source="a.json", reader="portal", code="1.000001", page=page, **kwargs
    )
    return row


def test_an_undecided_conflict_leads_to_the_imports_row(root: User, justice: Department) -> None:
    conflict = {"field": "fees", "label": "Phí, lệ phí", "before": "1", "after": "2", "path": "fees"}
    row = imported(
        procedure(responsible_department=justice),
        plan="conflict",
        needs_decision=True,
        conflicts=["fees"],
        differences=[conflict],
    )
    (line,) = lines(root, "nhap-mau-thuan")
    assert "Phí, lệ phí" in line.problem
    assert line.places[0].url == reverse("procedures_imports:row", args=[row.batch_id, row.number])


def test_an_imported_doubt_waits_until_the_draft_is_published(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice, live=False, has_unpublished_changes=True)
    row = imported(page, plan="create", outcome="created", doubtful=True)
    row.findings.create(
        batch=row.batch,
        source="a.json",
        severity="doubt",
        kind="time_conflict",
        reason="Hai thời hạn khác nhau",
    )
    (line,) = lines(editor, "nhap-nghi-ngo")
    assert "Hai thời hạn khác nhau" in line.problem
    ProcedurePage.objects.filter(pk=page.pk).update(live=True, has_unpublished_changes=False)
    assert lines(editor, "nhap-nghi-ngo") == []


def test_news_at_the_source_lead_to_the_choice(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    SourceRecord.objects.create(
        page=page, file="b.json", pending_digest="x", pending_record={}, pending_seen_at=timezone.now()
    )
    (line,) = lines(editor, "nguon-da-doi")
    assert "b.json" in line.problem
    assert line.places[0].url == reverse("procedures_imports:news", args=[page.pk])


def test_a_broken_link_leads_to_its_place(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    now = timezone.now()
    BrokenLink.objects.create(
        page=page,
        url="https://a.vn/x",
        place="steps",
        problem="trang không còn",
        first_seen_at=now,
        checked_at=now,
    )
    (line,) = lines(editor, "lien-ket-hong")
    assert line.places[0].url.endswith(f"/{page.pk}/edit/#:w:contentpath=steps")


def test_a_paper_whose_form_has_no_file_is_found(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    add_case(page, "Tờ khai", form_code="CT01")
    fileless = Form.objects.create(code="TK02", name="Tờ khai 02", slug="tk02")
    case = add_case(page, "Tờ khai khác")
    DossierItem.objects.filter(case=case).update(form=fileless)
    add_case(page, "Giấy chứng sinh")
    (line,) = lines(editor, "thieu-mau-don")
    assert "CT01; TK02" in line.problem


def test_a_decision_that_was_not_carried_out_is_found(editor: User, root: User, justice: Department) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    decision = DecisionFactory.create(effective_on=yesterday)
    page = procedure(responsible_department=justice)
    DecisionItem.objects.create(decision=decision, action="abolish", procedure=page)
    DecisionItem.objects.create(
        decision=decision, action="abolish", code="1.999999", problem="không có trang"
    )
    DecisionItem.objects.create(
        decision=decision, action="new", code="1.888888", applied_at=timezone.now(), problem=""
    )
    assert [line.code for line in lines(editor, "quyet-dinh-vuong")] == [page.code]
    assert {line.code for line in lines(root, "quyet-dinh-vuong")} == {page.code, "1.999999"}


def test_what_was_searched_in_vain_leads_to_a_name_and_to_a_synonym_with_the_words_in_it(root: User) -> None:
    today = timezone.localdate()
    ZeroHitQuery.objects.create(text="lam ho khau", count=7, last_seen=today)
    ZeroHitQuery.objects.create(text="so do", count=3, last_seen=today, status=QueryStatus.ANSWERED)
    (line,) = lines(root, "tim-khong-thay")
    assert "7 lần" in line.problem
    name, synonym = (client_of(root).get(place.url).content.decode() for place in line.places[:2])
    assert "lam ho khau</textarea>" in name
    assert 'value="lam ho khau"' in synonym


def test_words_searched_in_vain_are_not_shown_to_everybody(editor: User) -> None:
    assert "tim-khong-thay" not in [source.name for source in sources_for(editor)]


def test_a_complaint_about_the_page_says_nothing_of_the_citizen(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    wrong = FeedbackReason.objects.get(code="page_wrong")
    case = CaseFactory(
        procedure=page, reason=wrong, subject="Ông Nguyễn Văn A phàn nàn", content="Số 0912345678"
    )
    CaseFactory(procedure=page, reason=FeedbackReason.objects.get(code="late"))
    CaseFactory(procedure=procedure(), reason=wrong)
    (line,) = lines(editor, "phan-anh-trang-sai")
    assert case.public_code in line.problem
    assert "Nguyễn" not in repr(line)
    assert "0912345678" not in repr(line)
    assert [place.url for place in line.places] == [f"/admin/pages/{page.pk}/edit/"]
    html = (
        client_of(editor).get(reverse("catalogue_work:source", args=["phan-anh-trang-sai"])).content.decode()
    )
    assert "phàn nàn" not in html


def test_drafts_go_from_mine_to_the_approvers_and_back(editor: User, justice: Department) -> None:
    approver: User = UserFactory.create(department=justice)
    approver.groups.add(group(APPROVERS))
    page = procedure(responsible_department=justice)
    page.title = "Tên mới"
    page.save_revision(user=editor)
    assert [line.title for line in lines(editor, "ban-nhap-cua-toi")] == ["Tên mới"]
    fresh = ProcedurePage.objects.get(pk=page.pk)
    review.submit(fresh, editor)
    assert lines(editor, "ban-nhap-cua-toi") == []
    assert lines(editor, "cho-duyet") == []
    assert [line.page_id for line in lines(approver, "cho-duyet")] == [page.pk]
    fresh.current_workflow_task_state.reject(user=approver, comment="Ghi thiếu căn cứ")
    (line,) = lines(editor, "bi-tra-lai")
    assert line.problem == "Ghi thiếu căn cứ"


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


def test_every_place_in_the_form_exists(root: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    procedure(responsible_department=justice)
    html = client_of(root).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    from procedures.services.completeness import PARTS

    for place in [part.place for part in PARTS] + ["legal_bases", "review_on", "portal_url", "note"]:
        assert f'data-contentpath="{place}"' in html, place


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
