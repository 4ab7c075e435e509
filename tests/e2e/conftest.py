"""A real browser on the real site.

Every page that a test opens is watched: a console message, a refused or failed request, a request to another origin
or a violation of the content security policy fails the test, whatever else it asserts.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect, sync_playwright

from scripts import machine
from tests.e2e.site_under_test import RunningSite, running_site

CHROMIUM_OPTIONS = ("--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync")  # fmt: skip
# Every rule that axe runs by itself, and the one for WCAG 2.2's target size, which it leaves out by default.
AXE_OPTIONS = {"rules": {"target-size": {"enabled": True}}}

FOLDER = Path(__file__).parent
PATIENCE = 30_000  # milliseconds: a machine of two cores is busy with other tests
expect.set_options(timeout=PATIENCE)

# Only looked at, so any site will do. The tests of another module share what they change on theirs.
PAGES_LOOKED_AT = ("test_components", "test_printing", "test_public_pages")

OpenPage = Callable[..., Page]
CheckAxe = Callable[[Page], None]


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share what they change stay together, with one worker's site."""
    for item in items:
        if item.path.parent == FOLDER and item.path.stem not in PAGES_LOOKED_AT:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """The site with its demonstration province, as ``make run`` starts it; SITE_URL names one that runs already."""
    if url := os.environ.get("SITE_URL"):
        yield RunningSite(url, Path(os.environ.get("VAR_DIR", "var")).resolve())
        return
    with running_site(tmp_path_factory.mktemp("site") / "var") as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    arguments = [*CHROMIUM_OPTIONS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=machine.chromium(), args=arguments)
        yield chromium
        chromium.close()


class Watch:
    """What went wrong on the pages of one test. ``expected`` takes statuses that the test provokes."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.expected: set[int] = set()
        self.problems: list[str] = []

    def follow(self, page: Page) -> None:
        """Listen to everything that a page does."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium repeats a bad status in the console; the response itself is judged below.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.problems.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.problems.append(f"request to another origin: {request.url}")

    def _failed(self, request: Request) -> None:
        # Leaving a page ends what it was still loading.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"failed request: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.problems.append(f"status {response.status}: {response.url}")


@pytest.fixture
def watch(site: RunningSite) -> Iterator[Watch]:
    """The watch over this test's pages; it speaks at the end."""
    watching = Watch(site.url)
    yield watching
    assert watching.problems == []


@pytest.fixture
def open_page(site: RunningSite, browser: Browser, watch: Watch) -> Iterator[OpenPage]:
    """``open_page(width=360, javascript=True)``: a watched page with its own cookies."""
    contexts = []

    def make(width: int = 360, *, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page_320(open_page: OpenPage) -> Page:
    """The narrowest screen that WCAG asks for."""
    return open_page(320)


@pytest.fixture
def page_360(open_page: OpenPage) -> Page:
    """A cheap phone."""
    return open_page(360)


@pytest.fixture
def page_1280(open_page: OpenPage) -> Page:
    """A desk."""
    return open_page(1280)


@pytest.fixture
def page_no_js(open_page: OpenPage) -> Page:
    """A phone whose browser runs no scripts."""
    return open_page(360, javascript=False)


@pytest.fixture(scope="session")
def axe() -> CheckAxe:
    """Fail with everything that axe finds on the page as it is now."""
    engine = Axe()

    def check(page: Page) -> None:
        results = engine.run(page, options=AXE_OPTIONS)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check
