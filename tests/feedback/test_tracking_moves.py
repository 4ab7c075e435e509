"""What the sender of a case still does on its page: supply, rate, reopen, object, fetch own files."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core.calendar.days import LOCAL_ZONE
from core.models import User
from feedback.models import Case, CaseAttachment, Rating, UploadedBy
from feedback.services.form_token import new_token
from feedback.services.transitions import Given, move_case
from tests.feedback import samples
from tests.feedback.factories import NOW, SECRET, CaseFactory, RejectReasonFactory, UserFactory, grant
from tests.feedback.tracked_cases import answered, url, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
REASON = "Câu trả lời chưa nói khi nào tôi nhận được kết quả."


@pytest.fixture
def officer() -> User:
    return grant(UserFactory(), "handle_case", "approve_answer", "intake_case")


def test_a_question_is_answered_with_files_and_the_clock_runs_on(
    opened: Client, case: Case, officer: User, clock: Any
) -> None:
    move_case(case.pk, "ask_info", actor=officer, comment="Cho biết số trên giấy hẹn.")
    clock.shift(timedelta(days=3))
    opened.post(reverse("tracking:lookup"), {"code": case.public_code, "secret": SECRET})
    page = opened.get(url(case))
    assert "Cho biết số trên giấy hẹn." in words(page)
    assert "Đồng hồ tạm dừng từ thứ Hai 23/11" in words(page)
    assert "nếu bạn trả lời hôm nay" in words(page)
    assert "Vì sao là 16/12?" in words(page)
    assert "Thứ Tư 16/12" in words(page)
    token = new_token(NOW).signed
    photo = SimpleUploadedFile("giay-hen.jpg", samples.photo())
    wrong = opened.post(url(case, "supply"), {"token": token, "text": "", "attachments": photo})
    assert "Hãy viết trả lời." in words(wrong)
    assert "giay-hen.jpg" in words(wrong)
    done = opened.post(url(case, "supply"), {"token": token, "text": "Số 42"}, follow=True)
    assert "Đã gửi bổ sung" in words(done)
    case = Case.objects.get(pk=case.pk)
    assert case.state == "received"
    assert case.due_at is not None
    assert case.due_at > datetime(2026, 12, 15, 18, tzinfo=LOCAL_ZONE)
    file = CaseAttachment.objects.get(case=case)
    assert file.event is not None
    assert file.event.move == "supply_info"
    again = opened.post(url(case, "supply"), {"token": token, "text": "Số 43"})
    assert again.status_code == 200
    assert CaseAttachment.objects.count() == 1


@pytest.mark.parametrize("text", ["\x00", "<script>alert(1)</script>", "a" * 20_000, "' OR 1=1"])
def test_no_answer_breaks_the_page(opened: Client, case: Case, officer: User, text: str) -> None:
    move_case(case.pk, "ask_info", actor=officer, comment="Cho biết số.")
    page = opened.post(url(case, "supply"), {"token": "forged", "text": text}, follow=True)
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_a_supply_from_another_site_changes_nothing(case: Case, officer: User) -> None:
    move_case(case.pk, "ask_info", actor=officer, comment="Cho biết số.")
    strict = Client(enforce_csrf_checks=True)
    shown = strict.get(reverse("tracking:lookup")).content.decode()
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)
    assert csrf
    strict.post(
        reverse("tracking:lookup"),
        {"code": case.public_code, "secret": SECRET, "csrfmiddlewaretoken": csrf[1]},
    )
    page = strict.post(url(case, "supply"), {"text": "Số 42"})
    assert "Bấm gửi lần nữa" in words(page)
    assert "Số 42" in page.content.decode()
    assert Case.objects.get(pk=case.pk).state == "need_info"


def test_an_answer_is_read_rated_once_and_said_to_be_in_time(
    opened: Client, case: Case, officer: User
) -> None:
    answered(case, officer)
    text = words(opened.get(url(case)))
    for part in (
        "Kết quả đã có.",
        "Chậm ở khâu ký.",
        "Nhận tại quầy 2.",
        "0290 3 100 200",
        "đúng hạn thứ Ba 15/12",
    ):
        assert part in text
    done = opened.post(
        url(case, "rate"), {"score": "2", "off_topic": "on", "comment": "Chưa rõ."}, follow=True
    )
    assert "Bạn đã chấm 2 trên 5" in words(done)
    rating = Rating.objects.get()
    assert (rating.score, rating.on_topic, rating.comment) == (2, False, "Chưa rõ.")
    opened.post(url(case, "rate"), {"score": "5"})
    assert Rating.objects.get().score == 2


@pytest.mark.parametrize("score", ["", "0", "6", "-1", "five", "5.5", "<b>", "\x00", "9" * 50])
def test_only_one_to_five_is_a_rating(opened: Client, case: Case, officer: User, score: str) -> None:
    answered(case, officer)
    assert opened.post(url(case, "rate"), {"score": score}).status_code == 200
    assert not Rating.objects.exists()


def test_nothing_can_be_rated_before_an_answer(opened: Client, case: Case) -> None:
    assert "Chưa có trả lời để đánh giá" in words(opened.post(url(case, "rate"), {"score": "5"}))


def test_an_answer_is_reopened_once_with_a_reason(opened: Client, case: Case, officer: User) -> None:
    answered(case, officer)
    assert "cần ít nhất 20 ký tự" in words(opened.post(url(case, "reopen"), {"mo-lai-reason": "Chưa rõ"}))
    opened.post(url(case, "reopen"), {"mo-lai-reason": REASON})
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.reopen_count) == ("reopened", 1)
    answered(case, officer)
    again = opened.post(url(case, "reopen"), {"mo-lai-reason": REASON})
    assert "chỉ được làm một lần" in words(again)
    assert "reopen" not in opened.get(url(case)).context["tracked"].moves


def test_after_thirty_days_nothing_is_reopened(client: Client, case: Case, officer: User, clock: Any) -> None:
    answered(case, officer)
    clock.shift(timedelta(days=31))
    client.post(reverse("tracking:lookup"), {"code": case.public_code, "secret": SECRET})
    assert "Đã hết thời gian" in words(client.post(url(case, "reopen"), {"mo-lai-reason": REASON}))
    assert Case.objects.get(pk=case.pk).reopen_count == 0


def test_a_rejection_says_why_and_can_be_objected_to_once(opened: Client, case: Case, officer: User) -> None:
    reason = RejectReasonFactory(code="x-test", label="Không thuộc phạm vi", guidance="Bạn hỏi Tòa án.")
    move_case(
        case.pk, "reject", actor=officer, comment="Việc này do Tòa án.", given=Given(reject_reason=reason)
    )
    text = words(opened.get(url(case)))
    for part in ("Không tiếp nhận", "Không thuộc phạm vi", "Việc này do Tòa án.", "Bạn hỏi Tòa án."):
        assert part in text
    opened.post(url(case, "object"), {"khong-dong-y-reason": REASON})
    assert Case.objects.get(pk=case.pk).state == "received"


def test_the_sender_gets_own_files_back_and_no_others(opened: Client, case: Case) -> None:
    mine, theirs, foreign = (
        CaseAttachment.objects.create(
            case=owner,
            file=SimpleUploadedFile("x.jpg", b"bytes"),
            original_name="giấy hẹn.jpg",
            content_type="image/jpeg",
            size=5,
            sha256="0",
            uploaded_by=by,
        )
        for owner, by in (
            (case, UploadedBy.CITIZEN),
            (case, UploadedBy.OFFICER),
            (CaseFactory(), UploadedBy.CITIZEN),
        )
    )

    def get(file: CaseAttachment, client: Client = opened) -> HttpResponse:
        return client.get(reverse("tracking:attachment", args=[case.public_code, file.pk]))

    answer = get(mine)
    assert b"".join(answer.streaming_content) == b"bytes"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert get(theirs).status_code == 404
    assert get(foreign).status_code == 404
    assert get(mine, Client()).status_code == 302
