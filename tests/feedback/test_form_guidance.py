"""What people read before they write: the entry page, the guidance, what each form says about the procedure."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from feedback.forms.kinds import KIND_FORMS
from tests.feedback.factories import DepartmentFactory, make_procedure
from tests.feedback.sent_forms import Post, fields, text_of, token

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_monday", "fallback")]


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
