"""What holds for every page that citizens see: accessible, narrow enough, light, self-sufficient, legible."""

import json
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import CheckAxe, OpenPage
from tests.e2e.site_under_test import RunningSite

BIRTH = "1.001193"  # registering a birth, a page with every part
PAGES = {
    "home": "/",
    "search": "/tim-kiem/?q=dang+ky+khai+sinh",
    "search for an answer": "/tim-kiem/?q=dang+ky+tam+tru+le+phi+bao+lau+giay+to+mau+don+o+dau",
    "search for one of several kinds": "/tim-kiem/?q=giay+phep+xay+dung",
    "search for places": "/tim-kiem/?q=trung+tam+phuc+vu+hanh+chinh+cong&muc=noi-nop",
    "search for another body's matter": "/tim-kiem/?q=don+ly+hon",
    "comparison": "/tim-kiem/so-sanh/?a=1.001193&b=1.000689",
    "comparison of one": "/tim-kiem/so-sanh/?ma=1.001193",
    "search without words": "/tim-kiem/",
    "search in vain": "/tim-kiem/?q=xyzzyqwv",
    "procedure": f"/ma/{BIRTH}/",
    "procedure whose fee changes": "/ma/1.014063/",
    "procedure done on the spot": "/ma/1.011441/",
    "life event": "/su-kien/sinh-con/",
    "bundle": "/lien-thong/khai-sinh-thuong-tru-the-bhyt/",
    "service promise": "/cam-ket/ngay-thu-sau-xanh/",
    "catalogue": "/thu-tuc/",
    "calculator": f"/tinh-ngay/?thu-tuc={BIRTH}",
    "choosing a box": "/phan-anh/",
    "conduct form": f"/phan-anh/gui/pakn_conduct/?thu-tuc={BIRTH}",
    "question form": "/phan-anh/gui/question/",
    "scene form": "/phan-anh/gui/scene_report/",
    "complaint guide": "/phan-anh/khieu-nai/",
    "denunciation guide": "/phan-anh/to-cao/",
    "published answers": "/phan-anh/da-tra-loi/",
    "tracking": "/tra-cuu/",
    "decisions": "/quyet-dinh/",
    "procedure that will be replaced": "/ma/9.000101/",
}
# Boxes that cut their text off, and lines of one text whose marks reach into each other.
CLIPPED = """() => {
  const found = [];
  const pen = document.createElement("canvas").getContext("2d");
  const kinds = "h1,h2,h3,p,li,a,button,summary,label,legend,.badge,.button,td,th";
  for (const element of document.querySelectorAll(kinds)) {
    const text = element.textContent.trim().slice(0, 40);
    if (!element.offsetParent || !text || element.closest(".visually-hidden,[hidden]")) continue;
    const style = getComputedStyle(element);
    const cuts = ["hidden", "clip"].includes(style.overflowY);
    const tooTall = element.scrollHeight > element.clientHeight + 1;
    const tooWide = element.scrollWidth > element.clientWidth + 1;
    if (cuts && (tooTall || tooWide)) found.push(["cut", element.className, text]);
    pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const ink = pen.measureText(element.textContent);
    const height = ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent;
    const line = parseFloat(style.lineHeight) || 1.2 * parseFloat(style.fontSize);
    const isLeaf = element.children.length === 0 && element.clientHeight > 1.5 * line;
    if (isLeaf && height > line + 1) found.push(["lines touch", element.tagName, `${height} > ${line}`, text]);
  }
  return found;
}"""
BUDGETS = {"home": 60, "procedure": 45}  # KB over the wire, everything that the page loads


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_a_phone(name: str, page_360: Page, axe: CheckAxe) -> None:
    page_360.goto(PAGES[name])
    axe(page_360)


@pytest.mark.parametrize("name", ["home", "search", "comparison", "procedure", "conduct form"])
def test_axe_finds_nothing_at_a_desk(name: str, page_1280: Page, axe: CheckAxe) -> None:
    page_1280.goto(PAGES[name])
    axe(page_1280)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_on_the_narrowest_screen(name: str, page_320: Page) -> None:
    page_320.goto(PAGES[name])
    widths = page_320.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_stacked_diacritics_are_never_clipped(name: str, width: int, open_page: OpenPage) -> None:
    page = open_page(width)
    page.goto(PAGES[name])
    page.evaluate("document.fonts.ready")
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("name", BUDGETS)
def test_the_page_keeps_its_budget_over_the_wire(name: str, page_360: Page) -> None:
    session = page_360.context.new_cdp_session(page_360)
    session.send("Network.enable")
    urls: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on(
        "Network.responseReceived", lambda event: urls.update({event["requestId"]: event["response"]["url"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page_360.goto(PAGES[name], wait_until="networkidle")
    loaded = {urls.get(key, key): size for key, size in sizes.items()}
    assert sum(loaded.values()) <= BUDGETS[name] * 1024, json.dumps(loaded, indent=1)


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_allows_nothing_inline_and_nobody_else(name: str, page_360: Page) -> None:
    answer = page_360.goto(PAGES[name])
    assert answer is not None
    policy = answer.all_headers()["content-security-policy"]
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert "https:" not in policy
    assert "*" not in policy
    code = "script:not([src], [type='application/ld+json'])"  # schema.org's facts are a block of data
    assert page_360.locator(f"[style], style, [onclick], [onsubmit], {code}").count() == 0


@pytest.mark.parametrize("name", ["home", "search", "procedure", "choosing a box"])
def test_every_link_of_the_page_leads_somewhere(name: str, page_360: Page, site: RunningSite) -> None:
    page_360.goto(PAGES[name])
    links = page_360.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    own = {
        urljoin(page_360.url, link).split("#")[0]
        for link in links
        if not link.startswith(("#", "tel:", "mailto:"))
    }
    broken = {
        url: status
        for url in own
        if url.startswith(site.url) and (status := page_360.request.get(url).status) != 200
    }
    assert broken == {}


def test_an_address_that_leads_nowhere_is_answered_kindly(page_360: Page, watch, axe: CheckAxe) -> None:
    watch.expected.add(404)
    page_360.goto("/khong-co-trang-nay/")
    axe(page_360)
    assert page_360.get_by_role("link", name="Trang chủ").or_(page_360.get_by_role("searchbox")).count()
