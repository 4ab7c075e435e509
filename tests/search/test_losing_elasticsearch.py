"""Elasticsearch goes away while it is in use, or refuses the site: citizens notice nothing, operators are told why."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from procedures.models import ProcedureIndexPage, ProcedurePage
from search.engines import database_name, forget_engines, get_engine
from search.engines.base import EngineResult
from search.engines.elasticsearch import cluster
from search.engines.elasticsearch import engine as elasticsearch_engine
from search.models import IndexTask
from search.services.upkeep import drain, reindex
from search.understanding import understand
from tests.search.conftest import MakePage
from tests.search.engines import drop_indexes, patient_cluster
from tests.search.wire import Doorkeeper, Wire

pytestmark = [pytest.mark.django_db, pytest.mark.services]

NAME = "elasticsearch"
KEY = "c2VhcmNoOm5vYm9keS1tYXktcmVhZA=="
REST = 0.3


def ask(text: str = "khai sinh") -> EngineResult:
    return get_engine().search(understand(text).query)


def told(client: Client) -> tuple[bool, str]:
    """What the ready page says of the search; the site serves in any case."""
    response = client.get("/health/ready")
    assert response.status_code == 200
    check = response.json()["checks"]["search"]
    return check["ok"], check["detail"]


@pytest.fixture
def wire(elasticsearch_url: str, settings: Settings) -> Iterator[Wire]:
    """The wire to the server that the site has chosen, with an index of the test's own."""
    wire = Wire(elasticsearch_url)
    settings.ELASTICSEARCH_URL = wire.url
    settings.ELASTICSEARCH_PREFIX = f"test-{uuid.uuid4().hex[:12]}"
    yield wire
    wire.cut()
    drop_indexes(patient_cluster(elasticsearch_url), settings.ELASTICSEARCH_PREFIX)


@pytest.fixture
def in_use(wire: Wire, indexed: ProcedureIndexPage, monkeypatch: pytest.MonkeyPatch) -> Wire:
    """The server has answered, over connections that stay open."""
    monkeypatch.setattr(cluster, "REST", REST)
    patient = cluster.Cluster(wire.url, read_timeout=60)
    monkeypatch.setattr(elasticsearch_engine, "cluster_from_settings", lambda: patient)
    forget_engines()
    assert ask().stand_in == ""
    return wire


@pytest.mark.parametrize("how", ["cut", "tear"], ids=["between two answers", "in the middle of one"])
def test_a_server_that_fails_in_use_is_stood_in_for_and_taken_back(
    in_use: Wire, client: Client, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    before = client.get("/tim-kiem/", {"q": "dang ky khai sinh"})
    assert told(client)[0]
    getattr(in_use, how)()
    during = client.get("/tim-kiem/", {"q": "dang ky khai sinh", "lan": "2"})
    assert (before.status_code, during.status_code) == (200, 200)
    assert "1.001193" in during.content.decode()
    assert ask().stand_in == NAME
    assert f"The search engine {NAME} can't answer, the database's does" in caplog.text
    ok, detail = told(client)
    assert not ok
    assert f"{database_name()} answers." in detail
    in_use.mend()
    time.sleep(REST)
    assert ask().stand_in == ""
    assert told(client)[0]


def test_the_key_of_the_settings_goes_over_the_wire_with_every_question(
    wire: Wire, settings: Settings, make_page: MakePage
) -> None:
    settings.ELASTICSEARCH_API_KEY = KEY
    make_page("1.001193", "Đăng ký khai sinh")
    reindex(engine=NAME, collection="procedures")
    assert get_engine().health().is_usable
    heads = [part.split(b"\r\n\r\n")[0].lower() for part in bytes(wire.asked).split(b" HTTP/1.1\r\n")[1:]]
    assert len(heads) > 3
    assert all(f"authorization: ApiKey {KEY}".lower().encode() in head for head in heads)


@pytest.fixture(params=[401, 403])
def doorkeeper(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Doorkeeper]:
    """A server that lets nobody in, chosen by the site."""
    server = Doorkeeper(request.param)
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_API_KEY = server.url, KEY
    yield server
    server.close()


def test_a_server_that_refuses_the_key_is_stood_in_for_and_the_key_is_told_to_nobody(
    doorkeeper: Doorkeeper, birth: ProcedurePage, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reindex(engine=database_name())
    page = client.get("/tim-kiem/", {"q": "dang ky khai sinh"})
    assert page.status_code == 200
    assert birth.code in page.content.decode()
    assert ask().stand_in == NAME
    birth.save()
    drain()
    assert IndexTask.objects.filter(engine=NAME).exists()  # until somebody gives the site another key
    ok, detail = told(client)
    assert not ok
    assert f"refused: {doorkeeper.status} security_exception" in detail
    assert f"{database_name()} answers." in detail
    assert doorkeeper.shown == {f"ApiKey {KEY}"}
    for text in (caplog.text, detail, page.content.decode()):
        assert KEY not in text
