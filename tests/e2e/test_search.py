"""Search in a real browser: by keyboard, without scripts, on the narrowest screen, what is kept and what is sent."""

import re
from urllib.parse import parse_qs

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, expect

from tests.e2e.conftest import AXE_OPTIONS, CheckAxe, OpenPage
from tests.e2e.keyboard import Keyboard

RESULTS = "/tim-kiem/?q=khai+sinh"
BOX = "Tìm thủ tục"
NO_COUNT = "Không đếm lượt chọn của tôi"


def counted(page: Page) -> list[dict[str, list[str]]]:
    """What the page sends to be counted, from now on."""
    sent: list[dict[str, list[str]]] = []

    def note(request: Request) -> None:
        if request.url.endswith("/tim-kiem/da-chon/"):
            sent.append(parse_qs(request.post_data or ""))

    page.on("request", note)
    return sent


def test_suggestions_are_announced_and_walked_through_with_arrows(page_360: Page) -> None:
    page_360.goto("/tim-kiem/")
    box = page_360.get_by_role("combobox", name=BOX)
    box.press_sequentially("dang ky ta")
    options = page_360.locator("[role=listbox] [role=option]")
    expect(options.first).to_be_visible()
    expect(page_360.get_by_role("status")).to_have_text(
        f"{options.count()} gợi ý, bấm mũi tên lên xuống để chọn."
    )
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    expect(box).to_be_focused()
    assert page_360.locator("[role=listbox]").get_attribute("id") == box.get_attribute("aria-controls")


def test_escape_closes_the_suggestions_and_keeps_the_words(page_360: Page) -> None:
    page_360.goto("/tim-kiem/")
    box = page_360.get_by_role("combobox", name=BOX)
    box.press_sequentially("khai")
    expect(page_360.locator("[role=listbox] [role=option]").first).to_be_visible()
    box.press("Escape")
    expect(page_360.get_by_role("listbox")).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("khai")
    expect(page_360.get_by_role("status")).to_have_text("")


def test_words_without_suggestions_say_so_and_are_searched_with_enter(page_360: Page) -> None:
    page_360.goto("/tim-kiem/")
    box = page_360.get_by_role("combobox", name=BOX)
    box.press_sequentially("xyzzyqwv")
    expect(page_360.get_by_role("status")).to_have_text("Không có gợi ý.")
    with page_360.expect_navigation():
        box.press("Enter")
    expect(page_360.get_by_role("heading", name="Không tìm thấy thủ tục nào")).to_be_visible()


def test_a_suggestion_is_chosen_with_the_pointer(page_360: Page) -> None:
    page_360.goto("/")
    box = page_360.get_by_role("combobox", name=BOX).first
    box.press_sequentially("dang ky tam tru")
    with page_360.expect_navigation(url=re.compile("1-004194")):
        page_360.get_by_role("option", name="1.004194").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-scripts", "without-scripts"])
def test_two_results_are_compared_by_keyboard(open_page: OpenPage, javascript: bool) -> None:
    page = open_page(1280, javascript=javascript)
    page.goto(RESULTS)
    boxes = page.get_by_role("checkbox", name=re.compile("^Chọn để so sánh "))
    titles = [
        boxes.nth(place).evaluate("box => box.closest('article').querySelector('h3').innerText")
        for place in (0, 1)
    ]
    for place in (0, 1):
        boxes.nth(place).focus()
        page.keyboard.press("Space")
        expect(boxes.nth(place)).to_be_checked()
    Keyboard(page).go_to("#so-sanh button").follow()
    expect(page.get_by_role("columnheader")).to_have_count(2)
    for place in (0, 1):
        expect(page.get_by_role("columnheader").nth(place)).to_contain_text(titles[place])
    assert re.search(r"so-sanh/\?a=[\d.]+&b=[\d.]+&q=khai\+sinh$", page.url)
    page.get_by_role("link", name="Về kết quả tìm").click()
    expect(page).to_have_url(re.compile(re.escape(RESULTS)))


def test_the_comparison_stays_a_table_when_its_cells_are_stacked(page_320: Page, axe: CheckAxe) -> None:
    page_320.goto("/tim-kiem/so-sanh/?a=1.001193&b=1.000689")
    table = page_320.get_by_role("table")
    fees = table.get_by_role("row").filter(has=page_320.get_by_role("rowheader", name="Phí, lệ phí"))
    expect(fees.get_by_role("cell")).to_have_count(2)
    places = fees.get_by_role("cell").evaluate_all(
        "cells => cells.map(cell => cell.getBoundingClientRect()).map(box => [box.left, box.top])"
    )
    assert places[0][0] == places[1][0]
    assert places[0][1] < places[1][1]
    expect(fees.locator(".side-by-side__name").first).to_be_visible()  # which of the two says it
    axe(page_320)


def test_the_button_to_compare_stays_on_the_screen_while_something_is_chosen(page_360: Page) -> None:
    page_360.goto(RESULTS)
    button = page_360.get_by_role("button", name="So sánh hai thủ tục đã chọn")
    expect(button).not_to_be_in_viewport()
    page_360.get_by_role("checkbox", name=re.compile("^Chọn để so sánh ")).first.check()
    expect(button).to_be_in_viewport()


def test_results_are_limited_and_ordered_without_scripts(page_no_js: Page) -> None:
    page_no_js.goto("/tim-kiem/?q=dang+ky")
    page_no_js.get_by_role("link", name="Nhanh nhất").click()
    expect(page_no_js.get_by_role("link", name="Nhanh nhất")).to_have_attribute("aria-current", "true")
    page_no_js.locator("summary", has_text="Lọc kết quả").click()
    page_no_js.get_by_label("Xong trong").select_option("3")
    page_no_js.get_by_role("button", name="Lọc", exact=True).click()
    expect(page_no_js).to_have_url(re.compile(r"q=dang\+ky.*xep=ngay.*ngay-toi-da=3"))
    expect(page_no_js.locator(".filters summary")).to_contain_text("(1 đang chọn)")
    page_no_js.locator("summary", has_text="Lọc kết quả").click()
    expect(page_no_js.get_by_label("Xong trong")).to_have_value("3")


def test_the_answer_in_a_result_leads_to_its_section(page_360: Page) -> None:
    page_360.goto("/tim-kiem/?q=le+phi+dang+ky+tam+tru")
    answer = page_360.locator(".result__answers").first
    expect(answer).to_contain_text("đồng")
    answer.get_by_role("link", name="Lệ phí").click()
    expect(page_360).to_have_url(re.compile("#cach-nop$"))
    expect(page_360.get_by_role("heading", name="Cách nộp, lệ phí, thời hạn")).to_be_in_viewport()


def test_searches_are_kept_by_the_browser_alone_and_can_be_forgotten(page_360: Page, axe: CheckAxe) -> None:
    for query in ("khai sinh", "tạm trú", "khai sinh", "khai sinh 0912345678"):
        page_360.goto(f"/tim-kiem/?q={query}")
    page_360.goto("/tim-kiem/")
    kept = page_360.get_by_role("heading", name="Bạn đã tìm").locator("..").get_by_role("link")
    expect(kept).to_have_text(["khai sinh", "tạm trú"])
    axe(page_360)
    assert page_360.context.cookies() == []
    page_360.get_by_role("button", name="Xóa những chữ đã tìm").click()
    expect(kept).to_have_count(0)
    expect(page_360.get_by_role("combobox", name=BOX)).to_be_focused()
    page_360.reload()
    expect(page_360.get_by_role("heading", name="Bạn đã tìm")).to_be_hidden()


def searched(page: Page, *queries: str) -> None:
    """Searches that this browser made, the last one first among those it keeps."""
    for query in queries:
        page.goto(f"/tim-kiem/?q={query}")
        expect(page.locator("[data-query]")).to_be_visible()


def test_an_empty_box_offers_what_the_browser_kept_and_one_of_it_is_chosen_by_keyboard(
    page_360: Page,
) -> None:
    searched(page_360, "tạm trú", "khai sinh")
    page_360.goto("/")
    sent: list[str] = []
    page_360.on("request", lambda request: "/static/" in request.url or sent.append(request.url))
    Keyboard(page_360).go_to("input[name=q]")
    box = page_360.get_by_role("combobox", name=BOX)
    kept = page_360.get_by_role("listbox", name="Bạn đã tìm").get_by_role("option")
    expect(kept).to_have_text(["khai sinh", "tạm trú"])
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page_360.get_by_role("status")).to_contain_text("2 câu bạn đã tìm")
    # What the list lies over is half hidden, and meant to be: only the box itself is looked at.
    results = Axe().run(page_360, context="form.search", options=AXE_OPTIONS)
    assert results.violations_count == 0, results.generate_report()
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(kept.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", kept.nth(1).get_attribute("id") or "")
    assert sent == []
    with page_360.expect_navigation():
        box.press("Enter")
    expect(page_360).to_have_url(re.compile(r"/tim-kiem/\?q=t%E1%BA%A1m\+tr%C3%BA$"))


def test_kept_searches_give_way_to_suggestions_and_come_back(page_360: Page) -> None:
    searched(page_360, "tạm trú")
    page_360.goto("/tim-kiem/")
    box = page_360.get_by_role("combobox", name=BOX)
    box.click()
    kept = page_360.get_by_role("listbox", name="Bạn đã tìm")
    expect(kept).to_be_visible()
    box.press_sequentially("khai sinh")
    expect(page_360.get_by_role("listbox", name=BOX).get_by_role("option").first).to_be_visible()
    expect(page_360.locator(".suggest").get_by_role("button")).to_be_hidden()
    box.fill("")
    expect(kept).to_be_visible()
    box.press("Escape")
    expect(kept).to_be_hidden()
    box.press("ArrowDown")
    expect(kept.get_by_role("option").first).to_have_attribute("aria-selected", "true")


def test_one_kept_search_is_removed_by_a_key_and_all_by_a_button(page_360: Page) -> None:
    searched(page_360, "tạm trú", "khai sinh", "kết hôn")
    page_360.goto("/tim-kiem/")
    box = page_360.get_by_role("combobox", name=BOX)
    box.focus()
    kept = page_360.get_by_role("listbox", name="Bạn đã tìm").get_by_role("option")
    expect(kept).to_have_count(3)
    box.press("ArrowUp")
    box.press("Delete")
    expect(kept).to_have_text(["kết hôn", "khai sinh"])
    expect(kept.last).to_have_attribute("aria-selected", "true")
    expect(page_360.locator("[data-recent-list] a")).to_have_text(["kết hôn", "khai sinh"])
    box.press("Tab")
    forget = page_360.locator(".suggest").get_by_role("button", name="Xóa những chữ đã tìm")
    expect(forget).to_be_focused()
    forget.press("Enter")
    expect(box).to_be_focused()
    expect(kept).to_have_count(0)
    expect(page_360.get_by_role("heading", name="Bạn đã tìm")).to_be_hidden()
    assert page_360.evaluate("localStorage.length") == 0


def test_leaving_the_box_by_keyboard_closes_what_it_offers(page_1280: Page) -> None:
    searched(page_1280, "khai sinh")
    page_1280.goto("/")
    keys = Keyboard(page_1280)
    keys.go_to("input[name=q]")
    offered = page_1280.get_by_role("listbox", name="Bạn đã tìm")
    expect(offered).to_be_visible()
    keys.go_to(".suggest button").go_to(".search > .button")
    expect(offered).to_be_hidden()


def test_who_never_searched_may_ask_for_what_many_search_for(page_360: Page) -> None:
    page_360.goto("/")
    Keyboard(page_360).go_to("input[name=q]")
    box = page_360.get_by_role("combobox", name=BOX)
    expect(box).to_have_attribute("aria-expanded", "false")  # nothing by itself: nobody asked
    box.press("ArrowDown")
    popular = page_360.get_by_role("listbox", name="Nhiều người tìm").get_by_role("option")
    expect(popular.first).to_have_text("khai sinh cho con")
    expect(page_360.locator(".suggest").get_by_role("button")).to_be_hidden()
    box.press("ArrowDown")
    with page_360.expect_navigation():
        box.press("Enter")
    expect(box).to_have_value("khai sinh cho con")


def test_without_scripts_what_many_search_for_stands_on_the_page(page_no_js: Page) -> None:
    page_no_js.goto("/tim-kiem/")
    words = page_no_js.get_by_role("heading", name="Nhiều người tìm").locator("..").get_by_role("link")
    expect(words).not_to_have_count(0)
    words.last.click()
    expect(page_no_js.locator(".result").first).to_be_visible()


def test_a_choice_is_counted_by_words_and_code_alone(page_360: Page) -> None:
    page_360.goto(RESULTS)
    sent = counted(page_360)
    page_360.locator(".result h3 a").first.click()
    page_360.wait_for_url(re.compile("/thu-tuc/"))
    assert [set(each) for each in sent] == [{"q", "code"}]
    assert sent[0]["q"] == ["khai sinh"]


def test_who_does_not_want_to_be_counted_is_not(page_360: Page) -> None:
    page_360.goto(RESULTS)
    page_360.get_by_label(NO_COUNT).check()
    page_360.reload()
    expect(page_360.get_by_label(NO_COUNT)).to_be_checked()
    sent = counted(page_360)
    page_360.locator(".result h3 a").first.click()
    page_360.wait_for_url(re.compile("/thu-tuc/"))
    assert sent == []
    page_360.goto(RESULTS)
    page_360.get_by_label(NO_COUNT).uncheck()
    page_360.reload()
    expect(page_360.get_by_label(NO_COUNT)).not_to_be_checked()


@pytest.mark.parametrize(
    "wish",
    ["Object.defineProperty(navigator, 'globalPrivacyControl', {get: () => true})",
     "Object.defineProperty(navigator, 'doNotTrack', {get: () => '1'})"],
    ids=["global-privacy-control", "do-not-track"],
)  # fmt: skip
def test_the_wish_of_the_browser_counts_like_the_reader_s(page_360: Page, wish: str) -> None:
    page_360.add_init_script(wish)
    page_360.goto(RESULTS)
    expect(page_360.get_by_label(NO_COUNT)).to_be_checked()
    expect(page_360.get_by_label(NO_COUNT)).to_be_disabled()
    sent = counted(page_360)
    page_360.locator(".result h3 a").first.click()
    page_360.wait_for_url(re.compile("/thu-tuc/"))
    assert sent == []


def test_without_scripts_nothing_is_offered_that_needs_them(page_no_js: Page) -> None:
    page_no_js.goto(RESULTS)
    expect(page_no_js.get_by_label(NO_COUNT)).to_be_hidden()
    page_no_js.goto("/tim-kiem/")
    expect(page_no_js.get_by_role("heading", name="Bạn đã tìm")).to_be_hidden()
    expect(page_no_js.get_by_role("searchbox", name=BOX)).to_be_visible()
