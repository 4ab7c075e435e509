"""What others asked and what they were answered: the list and the page of one, on any screen, without scripts too."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import CheckAxe, OpenPage
from tests.e2e.keyboard import Keyboard

LIST = "/phan-anh/da-tra-loi/"
HEADING = "Phản ánh đã trả lời công khai"


def first_answer(page: Page) -> None:
    page.goto(LIST)
    page.locator(".rows__title a").first.click()
    expect(page).to_have_url(re.compile(r"/da-tra-loi/\d+/$"))


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_list_and_answer_are_accessible_and_fit(width: int, open_page: OpenPage, axe: CheckAxe) -> None:
    page = open_page(width)
    page.goto(LIST)
    expect(page.locator(".rows__title a")).not_to_have_count(0)
    for _page in range(2):
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        if page.url.endswith(LIST):
            first_answer(page)
    expect(page.get_by_role("heading", name="Trả lời", exact=True)).to_be_visible()


def test_without_scripts_the_way_leads_from_the_first_page_to_an_answer_and_back(page_no_js: Page) -> None:
    page_no_js.goto("/")
    page_no_js.get_by_role("link", name="Xem phản ánh đã trả lời công khai").click()
    expect(page_no_js.get_by_role("heading", level=1)).to_have_text(HEADING)
    page_no_js.locator(".rows__title a").last.click()
    expect(page_no_js.get_by_text("Thông tin của người gửi đã được che.")).to_be_visible()
    page_no_js.get_by_role("navigation", name="Bạn đang ở").get_by_role("link", name=HEADING).click()
    expect(page_no_js).to_have_url(re.compile(f"{LIST}$"))


def test_answers_are_chosen_by_the_unit_that_gave_them_without_scripts(page_no_js: Page) -> None:
    page_no_js.goto(LIST)
    everything = page_no_js.locator(".rows > li").count()
    unit = page_no_js.get_by_label("Đơn vị trả lời").locator("option").nth(1).inner_text()
    page_no_js.get_by_label("Đơn vị trả lời").select_option(label=unit)
    page_no_js.get_by_role("button", name="Lọc").click()
    expect(page_no_js).to_have_url(re.compile(r"\?don-vi="))
    expect(page_no_js.get_by_label("Đơn vị trả lời").locator("option:checked")).to_have_text(unit)
    notes = page_no_js.locator(".rows__note").all_inner_texts()
    assert 0 < len(notes) < everything
    assert all(note.startswith(unit) for note in notes)
    page_no_js.get_by_role("link", name="Bỏ lọc").click()
    expect(page_no_js.locator(".rows > li")).to_have_count(everything)


def test_an_answer_is_reached_by_keyboard(page_360: Page) -> None:
    page_360.goto("/phan-anh/")
    keys = Keyboard(page_360)
    keys.go_to(f"a[href='{LIST}']").follow()
    keys.go_to(".rows__title a").follow()
    expect(page_360.get_by_role("heading", name="Trả lời", exact=True)).to_be_visible()
