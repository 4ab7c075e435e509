"""From a published procedure to an answered complaint, as the people in it live through it."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import CheckAxe, OpenPage, Watch
from tests.e2e.keyboard import Keyboard
from tests.e2e.people import ANSWER, STORY, TOO_FAST, Citizen, Receipt, Staff
from tests.e2e.site_under_test import RunningSite

TITLE = "Đăng ký khai sinh"
WARD = "phường An Lộc"
OFFICER, HEAD = "hotich", "lanhdao"
MAIL_LIMIT = 60.0  # seconds until the worker has delivered
A_CODE = re.compile(r"AH-\w{4}-\w{4}")
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
    if javascript:  # axe is a script itself
        axe(citizen.page)

    answer_as_the_responsible_unit(receipt, open_page, axe)

    citizen.look_up(receipt)
    main = citizen.page.locator("main")
    expect(main).to_contain_text(ANSWER)
    expect(main).to_contain_text("đúng hạn")
    if javascript:
        axe(citizen.page)
    citizen.rate(5)
    wait_for_a_mail(site, email)


def read_what_is_published(page: Page) -> None:
    """What to bring, what it costs, when it is done, whom to ask: in this order, with a paper, a price and a date."""
    headings = page.locator("main h2").all_inner_texts()
    wanted = ["Mang theo gì", "Cách nộp, lệ phí, thời hạn", "Hỏi ai", "Không đúng như trang này?"]
    assert [heading for heading in headings if heading in wanted] == wanted
    expect(page.locator("main")).to_contain_text("Tờ khai đăng ký khai sinh")
    expect(page.locator("main")).to_contain_text("Không thu")
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


def test_the_citizens_way_needs_no_pointer(page_360: Page) -> None:
    keys = Keyboard(page_360)
    page_360.goto("/")
    keys.go_to("a.skip")
    keys.go_to("input[name=q]").type("dang ky khai sinh")
    keys.follow()
    keys.go_to(".result a").follow()
    expect(page_360.get_by_role("heading", level=1)).to_have_text(TITLE)
    keys.go_to("a.button[href*='/phan-anh/']").follow()
    keys.go_to("a[href*='pakn_conduct']").follow()
    keys.go_to("input[name=reason]").press("Space")
    keys.go_to("select[name=place_unit]").choose(WARD)
    keys.go_to("textarea[name=content]").type(STORY)
    keys.go_to("input[name=name]").type("Nguyễn Thị Phím")
    keys.go_to("input[name=phone]").type("02903555123")
    keys.go_to("input[name=address]").type("12 đường Lê Lợi, phường An Lộc")
    page_360.wait_for_timeout(TOO_FAST * 1000)
    keys.go_to("button.button--primary[name=send]").follow()
    receipt = Citizen(page_360).receipt()
    keys.go_to(f"a[href*='{receipt.code}']").follow()
    expect(page_360.get_by_role("heading", level=1)).to_contain_text(receipt.code)


def test_what_is_wrong_is_said_on_top_and_nothing_typed_is_lost(page_360: Page, axe: CheckAxe) -> None:
    page_360.goto("/phan-anh/gui/pakn_conduct/?thu-tuc=1.001193")
    page_360.get_by_label("Nói rõ thêm").fill(STORY)
    page_360.get_by_role("button", name="Gửi phản ánh").last.click()
    summary = page_360.get_by_role("alert")
    expect(summary).to_contain_text("chỗ cần sửa")
    expect(page_360.get_by_label("Nói rõ thêm")).to_have_value(STORY)
    axe(page_360)
    summary.get_by_role("link").first.click()
    assert page_360.url.split("#")[1].startswith("id_")


def test_a_wrong_code_and_a_wrong_secret_look_alike(page_360: Page, open_page: OpenPage) -> None:
    def answer(code: str, secret: str) -> str:
        page = open_page(360)
        page.goto("/tra-cuu/")
        page.get_by_label("Mã tra cứu").fill(code)
        page.get_by_label("Mã bí mật").fill(secret)
        page.get_by_role("button", name="Xem phản ánh").click()
        return page.get_by_role("alert").inner_text()

    of_a_case = A_CODE.search(Staff(open_page(1280), "canbo").queue().first.inner_text())
    assert of_a_case
    assert answer("AH-2222-2222", "2222-2222-2222") == answer(of_a_case[0], "9999-9999-9999")


def test_an_officer_sees_nothing_of_another_unit(open_page: OpenPage, watch: Watch) -> None:
    registrar, police = Staff(open_page(1280), OFFICER), Staff(open_page(1280), "canbo")
    theirs = police.queue().first.get_by_role("link").first
    address = theirs.get_attribute("href")
    assert address
    watch.expected |= {403, 404}
    answer = registrar.page.goto(address)
    assert answer is not None
    assert answer.status in (403, 404)
    assert registrar.queue().filter(has_text=theirs.inner_text()).count() == 0
