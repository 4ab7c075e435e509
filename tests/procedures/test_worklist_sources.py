"""Work that comes from elsewhere: imports, decisions, links, vain searches, complaints, drafts that wait."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Department, User
from feedback.models import FeedbackReason
from procedures.models import BrokenLink, DecisionItem, ProcedurePage, SourceRecord
from procedures.services import review
from procedures.services.review import APPROVERS
from search.models import QueryStatus, ZeroHitQuery
from tests.feedback.factories import CaseFactory
from tests.procedures.editors import client_of, group
from tests.procedures.factories import DecisionFactory, UserFactory, procedure
from tests.procedures.listed_work import imported, lines

pytestmark = pytest.mark.django_db


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
