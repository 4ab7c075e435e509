"""Taking a case in: all or nothing, once however often it is sent, and never without an owner."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from core.calendar.days import LOCAL_ZONE
from core.models import OutboundMessage
from feedback import codes
from feedback.models import Case, CaseAttachment, CaseContact, CaseEvent, ConsentRecord, DeadlineRule
from feedback.routing import NoDepartmentError
from feedback.services import attachments
from feedback.services.attachments import StorageFullError, add_to_draft, draft_files, purge_drafts
from feedback.services.form_token import new_token, read_token, secret_of, stored_key
from feedback.services.intake import Contact, Submission, outlook, receipt_for, submit_case
from tests.feedback import samples
from tests.feedback.factories import (
    NOW,
    DepartmentFactory,
    FeedbackReasonFactory,
    RoutingRuleFactory,
    make_procedure,
)

pytestmark = pytest.mark.django_db
CONTENT = "Giấy hẹn ngày 18/11 nhưng đến hôm nay chưa có kết quả."


@pytest.fixture(autouse=True)
def _fallback() -> None:
    DepartmentFactory(name="Văn phòng UBND tỉnh", is_fallback=True)


def submission(**changes: Any) -> Submission:
    values = {"key": new_token(NOW).key, "kind": "pakn_conduct", "content": CONTENT}
    return Submission(**{**values, **changes})


def kept_files() -> list[Path]:
    return [path for path in (Path(settings.PRIVATE_MEDIA_ROOT) / "attachments").rglob("*") if path.is_file()]


def upload(name: str = "giấy hẹn.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, samples.photo() if data is None else data)


def test_a_case_is_committed_with_contact_history_consent_files_and_messages(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    unit = DepartmentFactory(name="Công an phường An Lộc")
    page = make_procedure(responsible_department=unit)
    given = submission(
        procedure=page,
        reason=FeedbackReasonFactory(),
        filed_on=date(2026, 11, 9),
        reported_fee=50_000,
        publish_consent=True,
        contact=Contact("Nguyễn Thị Thử", "0912345678", "thu@example.vn", "1 đường Thử", "email"),
    )
    assert add_to_draft(given.key, [upload()]) == []
    with django_capture_on_commit_callbacks(execute=True):
        receipt = submit_case(given, now=NOW)
    case = Case.objects.get()
    assert receipt.created
    assert case.public_code == receipt.public_code
    assert codes.parse_public_code(case.public_code, "AH") == case.public_code
    assert case.owner_department == unit
    assert case.routing_reason
    assert case.procedure_code == "1.004222"
    assert case.promise["fee_summary"]
    assert case.subject == "Trễ hẹn: Đăng ký thường trú"
    assert case.due_at == datetime(2026, 12, 15, 17, 30, tzinfo=LOCAL_ZONE)  # 24/11 is a day off
    assert receipt.deadline is not None
    assert receipt.deadline.due_at == case.due_at
    assert case.rule_snapshot["answer"]["amount"] == 15
    assert case.contact.name == "Nguyễn Thị Thử"
    assert [event.move for event in case.events.all()] == ["receive"]
    assert set(case.consents.values_list("purpose", flat=True)) == {"publication", "notification"}
    file = case.attachments.get()
    assert (file.original_name, file.content_type) == ("giấy hẹn.jpg", "image/jpeg")
    assert file.file.size == file.size
    assert draft_files(given.key) == []
    templates = set(OutboundMessage.objects.values_list("template", flat=True))
    assert templates == {"feedback_received", "feedback_new"}
    assert {message.to[0] for message in mail.outbox} == {"thu@example.vn", unit.email}


def test_the_mail_carries_the_code_and_never_the_secret(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    given = submission(contact=Contact(email="thu@example.vn", preferred_channel="email"))
    with django_capture_on_commit_callbacks(execute=True):
        receipt = submit_case(given, now=NOW)
    text = next(message for message in mail.outbox if message.to == ["thu@example.vn"])
    assert receipt.public_code in text.subject
    assert "thứ Ba 15/12/2026" in text.body
    for message in mail.outbox:
        assert receipt.secret not in message.body
        assert CONTENT not in message.body


def test_nobody_is_mailed_who_did_not_ask_for_it() -> None:
    submit_case(submission(contact=Contact(email="thu@example.vn")), now=NOW)
    assert not OutboundMessage.objects.filter(recipient="thu@example.vn").exists()
    assert not ConsentRecord.objects.exists()


def test_the_secret_is_stored_as_a_hash_and_its_key_not_at_all() -> None:
    given = submission()
    receipt = submit_case(given, now=NOW)
    case = Case.objects.get()
    assert codes.secret_matches(receipt.secret, case.secret_hash)
    row = str(Case.objects.values().get())
    assert receipt.secret not in row
    assert given.key not in row


def test_the_same_form_twice_is_one_case_with_the_same_receipt() -> None:
    given = submission()
    first, second = submit_case(given, now=NOW), submit_case(given, now=NOW + timedelta(minutes=1))
    assert Case.objects.count() == 1
    assert CaseEvent.objects.count() == 1
    assert (first.public_code, first.secret) == (second.public_code, second.secret)
    assert not second.created
    assert second.deadline == first.deadline


def test_without_any_rule_the_fallback_answers() -> None:
    case = submit_case(submission(kind="suggestion"), now=NOW).case
    assert case.owner_department.is_fallback
    assert case.routing_reason


def test_a_rule_names_the_unit_and_the_reason() -> None:
    rule = RoutingRuleFactory(topic_words="đèn đường", reason="Đèn đường do đơn vị này quản lý.")
    case = submit_case(submission(kind="scene_report", content="Đèn đường hỏng một tuần nay"), now=NOW).case
    assert (case.owner_department, case.routing_reason) == (rule.department, rule.reason)


def test_a_site_without_departments_keeps_nothing_but_the_draft(settings: Any) -> None:
    from core.models import Department

    Department.objects.all().delete()
    given = submission()
    add_to_draft(given.key, [upload()])
    with pytest.raises(NoDepartmentError):
        submit_case(given, now=NOW)
    assert len(draft_files(given.key)) == 1
    assert not Case.objects.exists()


def test_without_a_row_of_law_there_is_a_case_and_no_invented_date() -> None:
    DeadlineRule.objects.all().delete()
    receipt = submit_case(submission(), now=NOW)
    assert receipt.case.due_at is None
    assert receipt.deadline is None


def test_the_form_says_beforehand_who_answers_and_when_and_writes_nothing() -> None:
    expected = outlook(submission(), now=NOW)
    receipt = submit_case(submission(), now=NOW)
    assert expected.deadline == receipt.deadline
    assert expected.routed.department == receipt.case.owner_department


def test_a_case_sent_on_a_holiday_night_counts_from_the_next_working_day() -> None:
    night = datetime(2026, 11, 23, 22, 0, tzinfo=LOCAL_ZONE)  # 24/11 is a day off
    receipt = submit_case(submission(kind="question"), now=night)
    assert receipt.deadline is not None
    assert receipt.deadline.received_at.date() == date(2026, 11, 25)
    assert receipt.deadline.due_date == date(2026, 11, 30)


def test_a_full_disk_stores_nothing_and_keeps_the_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    given = submission()
    add_to_draft(given.key, [upload(), upload("b.png", samples.photo(kind="PNG"))])
    before = set(kept_files())
    real_write = attachments._write
    written: list[Path] = []

    def full(path: Path, data: bytes) -> None:
        if written:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(path)
        real_write(path, data)

    monkeypatch.setattr(attachments, "_write", full)
    with pytest.raises(StorageFullError):
        submit_case(given, now=NOW)
    monkeypatch.undo()
    assert not Case.objects.exists()
    assert not CaseContact.objects.exists()
    assert not OutboundMessage.objects.exists()
    assert set(kept_files()) == before
    assert len(draft_files(given.key)) == 2
    assert submit_case(given, now=NOW).created


def test_a_full_disk_while_uploading_leaves_no_half_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_token(NOW).key

    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(attachments, "_write", full)
    with pytest.raises(StorageFullError):
        add_to_draft(key, [upload()])
    assert draft_files(key) == []


def test_a_draft_takes_five_files_and_refuses_the_sixth_by_name() -> None:
    key = new_token(NOW).key
    uploads = [upload(f"{n}.jpg", samples.photo((60 + n, 40))) for n in range(6)]
    refusals = add_to_draft(key, uploads)
    assert len(draft_files(key)) == 5
    assert refusals == ["5.jpg: chỉ nhận tối đa 5 tệp, tệp này chưa được nhận."]


def test_the_same_file_twice_is_kept_once_and_bad_ones_are_named() -> None:
    key = new_token(NOW).key
    refusals = add_to_draft(key, [upload(), upload(), upload("../x.exe", b"MZ")])
    assert len(draft_files(key)) == 1
    assert refusals[0].startswith("x.exe: ")


@pytest.mark.parametrize("file_id", ["", "..", "../../x", "*", "0" * 16, "a" * 5000, "\x00"])
def test_an_unknown_file_of_a_draft_changes_nothing(file_id: str) -> None:
    key = new_token(NOW).key
    add_to_draft(key, [upload()])
    attachments.drop_from_draft(key, file_id)
    assert len(draft_files(key)) == 1


def test_drafts_and_stray_files_go_after_a_day_and_files_of_cases_stay(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    given, left = submission(), new_token(NOW).key
    add_to_draft(given.key, [upload()])
    with django_capture_on_commit_callbacks(execute=True):
        submit_case(given, now=NOW)
    add_to_draft(left, [upload()])
    stray = Path(settings.PRIVATE_MEDIA_ROOT) / "attachments" / "2026" / "stray.jpg"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"x")
    real_now = datetime.now(LOCAL_ZONE)
    purge_drafts(real_now + timedelta(hours=23))
    assert stray.exists()
    assert draft_files(left)
    purge_drafts(real_now + timedelta(hours=25))
    assert not stray.exists()
    assert not draft_files(left)
    assert CaseAttachment.objects.get().file.storage.exists(CaseAttachment.objects.get().file.name)


def test_private_files_have_no_address_and_are_readable_by_the_server_only() -> None:
    given = submission()
    add_to_draft(given.key, [upload()])
    submit_case(given, now=NOW)
    file = CaseAttachment.objects.get().file
    with pytest.raises(ValueError, match="no URL"):
        _ = file.url
    assert Path(file.path).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("raw", ["", "x", "a:b:c", "x" * 5000, "eyJrIjoiYSIsInQiOjF9:1abc:forged", "\x00"])
def test_a_forged_token_is_none(raw: str) -> None:
    assert read_token(raw) is None


def test_a_token_is_read_back_and_yields_always_the_same_secret() -> None:
    token = new_token(NOW)
    found = read_token(token.signed)
    assert found is not None
    assert (found.key, found.issued_at) == (token.key, NOW)
    assert secret_of(token.key) == secret_of(found.key)
    assert secret_of(token.key) != secret_of(new_token(NOW).key)
    assert stored_key(token.key) != token.key
    assert receipt_for(token.key) is None
