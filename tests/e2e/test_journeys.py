"""From a published procedure to an answered complaint, as the people in it live through it."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import CheckAxe, OpenPage
from tests.e2e.people import ANSWER, STORY, Citizen, Receipt, Staff
from tests.e2e.site_under_test import RunningSite

TITLE = "Đăng ký khai sinh"
WARD = "phường An Lộc"
OFFICER, HEAD = "hotich", "lanhdao"
MAIL_LIMIT = 60.0  # seconds until the worker has delivered
A_DAY = re.compile(r"(thứ (Hai|Ba|Tư|Năm|Sáu|Bảy)|Chủ nhật) \d{1,2}/\d{1,2}", re.IGNORECASE)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_published_procedure_to_an_answered_complaint(
    javascript: bool, open_page: OpenPage, site: RunningSite, axe: CheckAxe
) -> None:
    citizen = Citizen(open_page(360, javascript=javascript))
    citizen.find("dang ky khai sinh", TITLE)
    read_what_is_published(citizen.page)
    citizen.write_about_this_procedure()
    expect(citizen.page.locator("main")).to_contain_text(TITLE)
    email = f"nguoi-gui-{time.time_ns()}@example.vn"
    citizen.fill_in(place=WARD, email=email)
    receipt = citizen.send()
    expect(citizen.page.locator("main")).to_contain_text("Ủy ban nhân dân phường An Lộc")
    axe(citizen.page)

    answer_as_the_responsible_unit(receipt, open_page, axe)

    citizen.look_up(receipt)
    main = citizen.page.locator("main")
    expect(main).to_contain_text(ANSWER)
    expect(main).to_contain_text("đúng hạn")
    axe(citizen.page)
    citizen.rate(5)
    wait_for_a_mail(site, email)


def read_what_is_published(page: Page) -> None:
    """What to bring, what it costs, when it is done: in this order, in words and with a date."""
    text = page.locator("main").inner_text()
    places = [text.index(words) for words in ("Tờ khai đăng ký khai sinh", "Không thu", "Thời hạn")]
    assert places == sorted(places)
    assert A_DAY.search(page.locator(".facts").first.inner_text())


def answer_as_the_responsible_unit(receipt: Receipt, open_page: OpenPage, axe: CheckAxe) -> None:
    """The officer finds it in her queue and drafts; the head approves."""
    officer = Staff(open_page(1280), OFFICER)
    rows = officer.queue()
    expect(rows.filter(has_text=receipt.code)).to_have_count(1)
    axe(officer.page)
    officer.open_case(receipt.code)
    expect(officer.page.locator("main")).to_contain_text(STORY)
    axe(officer.page)
    officer.act("Nhận xử lý")
    officer.answer()
    head = Staff(open_page(1280), HEAD)
    head.open_case(receipt.code)
    expect(head.page.locator("main")).to_contain_text(ANSWER)
    head.act("Duyệt và gửi trả lời")
    expect(head.page.locator("main")).to_contain_text("Đã trả lời")


def wait_for_a_mail(site: RunningSite, address: str) -> None:
    """The worker tells the citizen by mail."""
    deadline = time.monotonic() + MAIL_LIMIT
    while not site.mails(address):
        assert time.monotonic() < deadline, site.output
        time.sleep(0.5)
