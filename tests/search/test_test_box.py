"""The test box: how a query was understood, in words with the row that says so, and what each score is made of."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from procedures.models import ProcedureIndexPage
from search.engines import forget_engines
from search.models import OutOfScopeTopic, SearchSynonym, StopPhrase, VerbRule, ZeroHitQuery
from search.services.trying import PARTS, Trial, try_query
from tests.procedures.editors import client_of
from tests.procedures.factories import UserFactory
from tests.search.people import granted

pytestmark = pytest.mark.django_db

URL = "/admin/thu-cau-tim/"


@pytest.fixture(autouse=True)
def rows() -> None:
    """A row of each kind that no default row is like."""
    SearchSynonym.objects.create(phrase="giấy hươu", expansion="đăng ký khai sinh")
    VerbRule.objects.create(said="zebra, bị zebra", verbs="cấp đổi, đăng ký")
    StopPhrase.objects.create(phrase="dạ thưa quý vị")
    OutOfScopeTopic.objects.create(phrases="voi\nvoi con", body_name="Sở thú", text="Hỏi Sở thú.")


def tried(query: str) -> Trial:
    return try_query(query, UserFactory.create(is_superuser=True))


def seen(query: str) -> dict[str, tuple[str, str, str]]:
    return {step.label: (step.words, step.meaning, step.url) for step in tried(query).steps}


def test_every_row_that_was_used_is_named_and_linked(indexed: ProcedureIndexPage) -> None:
    steps = seen("dạ thưa quý vị giấy hươu bị zebra voi hết bao nhiêu tiền")
    synonym, rule = SearchSynonym.objects.latest("pk"), VerbRule.objects.latest("pk")
    stop, topic = StopPhrase.objects.latest("pk"), OutOfScopeTopic.objects.latest("pk")
    snippets = "/admin/snippets/search"
    assert steps["Từ đồng nghĩa"] == (
        "giấy hươu",
        "đăng ký khai sinh",
        f"{snippets}/searchsynonym/edit/{synonym.pk}/",
    )
    assert steps["Quy tắc động từ"] == (
        "bị zebra",
        "cấp đổi, đăng ký",
        f"{snippets}/verbrule/edit/{rule.pk}/",
    )
    assert steps["Bỏ qua"] == ("dạ thưa quý vị", "", f"{snippets}/stopphrase/edit/{stop.pk}/")
    assert steps["Việc của nơi khác"] == (
        "Sở thú",
        "Hỏi Sở thú.",
        f"{snippets}/outofscopetopic/edit/{topic.pk}/",
    )
    assert steps["Hỏi về"][1].startswith("phí, lệ phí: ")


def test_what_was_mended_is_shown(indexed: ProcedureIndexPage) -> None:
    assert seen("ddawng ky khai sinh")["Gõ sai hoặc gõ thô"][:2] == ("ddawng", "dang")


def test_a_code_is_seen_as_one(indexed: ProcedureIndexPage) -> None:
    assert seen("1001193")["Mã thủ tục"][0] == "1.001193"
    assert "Bỏ qua" not in seen("1001193")


def test_what_is_looked_for_is_told_from_what_only_orders(indexed: ProcedureIndexPage) -> None:
    wanted = {each.typed: each for each in tried("giấy hươu zebra").wanted}
    assert wanted["giay huou"].required
    assert wanted["giay huou"].others == ("dang ky khai sinh",)
    assert not wanted["zebra"].required
    assert wanted["zebra"].weight < 1


def test_each_hit_says_in_plain_words_what_its_score_is_made_of(indexed: ProcedureIndexPage) -> None:
    (engine,) = tried("đăng ký khai sinh").engines
    first = engine.hits[0]
    assert (first.title, first.code) == ("Thủ tục đăng ký khai sinh", "1.001193")
    assert sum(part.value for part in first.parts) == pytest.approx(first.score, abs=0.01)
    assert [part.value for part in first.parts] == sorted((part.value for part in first.parts), reverse=True)
    words = set(map(str, PARTS.values()))
    assert {part.label for hit in engine.hits for part in hit.parts} <= words


def test_how_sure_the_first_hit_is_stands_beside_it(indexed: ProcedureIndexPage) -> None:
    (sure,), (unsure,) = tried("đăng ký khai sinh").engines, tried("khai zzz qqq www").engines
    assert not sure.is_unsure
    assert unsure.is_unsure
    assert "có thể không đúng điều họ cần" in _html("khai zzz qqq www")


def test_a_hit_leads_to_its_page_only_for_those_who_may_edit_it(indexed: ProcedureIndexPage) -> None:
    stranger = granted("search.view_zerohitquery")
    (engine,) = try_query("đăng ký khai sinh", stranger).engines
    assert {hit.edit_url for hit in engine.hits} == {""}
    assert all(hit.edit_url for hit in tried("đăng ký khai sinh").engines[0].hits)


def test_an_index_that_cannot_answer_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.SEARCH_INDEX_PATH = tmp_path / "nowhere" / "search.sqlite3"
    forget_engines()
    (engine,) = tried("khai sinh").engines
    assert engine.problem
    assert not engine.hits
    assert "Chỉ mục không trả lời được" in _html("khai sinh")


@pytest.mark.parametrize(
    "query",
    ["", " ", "!!!", "a" * 500, "<script>alert(1)</script>", "đ" * 3, "0" * 40, "'\";--", "khai sinh"],
    ids=["none", "blank", "signs", "long", "markup", "letters", "digits", "quotes", "words"],
)
def test_any_query_is_answered_and_shown_as_text(indexed: ProcedureIndexPage, query: str) -> None:
    html = _html(query)
    assert "<script>alert" not in html
    assert not ZeroHitQuery.objects.exists()


def _html(query: str) -> str:
    response = client_of(UserFactory.create(is_superuser=True)).get(URL, {"q": query})
    assert response.status_code == 200
    return response.content.decode()


def test_the_number_of_queries_does_not_grow_with_what_is_found(indexed: ProcedureIndexPage) -> None:
    user = UserFactory.create(is_superuser=True)
    counts = []
    for query in ("tạm trú", "đăng ký khai sinh giấy hươu zebra voi phí ở đâu"):
        try_query(query, user)
        with CaptureQueriesContext(connection) as queries:
            try_query(query, user)
        counts.append(len(queries))
    assert max(counts) <= 8
    assert counts[1] - counts[0] <= 1  # the topic's row


@pytest.mark.parametrize(
    ("permissions", "allowed"),
    [
        ((), False),
        (("procedures.view_form",), False),
        (("search.view_zerohitquery",), True),
        (("search.change_searchsynonym",), True),
    ],
    ids=["nobody", "others", "query-readers", "language-editors"],
)
def test_only_people_who_work_on_search_get_in(permissions: tuple[str, ...], allowed: bool) -> None:
    client = client_of(granted(*permissions))
    response = client.get(URL, {"q": "khai sinh"}, follow=True)
    assert ('id="try-q"' in response.content.decode()) is allowed
    assert (f'"{URL}"' in client.get("/admin/").content.decode()) is allowed, "the menu"


def test_what_accents_order_by_is_shown_where_it_is_not_what_hits_are_found_by(
    indexed: ProcedureIndexPage,
) -> None:
    StopPhrase.objects.create(phrase="bỏ ngỏ")
    accented, plain = tried("đăng ký bộ ngỗ"), tried("dang ky bo ngo")
    assert [each.typed for each in accented.wanted] == [each.typed for each in plain.wanted]
    assert "bo" in {each.typed for each in accented.ordering}
    assert plain.ordering == ()
