"""The small scripts, and the parts of every page that must work without them."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import CheckAxe, OpenPage

# Several dossier cases, several weeks.
RESIDENCE = "/ma/1.004222/"
# Chromium's largest text size, as people set it on their phones.
HUGE_TEXT = "document.documentElement.style.fontSize = '212%'"


def test_suggestions_are_a_combobox_for_the_keyboard(page_360: Page, axe: CheckAxe) -> None:
    page_360.goto("/")
    box = page_360.get_by_role("combobox", name="Tìm thủ tục")
    box.click()
    box.press_sequentially("khai sinh", delay=20)
    options = page_360.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    axe(page_360)
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    box.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", "search-hero-list-0")
    box.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("khai sinh")
    box.press("Enter")
    page_360.wait_for_url("**/tim-kiem/?q=khai+sinh")


def test_a_chosen_suggestion_opens_its_procedure(page_360: Page) -> None:
    page_360.goto("/")
    box = page_360.get_by_role("combobox", name="Tìm thủ tục")
    box.click()
    box.press_sequentially("thuong tru", delay=20)
    option = page_360.get_by_role("option").first
    expect(option).to_be_visible()
    title = option.evaluate("option => option.firstChild.textContent").removesuffix("…").strip()
    option.click()
    expect(page_360.get_by_role("heading", level=1)).to_contain_text(title)


def test_only_the_chosen_case_of_a_dossier_is_shown(page_360: Page) -> None:
    page_360.goto(RESIDENCE)
    cases = page_360.locator("[data-case]")
    expect(cases.locator("visible=true")).not_to_have_count(cases.count())
    second = page_360.locator("[data-cases-choice] label").nth(1)
    second.click()
    expect(page_360.locator("[data-case]:visible h3")).to_have_text(second.inner_text())


def test_without_scripts_every_case_is_listed_and_nothing_dead_is_shown(page_no_js: Page) -> None:
    page_no_js.goto(RESIDENCE)
    cases = page_no_js.locator("[data-case]")
    assert cases.count() > 1
    assert page_no_js.locator("[data-case]:visible").count() == cases.count()
    expect(page_no_js.locator("[data-cases-choice]")).to_be_hidden()
    expect(page_no_js.locator("button[data-print]")).to_be_hidden()


def test_the_folded_menu_opens_without_scripts(page_no_js: Page) -> None:
    page_no_js.goto("/")
    page_no_js.locator("summary", has_text="Mục lục").click()
    page_no_js.locator(".menu").get_by_role("link", name="Tra cứu", exact=True).click()
    expect(page_no_js).to_have_url("/tra-cuu/")


def test_the_first_tab_stop_leads_past_the_menu(page_1280: Page) -> None:
    page_1280.goto(RESIDENCE)
    page_1280.keyboard.press("Tab")
    link = page_1280.get_by_role("link", name="Đến nội dung chính")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page_1280.keyboard.press("Enter")
    expect(page_1280.locator("main")).to_be_focused()


@pytest.mark.parametrize("path", ["/", RESIDENCE, "/tim-kiem/?q=khai+sinh", "/phan-anh/gui/pakn_conduct/"])
def test_text_twice_as_large_still_fits_a_phone(path: str, page_360: Page) -> None:
    page_360.goto(path)
    page_360.evaluate(HUGE_TEXT)
    widths = page_360.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1]


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_day_grid_keeps_its_words_inside_its_cells(width: int, open_page: OpenPage) -> None:
    page = open_page(width)
    page.goto(RESIDENCE)
    page.evaluate("document.fonts.ready")
    cells = page.locator(".day")
    assert cells.count() > 7
    too_wide = (
        "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.innerText)"
    )
    assert cells.evaluate_all(too_wide) == []


def test_the_day_grid_becomes_a_list_for_very_large_text(page_320: Page) -> None:
    page_320.goto(RESIDENCE)
    page_320.evaluate(HUGE_TEXT)
    lefts = page_320.locator(".day").evaluate_all("days => days.map(day => day.getBoundingClientRect().left)")
    assert len(set(lefts)) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", RESIDENCE, "/phan-anh/gui/pakn_conduct/"])
def test_both_colour_schemes_are_legible(scheme: str, path: str, page_360: Page, axe: CheckAxe) -> None:
    page_360.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page_360.goto(path)
    axe(page_360)


def test_a_form_is_sent_once_however_often_the_button_is_pressed(page_360: Page) -> None:
    page_360.goto("/phan-anh/gui/question/")
    form = page_360.locator("form[data-submit-once]")
    button = form.locator("button:not([type=button])").last
    form.evaluate("form => form.addEventListener('submit', event => event.preventDefault())")
    form.evaluate("form => { form.noValidate = true; }")
    button.click()
    expect(button).to_have_attribute("aria-disabled", "true")
    page_360.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow'))")
    expect(button).not_to_have_attribute("aria-disabled", "true")
