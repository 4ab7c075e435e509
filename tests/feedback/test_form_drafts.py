"""A form that comes back to be corrected keeps what was typed, attached and chosen."""

from __future__ import annotations

import pytest

from feedback.models import Case, CaseAttachment
from feedback.services.attachments import draft_files
from feedback.services.form_token import read_token
from tests.feedback import samples
from tests.feedback.factories import make_procedure
from tests.feedback.sent_forms import CONTENT, Post, draft_of, photo, text_of, token

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_monday", "fallback")]


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
