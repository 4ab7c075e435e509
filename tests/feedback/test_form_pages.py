"""The way of a message through the pages, with what careless and hostile people send on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core.models import AdministrativeUnit, Department
from feedback.forms.kinds import KIND_FORMS
from feedback.models import Case, CaseAttachment, FeedbackReason
from feedback.services import intake as intake_service
from feedback.services.attachments import draft_files
from feedback.services.form_token import new_token, read_token
from feedback.views import uploads
from tests.feedback import samples
from tests.feedback.factories import NOW, AdministrativeUnitFactory, DepartmentFactory, make_procedure

pytestmark = pytest.mark.django_db
CONTENT = "Giấy hẹn ngày 18/11 nhưng đến hôm nay chưa có kết quả."
Post = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def fallback() -> Department:
    return DepartmentFactory(name="Văn phòng UBND tỉnh", is_fallback=True)


def token() -> str:
    """The token of a form that was shown a minute ago."""
    return new_token(NOW - timedelta(minutes=1)).signed


def fields(**changes: Any) -> dict[str, Any]:
    values = {
        "token": token(),
        "website": "",
        "reason": FeedbackReason.objects.get(code="late").pk,
        "content": CONTENT,
        "name": "Nguyễn Thị Thử",
        "phone": "0912 345 678",
        "address": "1 đường Thử, phường An Lộc",
        "preferred_channel": "none",
        "send": "1",
    }
    return {key: value for key, value in {**values, **changes}.items() if value is not None}


@pytest.fixture
def post(client: Client) -> Post:
    def _post(kind: str = "pakn_conduct", **changes: Any) -> HttpResponse:
        return client.post(reverse("feedback:form", args=[kind]), fields(**changes))

    return _post


def text_of(response: HttpResponse) -> str:
    """The visible words of a page."""
    body = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def photo(name: str = "giay-hen.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, samples.photo() if data is None else data)


def draft_of(response: HttpResponse) -> list[str]:
    found = re.search(r'name="token" value="([^"]+)"', response.content.decode())
    assert found
    read = read_token(found[1])
    assert read
    return [file.name for file in draft_files(read.key)]


# --- The entry page and the guidance


def test_the_entry_page_separates_the_kinds_and_has_no_form_for_complaints(client: Client) -> None:
    page = client.get(reverse("feedback:start"))
    for kind in KIND_FORMS:
        assert reverse("feedback:form", args=[kind]) in page.content.decode()
    for guide in ("feedback:complaint_guide", "feedback:denunciation_guide"):
        assert reverse(guide) in page.content.decode()
        assert "<form" not in client.get(reverse(guide)).content.decode().split("<main", 1)[1]


def test_the_procedure_goes_along_from_the_entry_page(client: Client) -> None:
    make_procedure()
    page = client.get(reverse("feedback:start"), {"thu-tuc": "1.004222"}).content.decode()
    assert "Đăng ký thường trú" in page
    assert "pakn_conduct/?thu-tuc=1.004222" in page


@pytest.mark.parametrize(
    "code", ["", "x", "9.999999", "'; DROP TABLE", "<script>alert(1)</script>", "\x00", "1" * 5000]
)
@pytest.mark.parametrize("name", ["start", "form"])
def test_a_strange_procedure_in_the_address_harms_nothing(client: Client, name: str, code: str) -> None:
    args = ["pakn_conduct"] if name == "form" else []
    page = client.get(reverse(f"feedback:{name}", args=args), {"thu-tuc": code})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("kind", ["complaint", "denunciation", "x", "pakn-conduct"])
def test_there_is_no_form_of_any_other_kind(client: Client, kind: str) -> None:
    assert client.get(f"/phan-anh/gui/{kind}/").status_code == 404
    assert client.post(f"/phan-anh/gui/{kind}/", fields()).status_code == 404


@pytest.mark.parametrize("kind", KIND_FORMS)
def test_every_form_says_beforehand_who_answers_and_when(client: Client, kind: str) -> None:
    page = client.get(reverse("feedback:form", args=[kind]))
    assert "Văn phòng UBND tỉnh" in text_of(page)
    assert "Chậm nhất:" in text_of(page)
    assert "no-store" in page["Cache-Control"]
    assert 'type="checkbox" name="publish_consent"' in page.content.decode()
    assert "checked" not in page.content.decode().split('name="publish_consent"')[1][:80]


def test_the_form_shows_what_is_published_about_the_procedure(client: Client) -> None:
    make_procedure(responsible_department=DepartmentFactory(name="Công an phường An Lộc"))
    page = text_of(client.get(reverse("feedback:form", args=["pakn_conduct"]), {"thu-tuc": "1004222"}))
    assert "Đăng ký thường trú (1.004222)" in page
    assert "20.000 đ" in page
    assert "7 ngày làm việc" in page
    assert "Công an phường An Lộc" in page


# --- Sending


def test_a_message_is_sent_and_the_receipt_shows_both_codes_once(client: Client, post: Post) -> None:
    answer = post(email="thu@example.vn", preferred_channel="email", publish_consent="on")
    case = Case.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("feedback:receipt", args=[case.public_code])
    receipt = client.get(answer["Location"])
    assert case.public_code in text_of(receipt)
    assert re.search(r"\b[2-9CFHKMPQRTWX]{4}(-[2-9CFHKMPQRTWX]{4}){3}\b", text_of(receipt))
    assert "<svg" in receipt.content.decode()
    assert "thứ Ba 15/12/2026" in text_of(receipt)
    assert "no-store" in receipt["Cache-Control"]
    assert "Nguyễn" not in receipt.content.decode()


@pytest.mark.parametrize("kind", KIND_FORMS)
def test_every_kind_can_be_sent(post: Post, kind: str) -> None:
    answer = post(kind, place_text="Trước số 5 đường Thử")
    assert answer.status_code == 302, text_of(answer)
    assert Case.objects.get().kind == kind


def test_the_receipt_is_for_the_browser_that_sent_it_and_for_an_hour(client: Client, post: Post) -> None:
    url = post()["Location"]
    code = Case.objects.get().public_code
    assert Client().get(url)["Location"] == reverse("tracking:case", args=[code])
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        assert client.get(url)["Location"] == reverse("tracking:case", args=[code])


def test_sending_twice_is_one_case_and_the_same_receipt(post: Post) -> None:
    same = token()
    first, second = post(token=same), post(token=same)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_another_text_on_a_used_form_is_no_second_copy_by_accident(post: Post) -> None:
    same = token()
    post(token=same)
    again = post(token=same, content="Một việc khác hẳn, cũng cần được trả lời.")
    assert "Bạn vừa gửi một phản ánh" in text_of(again)
    assert Case.objects.count() == 1
    fresh = re.search(r'name="token" value="([^"]+)"', again.content.decode())
    assert fresh
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert post(token=fresh[1], content="Một việc khác hẳn, cũng cần được trả lời.").status_code == 302
    assert Case.objects.count() == 2


def test_the_unit_the_place_and_the_procedure_reach_the_case(post: Post) -> None:
    unit, place = DepartmentFactory(), AdministrativeUnitFactory()
    make_procedure()
    post(
        procedure_query="dang ky thuong tru",
        unit_concerned=unit.pk,
        place_unit=place.pk,
        dossier_code="H01.12-261109-0042",
        filed_on="9/11/2026",
        happened_on="hôm nay",
        reported_fee="50 nghìn",
        wish="Trả kết quả.",
    )
    case = Case.objects.get()
    assert (case.unit_concerned, case.place_unit, case.procedure_code) == (unit, place, "1.004222")
    assert (case.dossier_code, case.reported_fee, case.wish) == ("H01.12-261109-0042", 50_000, "Trả kết quả.")
    assert (str(case.filed_on), str(case.happened_on)) == ("2026-11-09", "2026-11-23")
    assert case.contact.phone == "0912345678"


# --- Corrections


def test_an_error_is_said_at_the_top_and_at_the_field_and_nothing_typed_is_lost(post: Post) -> None:
    page = post(happened_on="31/11/2026", dossier_code="H01-1", attachments=photo())
    words = text_of(page)
    assert "Còn một chỗ cần sửa" in words
    assert words.count("31/11 không có trong lịch. Tháng 11 có 30 ngày.") == 2
    for typed in (CONTENT, "31/11/2026", "Nguyễn Thị Thử", "0912 345 678", "H01-1"):
        assert typed in page.content.decode()
    assert draft_of(page) == ["giay-hen.jpg"]
    assert "giay-hen.jpg" in words
    assert not Case.objects.exists()


def test_the_files_of_a_corrected_form_go_with_it(post: Post) -> None:
    same = token()
    post(token=same, content="", attachments=photo())
    assert post(token=same).status_code == 302
    assert CaseAttachment.objects.get().original_name == "giay-hen.jpg"


def test_a_file_can_be_taken_out_and_more_put_in_without_complaints(post: Post) -> None:
    same = token()
    page = post(token=same, content="", send=None, upload="1", attachments=photo())
    assert "cần sửa" not in text_of(page)
    read = read_token(same)
    assert read
    (file,) = draft_files(read.key)
    page = post(token=same, content=CONTENT, send=None, drop=file.id)
    assert draft_of(page) == []
    assert CONTENT in page.content.decode()


def test_a_refused_file_is_named_with_its_reason_and_holds_the_sending(post: Post) -> None:
    page = post(attachments=[photo(), photo("virus.pdf", b"MZ hostile")])
    assert "virus.pdf: không phải ảnh hay tài liệu nhận được" in text_of(page)
    assert draft_of(page) == ["giay-hen.jpg"]
    assert not Case.objects.exists()


def test_a_file_that_is_too_large_is_passed_over_and_the_text_stays(post: Post) -> None:
    page = post(attachments=photo("to.jpg", b"\xff\xd8\xff" + b"0" * (10 * 1024 * 1024 + 5)))
    assert "to.jpg: tệp lớn hơn 10 MB" in text_of(page)
    assert CONTENT in page.content.decode()


def test_a_dozen_photos_are_answered_in_words(post: Post) -> None:
    page = post(attachments=[photo(f"{n}.jpg", samples.photo((60 + n, 40))) for n in range(12)])
    assert page.status_code == 200
    assert len(draft_of(page)) == 5
    assert "chỉ nhận tối đa 5 tệp" in text_of(page)


def test_several_fitting_procedures_are_offered_to_choose_from(post: Post) -> None:
    make_procedure("1.000001", "Đăng ký tạm trú")
    make_procedure("1.000002", "Gia hạn tạm trú")
    page = post(procedure_query="tam tru")
    assert "Có 2 thủ tục khớp" in text_of(page)
    post(procedure_query="tam tru", procedure_pick="1.000002")
    assert Case.objects.get().procedure_code == "1.000002"


def test_a_procedure_can_be_none_of_those_offered(post: Post) -> None:
    make_procedure("1.000001", "Đăng ký tạm trú")
    make_procedure("1.000002", "Gia hạn tạm trú")
    post(procedure_query="tam tru", procedure_pick="-")
    assert Case.objects.get().procedure is None


def test_the_prefilled_procedure_can_be_taken_away(post: Post) -> None:
    make_procedure()
    page = post(procedure_code="1.004222", send=None, forget_procedure="1")
    assert 'name="procedure_query"' in page.content.decode()
    assert CONTENT in page.content.decode()


REQUIRED = [
    ("pakn_conduct", "name"),
    ("pakn_conduct", "phone"),
    ("pakn_conduct", "address"),
    ("pakn_conduct", "reason"),
    ("pakn_conduct", "content"),
    ("pakn_regulation", "name"),
    ("pakn_regulation", "address"),
    ("info_request", "phone"),
    ("question", "content"),
]


@pytest.mark.parametrize(("kind", "name"), REQUIRED)
def test_what_the_law_asks_for_must_be_there(post: Post, kind: str, name: str) -> None:
    page = post(kind, **{name: ""})
    assert page.status_code == 200
    assert not Case.objects.exists()
    assert f'id="id_{name}_error"' in page.content.decode()


def test_a_scene_needs_a_place_or_a_telephone(post: Post) -> None:
    assert "nơi xảy ra, hoặc số điện thoại" in text_of(post("scene_report", phone=""))
    assert post("scene_report", phone="", place_text="Cầu An Lộc").status_code == 302


def test_a_question_needs_no_name(post: Post) -> None:
    assert post("question", name="", phone="", address="").status_code == 302


@pytest.mark.parametrize(("channel", "field"), [("phone", "phone"), ("email", "email")])
def test_being_told_needs_an_address(post: Post, channel: str, field: str) -> None:
    page = post("question", preferred_channel=channel, phone="", email="")
    assert f'id="id_{field}_error"' in page.content.decode()


HOSTILE = [
    "'; DROP TABLE feedback_case; --",
    "<script>alert(1)</script>",
    "\x00",
    "{{7*7}}",
    "a" * 30_000,
    "\u202e",
    "-1",
]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(
    "name",
    [
        "token",
        "website",
        "procedure_code",
        "procedure_query",
        "procedure_pick",
        "reason",
        "filed_on",
        "happened_on",
        "reported_fee",
        "unit_concerned",
        "place_unit",
        "dossier_code",
        "content",
        "wish",
        "name",
        "phone",
        "email",
        "address",
        "preferred_channel",
        "publish_consent",
        "captcha_answer",
        "captcha_token",
        "drop",
    ],
)
def test_no_field_breaks_the_page_or_comes_back_as_markup(post: Post, name: str, hostile: str) -> None:
    page = post(**{name: hostile})
    assert page.status_code in (200, 302)
    assert b"<script>alert" not in page.content
    for case in Case.objects.all():
        assert "\u202e" not in case.content + case.contact.name + case.wish + case.contact.address
        assert "\x00" not in case.content + case.contact.name


@pytest.mark.parametrize("value", ["999999999999999999999", "-1", "0", "abc", "1; DROP"])
@pytest.mark.parametrize("name", ["reason", "unit_concerned", "place_unit"])
def test_an_unknown_row_is_refused(post: Post, name: str, value: str) -> None:
    assert post(**{name: value}).status_code == 200
    assert not Case.objects.exists()


def test_a_legacy_district_and_a_closed_unit_cannot_be_chosen(post: Post) -> None:
    district = AdministrativeUnitFactory(kind=AdministrativeUnit.Kind.DISTRICT, is_legacy=True)
    closed = DepartmentFactory(valid_to=NOW.date() - timedelta(days=1))
    assert post(place_unit=district.pk).status_code == 200
    assert post(unit_concerned=closed.pk).status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"content": "ngắn quá"}, "ít nhất 20 ký tự"),
        ({"content": "1234567890 1234567890 12"}, "bằng chữ"),
        ({"content": " \n\t " * 20}, "Hãy viết nội dung."),
        ({"content": "a" * 5001}, "5000"),
        ({"name": "0912345678"}, "Hãy ghi họ và tên bằng chữ."),
        ({"name": "http://spam.example"}, "Hãy ghi họ và tên bằng chữ."),
        ({"email": "khong phai email"}, "email"),
        ({"dossier_code": "<b>"}, "Mã hồ sơ chỉ gồm chữ"),
        ({"filed_on": "20/11/2026", "happened_on": "9/11/2026"}, "đứng trước ngày nộp hồ sơ"),
        ({"procedure_query": "bay lên sao Hỏa"}, "Không tìm thấy thủ tục này"),
    ],
)
def test_what_is_wrong_is_said_in_words(post: Post, changes: dict[str, str], words: str) -> None:
    page = post(**changes)
    assert words in text_of(page)
    assert not Case.objects.exists()


# --- Machines


@pytest.mark.parametrize(
    "changes",
    [
        {"website": "https://spam.example"},
        {"token": None},
        {"token": "forged"},
        {"token": "too fast"},
        {"token": "too old"},
    ],
)
def test_what_looks_like_a_machine_gets_a_captcha_and_keeps_its_text(
    post: Post, changes: dict[str, Any]
) -> None:
    moments = {"too fast": NOW - timedelta(seconds=1), "too old": NOW - timedelta(hours=13)}
    if changes.get("token") in moments:
        changes = {"token": new_token(moments[changes["token"]]).signed}
    page = post(**changes)
    assert not Case.objects.exists()
    assert 'name="captcha_token"' in page.content.decode()
    assert CONTENT in page.content.decode()


def test_the_sum_in_words_lets_a_person_pass_who_does_not_see_the_picture(post: Post) -> None:
    page = post(website="x")
    challenge = page.context["challenge"]
    left, sign, right = re.match(r"(\w+) (trừ|cộng) (\w+)", challenge.question.lower()).groups()  # type: ignore[union-attr]
    words = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"]
    numbers = words.index(left), words.index(right)
    answer = numbers[0] - numbers[1] if sign == "trừ" else sum(numbers)
    assert post(website="x", captcha_token=challenge.token, captcha_answer=words[answer]).status_code == 302


def test_a_wrong_answer_gets_a_new_captcha(post: Post) -> None:
    first = post(website="x").context["challenge"]
    page = post(website="x", captcha_token=first.token, captcha_answer="sai rồi")
    assert "Câu trả lời chưa đúng" in text_of(page)
    assert page.context["challenge"].token != first.token
    assert not Case.objects.exists()


def test_a_person_never_meets_the_captcha(client: Client) -> None:
    page = client.get(reverse("feedback:form", args=["question"]))
    assert "captcha" not in page.content.decode()


def test_many_messages_from_one_address_meet_a_captcha_then_a_pause(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    from feedback.services import first_line

    monkeypatch.setattr(first_line, "PER_ADDRESS", first_line.Limit("t", soft=2, hard=3))
    assert [post(token=token()).status_code for _ in range(2)] == [302, 302]
    assert 'name="captcha_token"' in post(token=token()).content.decode()
    blocked = post(token=token())
    assert blocked.status_code == 429
    assert CONTENT in blocked.content.decode()
    assert Case.objects.count() == 2


def test_many_files_from_one_address_are_refused_and_the_text_stays(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "FILES", uploads.Limit("f", soft=1, hard=1))
    assert post(token=token(), attachments=photo()).status_code == 302
    page = post(token=token(), attachments=photo())
    assert "quá nhiều tệp từ mạng của bạn" in text_of(page)
    assert CONTENT in page.content.decode()


def test_a_request_from_another_site_writes_nothing_and_gives_the_text_back() -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(reverse("feedback:form", args=["pakn_conduct"]), fields(attachments=photo()))
    assert page.status_code == 200
    assert "Mọi thứ bạn gõ vẫn còn" in text_of(page)
    assert CONTENT in page.content.decode()
    assert draft_of(page) == []
    assert not Case.objects.exists()


def test_a_form_with_its_own_csrf_token_is_taken() -> None:
    strict = Client(enforce_csrf_checks=True)
    shown = strict.get(reverse("feedback:form", args=["pakn_conduct"])).content.decode()
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)
    assert csrf
    answer = strict.post(reverse("feedback:form", args=["pakn_conduct"]), fields(csrfmiddlewaretoken=csrf[1]))
    assert answer.status_code == 302


def test_a_full_disk_is_said_and_nothing_is_half_stored(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    from feedback.services import attachments

    def full(*_args: Any) -> None:
        raise attachments.StorageFullError(28, "full")

    monkeypatch.setattr(attachments, "_write_draft", full)
    page = post(attachments=photo())
    assert page.status_code == 507
    assert "hết chỗ chứa tệp" in text_of(page)
    assert CONTENT in page.content.decode()
    assert not Case.objects.exists()


def test_a_folder_that_cannot_be_written_is_said_and_the_text_stays(
    post: Post, settings: Any, tmp_path: Path
) -> None:
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"
    settings.PRIVATE_MEDIA_ROOT.write_text("a file in the way")
    page = post(attachments=photo())
    assert page.status_code == 507
    assert CONTENT in page.content.decode()
    assert not Case.objects.exists()


def test_a_database_that_cannot_be_written_is_said_and_the_text_stays(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_args: Any) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(intake_service, "_create", locked)
        page = post()
    assert page.status_code == 503
    assert "Máy chủ đang bận" in text_of(page)
    assert CONTENT in page.content.decode()
    assert not Case.objects.exists()


def test_a_site_without_departments_says_so(post: Post) -> None:
    Department.objects.all().delete()
    page = post()
    assert page.status_code == 503
    assert CONTENT in page.content.decode()


def test_nothing_personal_is_logged_or_put_into_an_address(
    post: Post, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        answer = post(email="thu@example.vn", preferred_channel="email")
        receipt = client.get(answer["Location"])
        post(name="", email="thu@example.vn", token=token())
    secret = receipt.context["receipt"].secret
    said = caplog.text + answer["Location"]
    for private in (
        "Nguyễn Thị Thử",
        "0912345678",
        "0912 345 678",
        "thu@example.vn",
        CONTENT,
        secret,
        "127.0.0.1",
    ):
        assert private not in said


def test_no_page_carries_inline_script_style_or_handlers(post: Post, client: Client) -> None:
    pages = [client.get(reverse("feedback:start")), post(content=""), post(website="x")]
    pages.append(client.get(post(token=token())["Location"]))
    for page in pages:
        html = page.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html)
        assert "unsafe-inline" not in page.headers.get("Content-Security-Policy", "")


@pytest.mark.parametrize("path", ["", "khieu-nai/", "to-cao/", *(f"gui/{kind}/" for kind in KIND_FORMS)])
def test_every_page_opens_in_english(client: Client, path: str) -> None:
    page = client.get(f"/en/phan-anh/{path}")
    assert page.status_code == 200
    assert '<html lang="en"' in page.content.decode()
