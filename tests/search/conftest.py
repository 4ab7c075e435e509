"""A small catalogue and an index of its own for each test."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest
from django.core.cache import cache
from django.db import connection
from pytest_django import Settings
from wagtail.models import Page, Site

from core.models import Level
from procedures.models import (
    Agency,
    Fee,
    Field,
    ProcedureAgency,
    ProcedureIndexPage,
    ProcedurePage,
    ProcedureStep,
    SubjectType,
    SubmissionMethod,
    TimeLimit,
)
from search import engines, sources
from search.engines.base import SearchEngine
from search.engines.elasticsearch import engine as elasticsearch_engine
from search.engines.postgres import close_connections
from search.services import upkeep
from tests.search.elsewhere import InAnotherFolder, OnAServer, Second
from tests.search.engines import MAKERS, MakeEngine, drop_indexes, patient_cluster
from tests.search.samples import ALL
from tests.search.wire import Wire

MakePage = Callable[..., ProcedurePage]


@pytest.fixture(autouse=True)
def own_index(settings: Settings, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Give the test indexes of its own, not built yet; where they are files, the procedures' path."""
    settings.SEARCH_INDEX_PATH = tmp_path / "search.sqlite3"
    _forget()
    yield settings.SEARCH_INDEX_PATH
    _forget()
    if connection.vendor == "postgresql" and {"db", "transactional_db"} & set(request.fixturenames):
        _drop_schemas()


def _forget() -> None:
    engines.forget_engines()
    cache.clear()


def _drop_schemas() -> None:
    """The engine writes past the test's transaction."""
    close_connections()
    with psycopg2.connect(**connection.get_connection_params()) as own, own.cursor() as cursor:
        for source in sources.sources():
            cursor.execute(f"DROP SCHEMA IF EXISTS search_{source.collection} CASCADE")
    own.close()


@pytest.fixture
def lose_index(own_index: Path) -> Callable[[], None]:
    """Make the procedures' index unreadable, as by a broken disk or a hand that slipped."""

    def lose() -> None:
        if connection.vendor == "postgresql":
            _drop_schemas()
        else:
            own_index.write_bytes(b"this is no database, whatever it was before" * 100)

    return lose


@pytest.fixture(
    params=["another folder", pytest.param("elasticsearch", marks=pytest.mark.services)],
    ids=["folder", "elasticsearch"],
)
def second(
    request: pytest.FixtureRequest, settings: Settings, own_index: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Second]:
    """Choose an engine beside the database's own. It is there, and was never built."""
    if request.param == "elasticsearch":
        url = request.getfixturevalue("elasticsearch_url")
        wire = Wire(url)
        settings.ELASTICSEARCH_URL = wire.url
        settings.ELASTICSEARCH_PREFIX = f"test-{uuid.uuid4().hex[:12]}"
        monkeypatch.setattr(
            elasticsearch_engine,
            "cluster_from_settings",
            lambda: patient_cluster(settings.ELASTICSEARCH_URL),
        )
        yield OnAServer(wire)
        wire.cut()
        drop_indexes(patient_cluster(url), settings.ELASTICSEARCH_PREFIX)
    else:
        settings.SEARCH_ENGINE = InAnotherFolder.name
        yield InAnotherFolder()


@pytest.fixture(scope="session", params=sorted(MAKERS))
def engine_name(request: pytest.FixtureRequest) -> str:
    """The name of one search engine after the other."""
    return str(request.param)


@pytest.fixture(scope="session")
def built(engine_name: str, request: pytest.FixtureRequest) -> Iterator[SearchEngine]:
    """An engine that has indexed the samples, only to be read."""
    with MAKERS[engine_name](request) as make:
        engine = make("procedures")
        engine.rebuild(ALL)
        yield engine


@pytest.fixture
def make_engine(engine_name: str, request: pytest.FixtureRequest) -> Iterator[MakeEngine]:
    with MAKERS[engine_name](request) as make:
        yield make


@pytest.fixture
def empty_engine(make_engine: MakeEngine) -> SearchEngine:
    return make_engine("procedures")


@pytest.fixture
def engine(empty_engine: SearchEngine) -> SearchEngine:
    """An engine that has indexed the samples, of the test's own."""
    empty_engine.rebuild(ALL)
    return empty_engine


@pytest.fixture
def catalogue(db: None) -> ProcedureIndexPage:
    root: Page = Site.objects.get(is_default_site=True).root_page
    return root.add_child(instance=ProcedureIndexPage(title="Thủ tục", slug="thu-tuc"))


@pytest.fixture
def make_page(catalogue: ProcedureIndexPage) -> MakePage:
    """Make a published procedure in the field "Hộ tịch", of the commune, free, due in 3 working days."""

    def make(
        code: str, title: str, *, field: str = "Hộ tịch", level: str = "commune", **values: object
    ) -> ProcedurePage:
        fee = values.pop("fee", {"status": "free"})
        page = ProcedurePage(
            code=code, title=title, official_name=title, slug=f"p-{code.replace('.', '-')}", **values
        )
        page.fields = [Field.objects.get_or_create(name=field, defaults={"code": field[:40]})[0]]
        page.levels = [Level.objects.get_or_create(code=level, defaults={"name": level})[0]]
        page.subjects = [
            SubjectType.objects.get_or_create(code="citizen", defaults={"name": "Công dân Việt Nam"})[0]
        ]
        page.fees = [Fee(**fee)]  # type: ignore[arg-type]
        page.time_limits = [TimeLimit(value=3, unit="working_day")]
        page.submission_methods = [SubmissionMethod(channel="direct"), SubmissionMethod(channel="post")]
        page.steps = [ProcedureStep(title="Nộp hồ sơ", text="Người dân nộp hồ sơ.")]
        agency = Agency.objects.get_or_create(name="Ủy ban nhân dân cấp xã")[0]
        page.agencies = [ProcedureAgency(agency=agency, role="implementing")]
        catalogue.add_child(instance=page)
        return page

    return make


@pytest.fixture
def birth(make_page: MakePage) -> ProcedurePage:
    return make_page("1.001193", "Thủ tục đăng ký khai sinh", summary="Giấy khai sinh cho trẻ mới sinh.")


@pytest.fixture
def indexed(birth: ProcedurePage, make_page: MakePage) -> ProcedureIndexPage:
    """Four procedures, indexed."""
    make_page("1.004194", "Đăng ký tạm trú", field="Cư trú", fee={"status": "amount", "amount_min": 15000})
    make_page("1.000689", "Đăng ký khai sinh kết hợp nhận cha, mẹ, con", online_level="full")
    make_page(
        "1.012783",
        "Cấp đổi Giấy chứng nhận quyền sử dụng đất",
        field="Đất đai",
        level="province",
        fee={"status": "set_by_province"},
    )
    upkeep.reindex()
    parent: ProcedureIndexPage = birth.get_parent().specific
    return parent
