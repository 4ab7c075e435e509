"""A chosen engine that can't answer: citizens notice nothing, operators are told, and no change is lost."""

from __future__ import annotations

import logging
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from procedures.models import ProcedureIndexPage, ProcedurePage
from search.checks import check_engine
from search.engines import chosen_name, database_name, engine_names, get_engine
from search.engines.base import EngineResult, IndexUnavailableError
from search.models import IndexState, IndexTask
from search.services import IndexStatus, index_health
from search.services.auditing import audit
from search.services.health import check_index
from search.services.upkeep import drain, reindex
from search.understanding import understand
from tests.search.elsewhere import Second

pytestmark = pytest.mark.django_db


def ask(text: str) -> EngineResult:
    return get_engine().search(understand(text).query)


def codes(text: str) -> list[str]:
    return [hit.code for hit in ask(text).hits]


def status(engine: str, now: datetime | None = None) -> IndexStatus:
    """The state of an engine's index of procedures."""
    return next(
        row
        for row in index_health(now or timezone.now())
        if (row.engine, row.collection) == (engine, "procedures")
    )


@pytest.fixture
def both(second: Second, indexed: ProcedureIndexPage) -> Second:
    """Both engines hold the catalogue of four procedures."""
    return second


def test_the_chosen_engine_answers(both: Second) -> None:
    assert engine_names() == (database_name(), both.name)
    result = ask("khai sinh")
    assert result.stand_in == ""
    assert {hit.code for hit in result.hits} == {"1.001193", "1.000689"}


def test_a_page_is_answered_with_the_same_hits_while_the_engine_is_away(both: Second, client: Client) -> None:
    before = client.get("/tim-kiem/", {"q": "dang ky khai sinh"})
    both.go()
    during = client.get("/tim-kiem/", {"q": "dang ky khai sinh", "again": "1"})
    assert (before.status_code, during.status_code) == (200, 200)
    for page in (before, during):
        assert "1.001193" in page.content.decode()
    result = ask("khai sinh")
    assert result.stand_in == both.name
    assert {hit.code for hit in result.hits} == {"1.001193", "1.000689"}
    assert client.get("/tim-kiem/goi-y/", {"q": "khai si"}).status_code == 200


def test_operators_are_told_that_another_engine_answers(both: Second, client: Client) -> None:
    assert client.get("/health/ready").json()["checks"]["search"]["ok"]
    both.go()
    ready = client.get("/health/ready")
    check = ready.json()["checks"]["search"]
    assert ready.status_code == 200  # the site serves all the same
    assert not check["ok"]
    assert f"{both.name} procedures: " in check["detail"]
    assert f"{database_name()} answers." in check["detail"]
    assert status(both.name).stood_in == database_name()
    assert status(database_name()).ok


def test_many_searches_write_one_line_into_the_log(both: Second, caplog: pytest.LogCaptureFixture) -> None:
    both.go()
    with caplog.at_level(logging.ERROR, logger="search.engines.fallback"):
        for _time in range(5):
            ask("khai sinh")
    assert len(caplog.records) == 1
    assert both.name in caplog.text


def test_changes_reach_the_other_engine_and_wait_for_the_one_that_is_away(
    both: Second, birth: ProcedurePage
) -> None:
    both.go()
    birth.title = "Khai sinh lưu động"
    birth.save()
    drain()
    assert codes("lưu động") == [birth.code]
    assert set(IndexTask.objects.values_list("engine", flat=True)) == {both.name}
    assert status(both.name).pending == 1
    both.come_back()
    assert drain() == 1
    assert not IndexTask.objects.exists()
    result = ask("lưu động")
    assert (result.stand_in, [hit.code for hit in result.hits]) == ("", [birth.code])


def test_an_engine_that_comes_back_is_not_built_anew(both: Second, birth: ProcedurePage) -> None:
    built = status(both.name).built_at
    both.go()
    birth.save()
    drain()
    both.come_back()
    drain()
    assert status(both.name).built_at == built


def test_an_engine_that_is_newly_chosen_is_built_by_the_next_drain(
    indexed: ProcedureIndexPage, second: Second
) -> None:
    IndexState.objects.filter(engine=second.name).delete()
    drain()
    assert status(second.name).documents == 4
    assert ask("khai sinh").stand_in == ""


def test_until_a_new_engine_is_built_the_database_s_answers(second: Second, birth: ProcedurePage) -> None:
    reindex(engine=database_name())
    result = ask("khai sinh")
    assert (result.stand_in, [hit.code for hit in result.hits]) == (second.name, [birth.code])


def test_an_engine_that_was_not_chosen_for_a_while_is_built_anew(
    both: Second, birth: ProcedurePage, settings: Settings
) -> None:
    chosen = settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "", ""
    birth.title = "Khai sinh lưu động"
    birth.save()
    drain()
    assert set(IndexState.objects.values_list("engine", flat=True)) == {database_name()}
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = chosen
    assert codes("lưu động") == []
    drain()
    assert codes("lưu động") == [birth.code]
    assert ask("lưu động").stand_in == ""


def test_what_an_engine_that_is_away_lost_is_found_when_it_is_back(
    both: Second, birth: ProcedurePage
) -> None:
    both.go()
    assert audit() == 0
    ProcedurePage.objects.filter(pk=birth.pk).update(title="Khai sinh lưu động")
    both.come_back()
    assert audit() == 2  # in each of the two
    assert codes("lưu động") == [birth.code]


def test_one_engine_can_be_built_alone(both: Second) -> None:
    before = status(database_name()).built_at
    call_command("reindex", engine=both.name, collection="procedures", quiet=True)
    assert status(database_name()).built_at == before
    assert status(both.name).documents == 4


def test_reindex_builds_what_it_can_and_says_in_one_sentence_what_it_could_not(both: Second) -> None:
    before = status(database_name()).built_at
    both.go()
    with pytest.raises(CommandError, match=f"{both.name} procedures: "):
        call_command("reindex", quiet=True)
    assert status(database_name()).built_at != before


@pytest.mark.parametrize(
    ("name", "word"), [("engine", "lucene"), ("collection", "news")], ids=["engine", "collection"]
)
def test_reindex_knows_what_there_is(db: None, name: str, word: str) -> None:
    with pytest.raises(CommandError, match=word):
        call_command("reindex", quiet=True, **{name: word})


def test_without_any_index_the_engine_says_so(db: None, second: Second) -> None:
    with pytest.raises(IndexUnavailableError):
        ask("khai sinh")
    assert not get_engine().health().is_usable


@pytest.mark.parametrize(
    ("engine", "address", "chosen"),
    [
        ("", "", "the database's"),
        ("", "http://127.0.0.1:1", "elasticsearch"),
        ("sqlite", "http://127.0.0.1:1", "sqlite"),
        ("search.engines.elasticsearch.ElasticsearchEngine", "", "elasticsearch"),
    ],
    ids=["nothing", "address", "named", "path"],
)
def test_the_engine_is_chosen_by_one_setting_or_by_what_there_is(
    settings: Settings, engine: str, address: str, chosen: str
) -> None:
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = engine, address
    assert chosen_name() == (database_name() if chosen == "the database's" else chosen)


@pytest.mark.parametrize(
    ("engine", "problem"),
    [
        ("", None),
        ("lucene", "search.E001"),
        ("elasticsearch", "search.E002"),
        ("tests.search.elsewhere.Elsewhere", None),
    ],
    ids=["nothing", "unknown", "no address", "own class"],
)
def test_a_wrong_choice_is_told_at_the_start_and_by_the_ready_page(
    db: None, settings: Settings, engine: str, problem: str | None
) -> None:
    settings.SEARCH_ENGINE = engine
    assert [message.id for message in check_engine()] == ([problem] if problem else [])
    if problem:
        assert not check_index(timezone.now()).ok
