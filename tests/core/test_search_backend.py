"""The search behind Wagtail's admin, on whichever database the tests run."""

import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from modelsearch.backends.base import FilterFieldError
from modelsearch.query import MATCH_ALL, And, Boost, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.documents import get_document_model
from wagtail.models import Page, Site
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from core.models import AdministrativeUnit
from core.search_backend.matching import FTS5, TSQUERY, translate
from core.search_backend.words import index_words, query_words
from procedures.models import ProcedurePage
from tests.procedures.factories import DepartmentFactory, procedure

pytestmark = pytest.mark.django_db


def titles(results: Any) -> list[str]:
    return [page.title for page in results]


@pytest.fixture
def pages() -> list[ProcedurePage]:
    texts = [
        ("1.004222", "Đăng ký thường trú"),
        ("1.001193", "Đăng ký khai sinh"),
        ("2.000488", "Đăng ký khai sinh có yếu tố nước ngoài tại khu vực biên giới"),
        ("1.013978", "Cấp Giấy phép xây dựng nhà ở riêng lẻ"),
        ("1.005139", "Liên thông đăng ký khai sinh, cấp thẻ bảo hiểm"),
        ("1.009999", "Hỏi quanh nhà, Uỷ ban hoà giải"),
    ]
    return [procedure(code=code, title=title) for code, title in texts]


TYPED: list[tuple[str, set[str]]] = [
    ("đăng ký thường trú", {"Đăng ký thường trú"}),
    ("dang ky thuong tru", {"Đăng ký thường trú"}),
    ("ĐĂNG KÝ THƯỜNG TRÚ", {"Đăng ký thường trú"}),
    ("dang ky thuong t", {"Đăng ký thường trú"}),
    ("da\u0306ng ky\u0301 thu\u031bo\u031b\u0300ng tru\u0301", {"Đăng ký thường trú"}),
    ("ủy ban hòa giải", {"Hỏi quanh nhà, Uỷ ban hoà giải"}),
    ("1.004222", {"Đăng ký thường trú"}),
    ("1.0042", {"Đăng ký thường trú"}),
    ("1004222", {"Đăng ký thường trú"}),
    ("004222", {"Đăng ký thường trú"}),
    ("1.013978.H36", {"Cấp Giấy phép xây dựng nhà ở riêng lẻ"}),
    ("giay phep xay", {"Cấp Giấy phép xây dựng nhà ở riêng lẻ"}),
    ("không có gì như thế", set()),
    ("??? --- !!!", set()),
    ('"; DROP TABLE x; --', set()),
    ("' OR 1=1", set()),
]


def test_an_editor_finds_pages_by_title_or_code_typed_in_any_way(pages: list[ProcedurePage]) -> None:
    for typed, expected in TYPED:
        assert set(titles(Page.objects.autocomplete(typed))) == expected, typed
        assert Page.objects.autocomplete(typed).count() == len(expected), typed


def test_whole_words_are_asked_for_where_nothing_is_being_typed(pages: list[ProcedurePage]) -> None:
    assert titles(ProcedurePage.objects.search("dang ky thuong tru")) == ["Đăng ký thường trú"]
    assert titles(ProcedurePage.objects.search("dang ky thuong t")) == []
    assert titles(ProcedurePage.objects.search("1.004222")) == ["Đăng ký thường trú"]


def test_the_short_title_stands_before_the_long_one_that_contains_it(pages: list[ProcedurePage]) -> None:
    found = titles(Page.objects.autocomplete("khai sinh"))
    assert found[0] == "Đăng ký khai sinh"
    assert len(found) == 3


COMBINED: list[tuple[Any, int]] = [
    (PlainText("thường trú khai sinh", operator="or"), 4),
    (PlainText("thường trú khai sinh", operator="and"), 0),
    (Phrase("ký khai sinh"), 3),
    (Phrase("sinh khai"), 0),
    (PlainText("khai sinh") & PlainText("biên giới"), 1),
    (PlainText("thường trú") | PlainText("biên giới"), 2),
    (PlainText("đăng ký") & ~PlainText("khai sinh"), 1),
    (~PlainText("đăng ký"), 2),
    (~(PlainText("đăng ký") | PlainText("giấy phép")), 1),
    (~PlainText("đăng ký") | PlainText("thường trú"), 3),
    (And([Not(PlainText("khai sinh")), Not(PlainText("thường trú"))]), 2),
    (Or([Not(PlainText("khai sinh")), Not(PlainText("thường trú"))]), 6),
    (Not(Not(PlainText("khai sinh"))), 3),
    (Boost(PlainText("khai sinh"), 3), 3),
    (MATCH_ALL, 6),
    (Not(MATCH_ALL), 0),
    (And([MATCH_ALL, PlainText("khai sinh")]), 3),
    (Or([MATCH_ALL, PlainText("khai sinh")]), 6),
    (And([PlainText("!!!"), PlainText("khai sinh")]), 3),
    (PlainText("!!!"), 0),
    (Not(PlainText("!!!")), 0),
]


def test_queries_combine(pages: list[ProcedurePage]) -> None:
    for query, expected in COMBINED:
        results = ProcedurePage.objects.all().search(query)
        assert len(results) == results.count() == expected, query


def test_a_query_that_only_a_search_server_answers_is_refused(pages: list[ProcedurePage]) -> None:
    with pytest.raises(NotImplementedError, match="Fuzzy"):
        list(ProcedurePage.objects.all().search(Fuzzy("khai sihn")))


def test_named_fields_narrow_to_titles(pages: list[ProcedurePage]) -> None:
    assert ProcedurePage.objects.all().search("004222", fields=["title"]).count() == 0
    assert ProcedurePage.objects.all().search("004222", fields=["code"]).count() == 1


def test_results_keep_the_filters_the_order_and_the_slices_of_the_query_set(
    pages: list[ProcedurePage],
) -> None:
    pages[1].unpublish()
    live = ProcedurePage.objects.live()
    assert live.search("khai sinh").count() == 2
    by_title = titles(live.order_by("-title").search("khai sinh", order_by_relevance=False))
    assert by_title == sorted(by_title, reverse=True)
    everything = list(Page.objects.specific().autocomplete("k"))
    assert everything[1:3] == list(Page.objects.specific().autocomplete("k")[1:3])
    assert isinstance(everything[0], ProcedurePage)
    below = Page.objects.descendant_of(pages[0].get_parent()).not_exact_type(Page).filter(locked=False)
    assert below.autocomplete("khai sinh").count() == 3
    assert below.autocomplete("khai sinh")[1].title in titles(below.autocomplete("khai sinh"))


def test_scores_can_be_asked_for(pages: list[ProcedurePage]) -> None:
    found = list(ProcedurePage.objects.all().search("khai sinh").annotate_score("score"))
    scores = [page.score for page in found]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0
    ordered = ProcedurePage.objects.order_by("title").search("khai sinh", order_by_relevance=False)
    assert [page.score > 0 for page in ordered.annotate_score("score")] == [True, True, True]


def test_facets_count_what_was_found(pages: list[ProcedurePage]) -> None:
    department = DepartmentFactory.create()
    ProcedurePage.objects.filter(code__startswith="2.").update(responsible_department=department)
    facets = ProcedurePage.objects.all().search("khai sinh").facet("responsible_department_id")
    assert dict(facets) == {None: 2, department.pk: 1}
    with pytest.raises(FilterFieldError):
        ProcedurePage.objects.all().search("khai sinh").facet("summary")


def test_a_change_is_found_and_what_is_gone_is_not(pages: list[ProcedurePage]) -> None:
    page = pages[0]
    page.title = "Xác nhận nơi cư trú"
    page.save()
    assert titles(Page.objects.autocomplete("xac nhan noi")) == ["Xác nhận nơi cư trú"]
    assert titles(Page.objects.autocomplete("thuong tru")) == []
    page.delete()
    assert titles(Page.objects.autocomplete("xac nhan noi")) == []
    assert not IndexEntry.objects.filter(object_id=str(page.pk)).exists()


def test_other_models_are_found_by_the_same_rules() -> None:
    document = get_document_model().objects.create(
        title="Tờ khai đăng ký khai sinh", file=ContentFile(b"x", "to-khai.csv")
    )
    document.tags.add("hộ tịch")
    document.save()
    AdministrativeUnit.objects.create(code="x1", name="Phường Đức Xuân", kind="ward")
    backend = get_search_backend()
    assert list(get_document_model().objects.search("to khai dang ky")) == [document]
    assert list(get_document_model().objects.search("ho tich")) == [document]
    assert [unit.name for unit in backend.autocomplete("duc xu", AdministrativeUnit)] == ["Phường Đức Xuân"]
    assert list(Page.objects.search("to khai dang ky")) == []
    assert list(backend.search("duc", Site)) == []  # not an indexed model


def test_rebuilding_mends_what_is_wrong_and_forgets_what_is_gone(pages: list[ProcedurePage]) -> None:
    call_command("update_index", verbosity=0)
    kept = IndexEntry.objects.count()
    stray = IndexEntry.objects.get(object_id=str(pages[0].pk))
    IndexEntry.objects.filter(pk=stray.pk).delete()
    get_search_backend().get_index_for_model(ProcedurePage)._write(
        [(stray.content_type_id, "987654321", *["x"] * (2 if connection.vendor == "sqlite" else 4), "x")]
    )
    call_command("update_index", verbosity=0)
    assert IndexEntry.objects.count() == kept
    assert titles(Page.objects.autocomplete("thuong tru")) == ["Đăng ký thường trú"]
    get_search_backend().reset_indexes()
    assert IndexEntry.objects.count() == 0


def test_indexing_again_what_did_not_change_writes_nothing(pages: list[ProcedurePage]) -> None:
    def state() -> list[Any]:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT id, xmin::text, ctid::text FROM wagtailsearch_indexentry ORDER BY id")
            else:
                cursor.execute("SELECT id, block FROM wagtailsearch_indexentry_fts_data ORDER BY id")
            return cursor.fetchall()

    before = state()
    get_search_backend().add_bulk(ProcedurePage, pages)
    assert state() == before


def test_an_update_writes_one_entry_and_reads_no_other(pages: list[ProcedurePage]) -> None:
    backend = get_search_backend()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        backend.add(pages[0])
    assert len(queries) == 1
    assert "ON CONFLICT (content_type_id, object_id)" in queries[0]["sql"]


@pytest.fixture
def many_entries(pages: list[ProcedurePage]) -> None:
    """So many entries that the databases' planners have a reason to use an index."""
    others = [ProcedurePage(pk=10**6 + n, title=f"Việc thứ {n}", code=f"3.{n:06}") for n in range(3000)]
    get_search_backend().add_bulk(ProcedurePage, others)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE wagtailsearch_indexentry")
        if connection.vendor == "postgresql":  # as its own housekeeping does after many writes
            cursor.execute(
                "SELECT gin_clean_pending_list(oid) FROM pg_class WHERE relkind = 'i' AND relname LIKE"
                " 'wagtailsear\\_%\\_gin'"
            )


def plan(sql: str) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # 3,000 short rows are read fast in any way
        cursor.execute(f"EXPLAIN {'QUERY PLAN' if connection.vendor == 'sqlite' else ''} {sql}")
        return "\n".join(str(row) for row in cursor.fetchall())


@pytest.mark.usefixtures("many_entries")
@pytest.mark.parametrize("how", ["search", "autocomplete"])
@pytest.mark.parametrize("narrowed", [False, True])
def test_a_search_starts_from_the_hits_and_reads_no_other_entry(
    how: str, narrowed: bool, pages: list[ProcedurePage]
) -> None:
    queryset = (
        ProcedurePage.objects.descendant_of(pages[0].get_parent()).live() if narrowed else Page.objects.all()
    )
    with CaptureQueriesContext(connection) as queries:
        results = getattr(queryset, how)("đăng ký khai sinh")
        list(results[:20])
        results.count()
    assert len(queries) == 2
    for query in queries:
        steps = plan(query["sql"])
        if connection.vendor == "postgresql":
            assert re.search(r"Bitmap Index Scan on wagtailsear_(body|autocom)\w+_gin", steps), steps
            assert "Seq Scan on wagtailsearch_indexentry" not in steps, steps
        else:
            assert re.search(r"SCAN wagtailsearch_indexentry_fts VIRTUAL TABLE INDEX \d+:M", steps), steps
            assert "SEARCH entry USING INTEGER PRIMARY KEY" in steps, steps
            assert not re.search(r"SCAN (entry|wagtailcore_page|procedures_)", steps), steps


@given(text=st.text(max_size=60))
def test_what_is_indexed_can_be_asked_for(text: str) -> None:
    words = index_words(text)
    assert set(query_words(" ".join(words[:5]))) <= set(words) | set(query_words(text))
    assert all(re.fullmatch("[a-z0-9]+", word) for word in words)


WORDS = st.lists(st.sampled_from(["an", "ba", "ca", "da", "e1", "1.004222"]), min_size=1, max_size=4)
TEXTS = st.builds(
    lambda words, op: PlainText(" ".join(words), operator=op), WORDS, st.sampled_from(["and", "or"])
)
LEAVES = TEXTS | WORDS.map(lambda words: Phrase(" ".join(words))) | st.just(MATCH_ALL)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: (
        inner.map(Not)
        | st.lists(inner, min_size=1, max_size=3).map(And)
        | st.lists(inner, min_size=1, max_size=3).map(Or)
    ),
    max_leaves=6,
)


def holds(query: Any, words: list[str]) -> bool:
    """What a query means, said plainly."""
    match query:
        case PlainText():
            asked = [word in words for word in query_words(query.query_string)]
            return all(asked) if query.operator == "and" else any(asked)
        case Phrase():
            asked = query_words(query.query_string)
            return any(words[n : n + len(asked)] == asked for n in range(len(words)))
        case Not():
            return not holds(query.subquery, words)
        case And():
            return all(holds(part, words) for part in query.subqueries)
        case Or():
            return any(holds(part, words) for part in query.subqueries)
    return True


@given(
    query=QUERIES,
    documents=st.lists(
        st.lists(st.sampled_from(["an", "ba", "ca", "da", "e1", "1", "004222"]), max_size=6), max_size=8
    ),
)
def test_a_translated_query_finds_what_the_query_means(query: Any, documents: list[list[str]]) -> None:
    language = TSQUERY if connection.vendor == "postgresql" else FTS5
    match = translate(query, language, typing=False)
    found = matching(match.expression, documents) if match.expression else set()
    if match.everything_but:
        found = set(range(len(documents))) - found
    assert found == {number for number, words in enumerate(documents) if holds(query, words)}


def matching(expression: str, documents: list[list[str]]) -> set[int]:
    """Which documents the real full-text index finds."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT number FROM unnest(%s::int[], %s::text[]) AS d(number, words)"
                " WHERE to_tsvector('simple', words) @@ %s::tsquery",
                [list(range(len(documents))), [" ".join(words) for words in documents], expression],
            )
            return {number for (number,) in cursor.fetchall()}
        cursor.execute("CREATE VIRTUAL TABLE temp.trial USING fts5(words)")
        try:
            for number, words in enumerate(documents):
                cursor.execute(
                    "INSERT INTO temp.trial(rowid, words) VALUES (%s, %s)", [number, " ".join(words)]
                )
            cursor.execute("SELECT rowid FROM temp.trial WHERE trial MATCH %s", [expression])
            return {number for (number,) in cursor.fetchall()}
        finally:
            cursor.execute("DROP TABLE temp.trial")
