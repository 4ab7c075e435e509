"""The public pages of decisions, the report of late ones, and the screen on which a decision is approved."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.caching import bump_content_version
from core.models import User
from procedures.models import DecisionItem, ProcedurePage, PublicationDecision
from procedures.services.decisions import approve, carry_out_due
from procedures.services.review import APPROVERS, EDITORS, ensure_review
from tests.procedures.decision_cases import CASES
from tests.procedures.factories import DecisionFactory, UserFactory, catalogue_index, procedure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_pages_of_other_tests() -> None:
    """Rows of different tests have the same addresses, and a rolled back transaction commits nothing."""
    bump_content_version()


ADMIN = "wagtailsnippets_procedures_publicationdecision"


def decision(**kwargs: Any) -> PublicationDecision:
    made: PublicationDecision = DecisionFactory.create(**kwargs)
    return made


def item(
    of: PublicationDecision, action: str, page: ProcedurePage | None = None, **kwargs: Any
) -> DecisionItem:
    return DecisionItem.objects.create(decision=of, action=action, procedure=page, **kwargs)


def text(client: Client, url: str, **query: Any) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_decision_that_is_still_being_written_is_nowhere(client: Client) -> None:
    made = decision(number="77/QĐ-UBND")
    item(made, "abolish", procedure())
    assert "77/QĐ-UBND" not in text(client, "/quyet-dinh/")
    assert client.get(f"/quyet-dinh/{made.pk}/").status_code == 404


def test_a_decision_that_a_page_online_names_is_listed_without_unapproved_items(client: Client) -> None:
    made = decision(number="78/QĐ-UBND")
    shown = procedure(title="Việc đang áp dụng", decision=made)
    hidden = procedure(title="Việc chưa ai duyệt bãi bỏ")
    item(made, "abolish", hidden)
    assert "78/QĐ-UBND" in text(client, "/quyet-dinh/", q="78")
    html = text(client, f"/quyet-dinh/{made.pk}/")
    assert shown.url in html
    assert hidden.title not in html
    assert "78/QĐ-UBND" not in text(client, "/quyet-dinh/", q="79")


def test_of_a_page_that_is_not_online_only_the_decisions_own_words_are_shown(client: Client) -> None:
    draft = procedure(title="Bản nháp kín", code="1.000001", live=False)
    old = procedure(title="Việc cũ", code="1.000002")
    made = decision(approved_at=timezone.now(), effective_on=timezone.localdate() + timedelta(days=9))
    item(made, "new", draft, code="1.000001", name="Tên trong quyết định")
    item(made, "replace", old, successor=draft)
    html = text(client, f"/quyet-dinh/{made.pk}/")
    assert "Bản nháp kín" not in html
    assert "Tên trong quyết định" in html
    assert old.url in html
    assert "có hiệu lực từ" in html


def test_the_procedures_page_says_what_is_coming_and_what_came_instead(client: Client) -> None:
    old, new = procedure(title="Việc cũ"), procedure(title="Việc mới")
    today = timezone.localdate()
    made = decision(number="80/QĐ-UBND", approved_at=timezone.now(), effective_on=today + timedelta(days=5))
    item(made, "replace", old, successor=new)
    html = text(client, old.url)
    assert "thủ tục này được thay thế." in html
    assert "80/QĐ-UBND" in html
    PublicationDecision.objects.filter(pk=made.pk).update(effective_on=today)
    carry_out_due(timezone.now())
    html = text(client, old.url)
    assert "Thủ tục này đã được thay thế." in html
    assert new.url in html
    assert "sẽ" not in html.split("</h1>")[0]


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(UserFactory.create(is_superuser=True, is_staff=True))
    return client


def test_every_figure_of_the_report_leads_to_its_list_and_its_file(office: Client) -> None:
    for number, (issuer, shortened, signed, effective, published, *_verdicts) in enumerate(CASES):
        decision(
            number=f"{number}/QĐ-X",
            issuer_type=issuer,
            is_shortened=shortened,
            decided_on=signed,
            effective_on=effective,
            published_on=published,
        )
    url = reverse(f"{ADMIN}:late")
    page = text(office, url)
    assert "2/5 (40 %)" in page
    assert "1/5 (20 %)" in page
    assert "ký chậm nhất 3 ngày sau ngày có hiệu lực" in page
    assert "Điều 15 và Điều 24 Nghị định 63/2010/NĐ-CP, chưa kiểm chứng" in page
    listed = text(office, url, muc="truoc-hieu-luc")
    assert "1/QĐ-X" in listed
    assert "0/QĐ-X" not in listed
    assert "không có dữ liệu" in text(office, url, nam="1999")
    file = b"".join(office.get(url, {"muc": "truoc-hieu-luc", "dang": "csv"}).streaming_content)
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["1/QĐ-X", "4/QĐ-X"]


def test_the_report_is_not_for_everybody(client: Client) -> None:
    client.force_login(UserFactory.create(is_staff=True))
    assert client.get(reverse(f"{ADMIN}:late")).status_code in {302, 403}


def form_data(**kwargs: Any) -> dict[str, Any]:
    data = {
        "number": "9/QĐ-UBND",
        "issuer": "UBND tỉnh An Hòa",
        "kind": "publish",
        "issuer_type": "province",
        "effective_on": "01/01/2027",
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-MIN_NUM_FORMS": "0",
        "items-MAX_NUM_FORMS": "1000",
        "items-0-action": "abolish",
        "items-0-ORDER": "1",
    }
    return data | kwargs


def test_saving_leads_to_the_preview_and_approving_to_the_day(office: Client) -> None:
    page = procedure(code="1.000001")
    response = office.post(reverse(f"{ADMIN}:add"), form_data(**{"items-0-procedure": page.pk}))
    made = PublicationDecision.objects.get(number="9/QĐ-UBND")
    plan = reverse(f"{ADMIN}:plan", args=[made.pk])
    assert response["Location"] == plan
    html = text(office, plan)
    assert "Duyệt để thực hiện" in html
    assert "Đã bị bãi bỏ, đến hết 31/12/2026" in html
    office.post(plan, {"act": "approve"})
    made.refresh_from_db()
    assert made.approved_at is not None
    assert "Thôi duyệt" in text(office, plan)
    office.post(plan, {"act": "take_back"})
    made.refresh_from_db()
    assert made.approved_at is None


def test_an_item_names_a_procedure_or_a_code(office: Client) -> None:
    html = office.post(reverse(f"{ADMIN}:add"), form_data()).content.decode()
    assert "Hãy chọn thủ tục, hoặc ghi mã của thủ tục." in html


def carried_out(page: ProcedurePage) -> tuple[PublicationDecision, DecisionItem]:
    made = decision(effective_on=timezone.localdate())
    row = item(made, "abolish", page)
    approve(made, UserFactory.create(is_superuser=True), timezone.now())
    carry_out_due(timezone.now())
    row.refresh_from_db()
    return made, row


def edited(row: DecisionItem, **kwargs: Any) -> dict[str, Any]:
    return (
        form_data(
            number=row.decision.number,
            effective_on=f"{row.decision.effective_on:%d/%m/%Y}",
            **{
                "items-INITIAL_FORMS": "1",
                "items-0-id": row.pk,
                "items-0-procedure": row.procedure_id,
                "items-0-code": row.code,
                "items-0-name": row.name,
            },
        )
        | kwargs
    )


def test_what_was_carried_out_can_be_undone_but_not_edited_away(office: Client) -> None:
    page = procedure()
    made, row = carried_out(page)
    edit = reverse(f"{ADMIN}:edit", args=[made.pk])
    assert office.post(edit, edited(row, title="Trích yếu")).status_code == 302
    for change in ({"items-0-action": "amend"}, {"items-0-DELETE": "on"}, {"effective_on": "01/03/2027"}):
        response = office.post(edit, edited(row, **change))
        assert response.status_code == 200
        assert "đã được thực hiện" in response.content.decode()
    plan = reverse(f"{ADMIN}:plan", args=[made.pk])
    office.post(plan, {"act": "undo", "item": row.pk, "reason": ""})
    assert ProcedurePage.objects.get(pk=page.pk).status == "abolished"
    office.post(plan, {"act": "undo", "item": row.pk, "reason": "Thu hồi"})
    assert ProcedurePage.objects.get(pk=page.pk).status == "published"
    assert "Thu hồi" in text(office, plan)


def test_changing_an_approved_decision_takes_its_approval_back(office: Client) -> None:
    made = decision(effective_on=date(2099, 1, 1), approved_at=timezone.now())
    row = item(made, "abolish", procedure())
    edit = reverse(f"{ADMIN}:edit", args=[made.pk])
    office.post(edit, edited(row, title="Trích yếu"))
    made.refresh_from_db()
    assert made.approved_at is not None
    office.post(edit, edited(row, **{"items-0-action": "amend"}))
    made.refresh_from_db()
    assert made.approved_at is None


def test_a_page_that_is_deleted_leaves_the_item_readable() -> None:
    page = procedure(code="1.000001")
    row = item(decision(), "abolish", page)
    page.delete()
    row.refresh_from_db()
    assert (row.procedure_id, row.code) == (None, "1.000001")


@pytest.mark.parametrize("act", ["approve", "take_back", "undo", "nonsense"])
def test_only_editors_of_decisions_reach_the_screen(client: Client, act: str) -> None:
    client.force_login(UserFactory.create(is_staff=True))
    made = decision(effective_on=date(2099, 1, 1))
    item(made, "abolish", procedure())
    assert client.post(reverse(f"{ADMIN}:plan", args=[made.pk]), {"act": act}).status_code in {302, 403}
    made.refresh_from_db()
    assert made.approved_at is None


def approver(name: str) -> User:
    """Somebody of the group that approves the catalogue, for every department."""
    catalogue_index()
    user: User = UserFactory.create(username=name)
    user.groups.add(Group.objects.get(name=APPROVERS))
    codes = ["add_publicationdecision", "change_publicationdecision", "edit_all_procedures"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    return user


def test_whoever_wrote_a_decision_does_not_approve_it_alone(client: Client) -> None:
    page = procedure()
    writer, second = approver("nguoi-soan"), approver("nguoi-duyet")
    client.force_login(writer)
    client.post(reverse(f"{ADMIN}:add"), form_data(**{"items-0-procedure": page.pk}))
    made = PublicationDecision.objects.get(number="9/QĐ-UBND")
    plan = reverse(f"{ADMIN}:plan", args=[made.pk])
    assert "người khác phải duyệt" in text(client, plan)
    client.post(plan, {"act": "approve"})
    made.refresh_from_db()
    assert made.approved_at is None
    client.force_login(second)
    client.post(plan, {"act": "approve"})
    made.refresh_from_db()
    assert made.approved_by == second


def writer_only(name: str) -> User:
    """Somebody who may write decisions on every procedure and publish none."""
    index = catalogue_index()
    ensure_review(index)
    user: User = UserFactory.create(username=name)
    user.groups.add(Group.objects.get(name=EDITORS))
    codes = ["add_publicationdecision", "change_publicationdecision", "edit_all_procedures"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    return user


def test_only_who_could_have_approved_takes_an_approval_back(client: Client) -> None:
    made = decision(effective_on=date(2099, 1, 1), approved_at=timezone.now())
    row = item(made, "abolish", procedure())
    client.force_login(writer_only("nguoi-soan"))
    plan = reverse(f"{ADMIN}:plan", args=[made.pk])
    assert "Thôi duyệt" not in text(client, plan)
    assert client.post(plan, {"act": "take_back"}).status_code in {302, 403}
    changed = client.post(
        reverse(f"{ADMIN}:edit", args=[made.pk]), edited(row, **{"items-0-action": "amend"})
    )
    assert "Quyết định đã được duyệt" in changed.content.decode()
    made.refresh_from_db()
    row.refresh_from_db()
    assert (made.approved_at is None, row.action) == (False, "abolish")
    client.force_login(approver("nguoi-duyet"))
    assert "Thôi duyệt" in text(client, plan)
    client.post(plan, {"act": "take_back"})
    made.refresh_from_db()
    assert made.approved_at is None
