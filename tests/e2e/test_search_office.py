"""Search's screens in the admin in a real browser: accessible, usable on a phone, and without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import AXE_OPTIONS, OpenPage
from tests.e2e.people import Staff

EDITOR = "bientap"
LIST = "/admin/cau-tim-chua-dap-ung/"
# Parts that are wider than the office; tables scroll, and what only screen readers see has no width.
STICKING_OUT = """() => [...document.querySelectorAll(".office *")]
  .filter(e => e.offsetParent && !e.closest(".visually-hidden, .work-table"))
  .filter(e => e.getBoundingClientRect().right > e.closest(".office").getBoundingClientRect().right + 1)
  .map(e => e.outerHTML.slice(0, 80))"""


def _check(page: Page) -> None:
    results = Axe().run(page, context="#main", options=AXE_OPTIONS)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
    assert page.evaluate(STICKING_OUT) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_screens_are_accessible_and_fit(width: int, open_page: OpenPage) -> None:
    page = open_page(width)
    Staff(page, EDITOR)
    page.goto(
        "/admin/thu-cau-tim/?q=em+b%E1%BB%8B+m%E1%BA%A5t+gi%E1%BA%A5y+khai+sinh+h%E1%BA%BFt+bao+nhi%C3%AAu+ti%E1%BB%81n"
    )
    expect(page.locator(".search-hit").first).to_be_visible()
    _check(page)
    page.goto(LIST)
    _check(page)
    with page.expect_navigation():
        page.get_by_role("link", name="treo bang hieu quang cao").click()
    _check(page)


def test_without_javascript_a_query_is_tried_and_another_left_aside(open_page: OpenPage) -> None:
    page = open_page(1280, javascript=False)
    Staff(page, EDITOR)
    page.goto("/admin/thu-cau-tim/")
    page.get_by_label("Câu tìm").fill("lam lai khai sinh")
    page.get_by_role("button", name="Thử", exact=True).click()
    expect(page.locator(".search-hits")).to_contain_text("khai sinh")
    page.goto(LIST)
    page.get_by_role("link", name="cat dien").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("“cat dien”")
    page.get_by_role("button", name="Bỏ qua các câu đã chọn").click()
    expect(page).to_have_url(re.compile(f"{LIST}$"))
    expect(page.get_by_role("link", name="cat dien")).to_have_count(0)


def test_from_the_work_list_a_name_comes_to_a_procedure(page_1280: Page) -> None:
    page = page_1280
    Staff(page, EDITOR)
    page.goto("/admin/viec-can-lam/muc/tim-khong-thay/")
    line = page.locator(".work-line", has_text="nuoi yen trong nha")
    expect(line).to_contain_text("7 lần tìm không có kết quả.")
    line.get_by_role("link", name="Thêm làm tên gọi khác").click()
    page.get_by_label("Tên gọi khác").fill("nuôi yến trong nhà")
    page.get_by_label("Tìm thủ tục khác bằng tên hoặc mã").fill("tạm trú")
    page.get_by_label("Tìm thủ tục khác bằng tên hoặc mã").press("Enter")
    expect(page.get_by_label("Tên gọi khác")).to_have_value("nuôi yến trong nhà")
    page.get_by_role("button", name="Thêm làm tên gọi khác").first.click()
    expect(page.locator(".messages")).to_contain_text("Đã thêm")
    expect(page.get_by_role("link", name="nuoi yen trong nha")).to_have_count(0)
