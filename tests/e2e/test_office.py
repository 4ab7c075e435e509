"""The officers' screens in a real browser: accessible, and usable on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import AXE_OPTIONS, OpenPage
from tests.e2e.people import Staff

# Parts of the office that are wider than it; the tabs scroll, and what only screen readers see has no width.
STICKING_OUT = """() => [...document.querySelectorAll(".office *")]
  .filter(e => e.offsetParent && !e.closest(".visually-hidden, thead, .office-tabs"))
  .filter(e => e.getBoundingClientRect().right > e.closest(".office").getBoundingClientRect().right + 1)
  .map(e => e.outerHTML.slice(0, 80))"""
OFFICER, HEAD, INTAKE = "canbo", "truongdonvi", "tiepnhan"


def _first_case(page: Page) -> None:
    page.goto("/admin/phan-anh/muc/tat-ca/?state=received")
    page.locator("table.queue tbody a").first.click()
    page.wait_for_load_state()


def _unfold(page: Page) -> None:
    for summary in page.locator("details.case-move summary").all():
        summary.click()


def _check(page: Page) -> None:
    """Everything inside the page's own part: the admin's frame around it is Wagtail's."""
    results = Axe().run(page, context="#main", options=AXE_OPTIONS)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
    assert page.evaluate(STICKING_OUT) == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("account", [OFFICER, HEAD, INTAKE])
def test_the_office_is_accessible_and_fits(account: str, width: int, open_page: OpenPage) -> None:
    page = open_page(width)
    Staff(page, account)
    page.goto("/admin/phan-anh/muc/tat-ca/")
    _check(page)
    _first_case(page)
    _unfold(page)
    _check(page)


def test_the_queue_is_stacked_on_a_phone(page_360: Page) -> None:
    staff = Staff(page_360, OFFICER)
    row = staff.queue().first
    boxes = [cell.bounding_box() for cell in row.locator("td").all()]
    tops = [box["y"] for box in boxes if box]
    assert tops == sorted(set(tops))
    expect(row.locator(".queue__left")).to_be_visible()


def test_a_case_is_read_and_noted_by_keyboard(page_1280: Page) -> None:
    Staff(page_1280, OFFICER)
    _first_case(page_1280)
    summary = page_1280.locator("summary", has_text="Ghi chú nội bộ")
    summary.focus()
    page_1280.keyboard.press("Enter")
    page_1280.locator("#id_note-text").fill("Đã gọi tổ trưởng tổ dân phố.")
    page_1280.keyboard.press("Tab")
    page_1280.keyboard.press("Enter")
    expect(page_1280.locator(".case-history").first).to_contain_text("Đã gọi tổ trưởng tổ dân phố.")
