"""Imports, agencies and forms in a real browser: an upload from end to end, accessible, usable on a phone."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import AXE_OPTIONS, OpenPage
from tests.e2e.people import Staff
from tests.procedures import portal_samples

EDITOR = "bientap"
# What is wider than the page's own part; what only screen readers see has no width.
STICKING_OUT = """() => [...document.querySelectorAll(".office *")]
  .filter(e => e.offsetParent && !e.closest(".visually-hidden, thead"))
  .filter(e => e.getBoundingClientRect().right > e.closest(".office").getBoundingClientRect().right + 1)
  .map(e => e.outerHTML.slice(0, 80))"""


def _check(page: Page) -> None:
    """Everything inside the page's own part: the admin's frame around it is Wagtail's."""
    results = Axe().run(page, context="#main", options=AXE_OPTIONS)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
    assert page.evaluate(STICKING_OUT) == []


def _follow(page: Page, link: Locator) -> None:
    """Click and wait until the page behind it stands: axe must not look while one page gives way to the next."""
    with page.expect_navigation(wait_until="load"):
        link.click()


def _send(page: Page, *records: dict[str, object]) -> None:
    """Upload records and wait until a worker has read them: the page reloads itself."""
    page.goto("/admin/nhap-thu-tuc/tep-moi/")
    _check(page)
    data = "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()
    file = {"name": "phu-luc.jsonl", "mimeType": "application/json", "buffer": data}
    page.get_by_label("Tệp dữ liệu").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Tải lên và đọc thử").click()
    expect(page.get_by_text("Đã đọc, chờ duyệt")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_file_is_uploaded_looked_at_applied_and_taken_back(width: int, open_page: OpenPage) -> None:
    page = open_page(width)
    Staff(page, EDITOR)
    page.set_default_timeout(120_000)
    code = f"1.98{width:04d}"
    _send(
        page,
        portal_samples.record(code, "Đăng ký việc thử " + "dài " * 80),
        portal_samples.record(code=None),
    )
    _check(page)
    batch = page.url
    _follow(page, page.get_by_role("link", name="Mới", exact=False).first)
    _check(page)
    _follow(page, page.locator("table a").first)
    _check(page)
    page.goto(batch)
    _follow(page, page.get_by_role("link", name="Thiếu thông tin"))
    _check(page)
    page.goto(batch)
    page.get_by_role("button", name="Ghi vào danh mục").click()
    expect(page.get_by_text("Kết quả", exact=True)).to_be_visible()
    _check(page)
    _follow(page, page.get_by_role("link", name="Hoàn lại cả đợt"))
    _check(page)
    page.get_by_role("button", name="Hoàn lại cả đợt").click()
    expect(page.get_by_role("heading", name="Đã hoàn lại")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_matching_an_agency_is_accessible_and_fits(width: int, open_page: OpenPage) -> None:
    page = open_page(width)
    Staff(page, EDITOR)
    page.goto("/admin/snippets/procedures/agency/?review=chua")
    _follow(page, page.locator(".agency-cell__more").first)
    page.get_by_label("Tìm cơ quan khác để gộp vào").fill("so")
    _follow(page, page.locator(".agency-search button"))
    _check(page)
    _follow(page, page.locator(".agency-choices a.button").first)
    _check(page)
