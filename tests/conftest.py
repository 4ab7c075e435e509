"""Rules that hold for every test: nothing skipped in CI, no network, seeded rows survive, real servers on request."""

import gc
import ipaddress
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from _pytest.nodeid import NodeId
from django.core.cache import caches
from django.test import TransactionTestCase
from django.utils import translation

from scripts import services
from search.engines.postgres import close_connections
from tests import databases

IN_CI = os.environ.get("CI", "").lower() in ("1", "true")


def _stay_on_this_machine(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook: a test that reaches for another machine fails at once, whichever library it uses."""
    if event == "socket.connect":
        address = arguments[1]
        # A string is a Unix socket's path, a tuple that begins with a number one to the kernel.
        host = address[0] if isinstance(address, tuple) else None
        allowed = not isinstance(host, str) or host == "localhost" or ipaddress.ip_address(host).is_loopback
    elif event == "socket.getaddrinfo":
        host = arguments[0]
        allowed = host in (None, "", "localhost", b"localhost") or _is_number(str(host))
    else:
        return
    if not allowed:
        raise RuntimeError(f"Tests stay on this machine, and this one asked for {host!r}.")


def _is_number(host: str) -> bool:
    """Whether no name has to be looked up."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


sys.addaudithook(_stay_on_this_machine)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, object, object]:
    """Browser tests last: Playwright's event loop must not run under other tests."""
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.browser)
        elif _uses_database(item) and not item.get_closest_marker("one_database"):
            item.add_marker(pytest.mark.postgres)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    result = yield
    _name_groups(items)
    return result


def _name_groups(items: list[pytest.Item]) -> None:
    """Tell pytest the names that xdist gave to grouped tests.

    xdist 3.8 sends a test to its group's worker by the end of its name, which it writes where pytest looked for it
    before 9.2: no group would stay together.
    """
    for item in items:
        if name := vars(item).get("_nodeid"):
            item._id = NodeId.parse(name)


def pytest_collection_finish() -> None:
    """Garbage is looked for less often, and not among what was imported: a tenth of the time else."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _uses_database(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", [])
    return "django_db" in item.keywords or bool({"db", "transactional_db", "live_server"} & set(names))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test is a failed one: a missing part must not look like a passing suite."""
    report = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Skipped, which counts as failed in CI: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole module that skips itself."""
    report = yield
    if IN_CI and report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"Skipped, which counts as failed in CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def beginning(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[databases.Beginning]:
    """What the test database is before the first test."""
    with databases.beginning(tmp_path_factory.mktemp("database")) as kept:
        yield kept


@pytest.fixture(scope="session")
def django_db_modify_db_settings(beginning: databases.Beginning) -> None:
    """The copy comes before Django makes the test database."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, beginning: databases.Beginning) -> Iterator[None]:
    """A test with real transactions gives the whole database back, rows of law from migrations, too."""
    beginning.keep()
    with pytest.MonkeyPatch.context() as patch:
        # Django would empty all tables, and then fill those that migrations fill, row by row.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: beginning.bring_back())
        yield


@pytest.fixture(autouse=True)
def _site_language() -> Iterator[None]:
    """A request leaves its language behind in the thread: each test begins and ends in the site's own."""
    with translation.override("vi"):
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What a test keeps in a cache (pages, where sites begin, counted attempts) ends with the test's rows."""
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()
    close_connections()  # or the test's database could not be dropped


@pytest.fixture(scope="session")
def portal_records() -> Path:
    """The folder of the national portal's real records, named by PORTAL_RECORDS."""
    folder = Path(os.environ.get("PORTAL_RECORDS", ""))
    if not os.environ.get("PORTAL_RECORDS") or not folder.is_dir():
        pytest.skip("PORTAL_RECORDS names no folder of real records")
    return folder


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real, empty Redis server."""
    with services.redis() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL server, the site's own if it has one. Other workers use it too: names have to be one's own."""
    if (site := os.environ.get("DATABASE_URL", "")).startswith("postgres"):
        yield site
        return
    with services.postgres() as url:
        yield url


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """A real Elasticsearch that other workers use too: indexes need a prefix of their own."""
    with services.elasticsearch() as url:
        yield url
