"""Looking a case up, seeing its whole clock, and what its sender can still do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core.calendar.days import LOCAL_ZONE
from core.models import User
from feedback import codes
from feedback.models import Case, CaseAttachment, Rating, UploadedBy
from feedback.services.answers import AnswerDraft
from feedback.services.deadlines import freeze_rules
from feedback.services.form_token import new_token
from feedback.services.tracking import find_case
from feedback.services.transitions import Given, add_note, move_case
from feedback.views import tracking
from feedback.workflow import Actor
from tests.feedback import samples
from tests.feedback.factories import NOW, SECRET, CaseFactory, RejectReasonFactory, UserFactory, grant

pytestmark = pytest.mark.django_db
WRONG = "Mã tra cứu hoặc mã bí mật chưa đúng."
REASON = "Câu trả lời chưa nói khi nào tôi nhận được kết quả."
LookUp = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer() -> User:
    return grant(UserFactory(), "handle_case", "approve_answer", "intake_case")


@pytest.fixture
def case(officer: User) -> Case:
    _rule, snapshot = freeze_rules("pakn_conduct", NOW.date())
    created: Case = CaseFactory(owner_department=officer.department, rule_snapshot=snapshot)
    return created


@pytest.fixture
def look_up(client: Client) -> LookUp:
    def _look_up(code: str, secret: str = SECRET, **more: str) -> HttpResponse:
        return client.post(reverse("tracking:lookup"), {"code": code, "secret": secret, **more})

    return _look_up


@pytest.fixture
def opened(client: Client, case: Case, look_up: LookUp) -> Client:
    assert look_up(case.public_code).status_code == 302
    return client


def url(case: Case, name: str = "case") -> str:
    return reverse(f"tracking:{name}", args=[case.public_code])


def words(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def answered(case: Case, officer: User) -> Case:
    move_case(case.pk, "start", actor=officer)
    draft = AnswerDraft(
        "founded",
        "Kết quả đã có.",
        "Chậm ở khâu ký.",
        case.owner_department,
        "0290 3 100 200",
        next_step="Nhận tại quầy 2.",
    )
    move_case(case.pk, "answer", actor=officer, given=Given(answer=draft))
    return Case.objects.get(pk=case.pk)


# --- The look-up


@pytest.mark.parametrize(
    "change", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code[3:]} "]
)
def test_a_case_is_found_however_its_codes_are_typed(
    look_up: LookUp, case: Case, change: Callable[[str], str]
) -> None:
    answer = look_up(change(case.public_code), change("AH-" + SECRET).replace("AH", "").replace("ah", ""))
    assert answer["Location"] == url(case)


def test_wrong_code_and_wrong_secret_look_exactly_alike(look_up: LookUp, case: Case) -> None:
    other = codes.new_public_code("AH")
    pages = [
        look_up(case.public_code, "WCF3-4TQR-92PX-HK7M"),
        look_up(other, SECRET),
        look_up(case.public_code[:-1] + ("2" if case.public_code[-1] != "2" else "3"), SECRET),
    ]
    for page in pages:
        assert page.status_code == 200
        assert WRONG in words(page)
    bare = {re.sub(r'value="[^"]*"|' + case.public_code[3:], "", words(page)) for page in pages}
    assert len(bare) == 1


def test_a_wrong_code_costs_a_hash_like_a_wrong_secret(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(secret: str, stored: str) -> bool:
        asked.append(stored)
        return False

    monkeypatch.setattr(codes, "secret_matches", counted)
    for typed in (case.public_code, codes.new_public_code("AH"), "", "nonsense"):
        assert find_case(typed, "also nonsense", "AH") is None
    assert len(asked) == 4
    assert {stored.split("$")[1] for stored in asked} == {"20000"}


@pytest.mark.parametrize(
    "hostile", ["", " ", "' OR 1=1 --", "<script>alert(1)</script>", "\x00", "a" * 30_000, "%00", "../.."]
)
def test_no_code_breaks_the_look_up(look_up: LookUp, client: Client, case: Case, hostile: str) -> None:
    for page in (
        look_up(hostile),
        look_up(case.public_code, hostile),
        client.get("/tra-cuu/", {"ma": hostile}),
    ):
        assert page.status_code == 200
        assert b"<script>alert" not in page.content


@pytest.mark.parametrize("code", ["x", "AH-0000-0000", "%3Cscript%3E", "a" * 300])
def test_a_strange_address_leads_to_the_look_up_like_a_real_one(
    client: Client, case: Case, code: str
) -> None:
    for address in (f"/tra-cuu/{code}/", url(case)):
        assert client.get(address)["Location"].startswith("/tra-cuu/?ma=")


def test_the_secret_never_comes_back_in_the_page_or_in_an_address(look_up: LookUp, case: Case) -> None:
    wrong = "WCF3-4TQR-92PX-HK7M"
    assert wrong not in look_up(case.public_code, wrong).content.decode()
    assert SECRET not in look_up(case.public_code)["Location"]


def test_wrong_tries_meet_a_captcha_and_then_a_pause(
    look_up: LookUp, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        tracking, "PER_ADDRESS", tracking.Limit("t", soft=2, hard=3, window=timedelta(minutes=15))
    )
    wrong = "WCF3-4TQR-92PX-HK7M"
    assert "captcha_token" not in look_up(case.public_code, wrong).content.decode()
    assert "captcha_token" in look_up(case.public_code, wrong).content.decode()
    page = look_up(case.public_code)
    assert page.status_code == 200
    assert "captcha_token" in page.content.decode()
    challenge = page.context["challenge"]
    monkeypatch.setattr("feedback.captcha.simple.SimpleCaptcha.passes", lambda *_args: True)
    look_up(case.public_code, wrong, captcha_token=challenge.token, captcha_answer="7")
    assert look_up(case.public_code).status_code == 429


def test_right_codes_are_not_counted(look_up: LookUp, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "PER_ADDRESS", tracking.Limit("t", soft=1, hard=1))
    assert [look_up(case.public_code).status_code for _ in range(4)] == [302] * 4


def test_guessing_one_code_from_many_places_meets_a_captcha(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracking, "PER_CODE", tracking.Limit("c", soft=2, hard=10_000))
    for last in range(3):
        page = client.post(
            reverse("tracking:lookup"),
            {"code": case.public_code, "secret": "WCF3-4TQR-92PX-HK7M"},
            REMOTE_ADDR=f"10.0.{last}.1",
        )
    assert "captcha_token" in page.content.decode()


# --- What is shown


def test_the_page_shows_due_owner_state_steps_and_the_counted_days(opened: Client, case: Case) -> None:
    page = opened.get(url(case))
    text = words(page)
    assert f"Phản ánh {case.public_code}" in text
    assert "Thứ Ba 15/12" in text
    assert case.owner_department.name in text
    assert "Mới tiếp nhận" in text
    assert "Vì sao là 15/12?" in text
    assert "thứ Ba 24/11" in text
    assert case.content in text
    assert "no-store" in page["Cache-Control"]


def test_names_addresses_and_internal_notes_are_not_on_the_page(
    opened: Client, case: Case, officer: User
) -> None:
    add_note(case.pk, actor=officer, text="SecretNote")
    move_case(case.pk, "start", actor=officer, given=Given(internal_comment="SecretComment"))
    page = opened.get(url(case)).content.decode()
    for hidden in (
        "SecretNote",
        "SecretComment",
        "Nguyễn Thị Thử",
        "0900000218",
        "thu@example.vn",
        officer.username,
    ):
        assert hidden not in page


def test_a_late_case_says_so_in_words(opened: Client, case: Case, clock: Any) -> None:
    clock.move_to(datetime(2026, 12, 17, 9, 0, tzinfo=LOCAL_ZONE))
    client = Client()
    client.post(reverse("tracking:lookup"), {"code": case.public_code, "secret": SECRET})
    text = words(client.get(url(case)))
    assert "trễ 2 ngày làm việc" in text
    assert "Đã quá hạn. Trưởng đơn vị đã được báo." in text
    clock.move_to(datetime(2026, 12, 21, 9, 0, tzinfo=LOCAL_ZONE))
    client.post(reverse("tracking:lookup"), {"code": case.public_code, "secret": SECRET})
    assert "báo lên cấp trên" in words(client.get(url(case)))


def test_the_case_closes_in_the_browser_after_a_while_and_on_demand(
    opened: Client, case: Case, clock: Any
) -> None:
    assert opened.get(url(case)).status_code == 200
    clock.shift(timedelta(minutes=46))
    assert opened.get(url(case)).status_code == 302
    opened.post(reverse("tracking:lookup"), {"code": case.public_code, "secret": SECRET})
    assert opened.get(url(case)).status_code == 200
    opened.post(reverse("tracking:leave"))
    assert opened.get(url(case)).status_code == 302


def test_opening_a_case_changes_the_session_and_opens_no_other(
    client: Client, case: Case, look_up: LookUp
) -> None:
    other = CaseFactory()
    client.get(reverse("tracking:lookup"))
    session = client.session
    session["x"] = 1
    session.save()
    before = client.session.session_key
    look_up(case.public_code)
    assert client.session.session_key != before
    assert client.get(url(other)).status_code == 302
    for name in ("supply", "rate", "reopen", "object"):
        assert client.post(url(other, name), {"score": "5"})["Location"].startswith("/tra-cuu/?ma=")


def test_the_promised_day_stands_beside_the_reported_one(client: Client, officer: User) -> None:
    from feedback.models import FeedbackReason

    case = CaseFactory(
        reason=FeedbackReason.objects.get(code="late"),
        filed_on=datetime(2026, 11, 9, tzinfo=LOCAL_ZONE).date(),
        reported_fee=50_000,
        received_at=datetime(2026, 11, 22, 9, tzinfo=LOCAL_ZONE),
        promise={
            "fee_summary": "20.000 đ",
            "time_summary": "7 ngày làm việc",
            "fees": [{"status": "amount", "amount_min": 20_000, "amount_max": None}],
            "times": [{"value": "7", "unit": "working_day", "is_default": True}],
        },
    )
    client.post(reverse("tracking:lookup"), {"code": case.public_code, "secret": SECRET})
    text = words(client.get(url(case)))
    assert "7 ngày làm việc, trả thứ Tư 18/11" in text
    assert "Chủ nhật 22/11 chưa có (trễ 2 ngày làm việc)" in text
    assert "50.000 đ" in text


# --- What the sender does


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


def test_a_citizen_can_withdraw_nothing_of_the_history(opened: Client, case: Case, officer: User) -> None:
    move_case(case.pk, "ask_info", actor=officer, comment="Cho biết số.")
    move_case(case.pk, "supply_info", actor=Actor.CITIZEN, comment="Số 42")
    text = words(opened.get(url(case)))
    assert text.index("Bạn đã bổ sung") < text.index("Tạm dừng, chờ bạn bổ sung") < text.index("Đã tiếp nhận")
