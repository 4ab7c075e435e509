"""What was asked in vain: clusters, the report, what is left aside, who sees it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import User
from procedures.worklist import Asked, WorkLine, source_named
from search.models import QueryStatus, SearchSynonym, ZeroHitQuery
from search.services.unanswered import open_clusters
from search.services.zero_hits import count_unsure, count_zero_hit
from search.tasks import forget_old_counts
from search.tasks import group_queries as group_task
from tests.procedures.editors import client_of
from tests.procedures.factories import UserFactory
from tests.search.people import granted
from tests.search.vain_queries import DAY, LIST, address, counted, query, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> User:
    user: User = UserFactory.create(is_superuser=True)
    return user


def test_queries_that_ask_the_same_are_one_line() -> None:
    counted(lam_so_do=2, so_do_lam=1, lam_so_do_o_dau=4, treo_bang_hieu=5)
    count_unsure("treo bang hieu", DAY)
    rows = [(row["name"], row["size"], row["total"], row["unsure"]) for row in open_clusters()]
    assert rows == [("lam so do o dau", 3, 7, 0), ("treo bang hieu", 1, 6, 1)]
    assert [row["name"] for row in open_clusters("unsure")] == ["treo bang hieu"]
    assert len(open_clusters("nonsense")) == 2


def test_a_new_query_stands_alone_until_it_is_compared() -> None:
    counted(lam_so_do=3)
    count_zero_hit("so do lam", DAY)
    assert {row["name"] for row in open_clusters()} == {"lam so do", "so do lam"}
    assert group_task() == 1
    assert [row["name"] for row in open_clusters()] == ["lam so do"]
    assert group_task() == 0, "nothing new, nothing to compare"


def test_old_counts_are_removed_by_a_task() -> None:
    ZeroHitQuery.objects.create(text="cu", last_seen=date(2020, 1, 1))
    assert forget_old_counts() == 1


def test_the_report_shows_clusters_and_is_narrowed(root: User) -> None:
    counted(lam_so_do=2, so_do_lam=1)
    count_unsure("treo bang hieu", DAY)
    client = client_of(root)
    html = client.get(LIST).content.decode()
    assert "lam so do" in html
    assert "2 cách gõ" in html
    assert "so do lam" not in html
    assert "lam so do" not in client.get(LIST, {"loai": "unsure"}).content.decode()
    assert client.get(LIST, {"loai": "<b>", "trang": "x"}).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_report(root: User) -> None:
    client = client_of(root)
    counts = []
    for number in (1, 40):
        ZeroHitQuery.objects.bulk_create(
            [ZeroHitQuery(text=f"cau {number} {each}", last_seen=DAY) for each in range(number)]
        )
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_query_is_left_aside_and_taken_back(root: User) -> None:
    counted(xo_so=2)
    client = client_of(root)
    assert sent(client, "xo so", ignore="1").status_code == 302
    assert query("xo so").status == QueryStatus.IGNORED
    assert not open_clusters()
    assert "Đưa lại vào danh sách" in client.get(address("xo so")).content.decode()
    sent(client, "xo so", reopen="1")
    assert query("xo so").status == QueryStatus.OPEN
    assert query("xo so").handled_on is None


def test_only_those_who_may_delete_queries_leave_them_aside() -> None:
    counted(xo_so=2)
    reader = client_of(granted("search.view_zerohitquery"))
    assert "Bỏ qua các câu đã chọn" not in reader.get(address("xo so")).content.decode()
    sent(reader, "xo so", ignore="1")
    assert query("xo so").status == QueryStatus.OPEN


@pytest.mark.parametrize("path", ["", "1/"], ids=["report", "cluster"])
def test_strangers_see_no_queries(path: str) -> None:
    counted(xo_so=2)
    response = client_of(granted("search.change_searchsynonym")).get(f"{LIST}{path}", follow=True)
    assert "xo so" not in response.content.decode()


def test_a_new_synonym_closes_the_queries_that_it_answers(root: User) -> None:
    counted(lam_so_do=2, mua_nha=1, so_doan=1)
    url = "/admin/snippets/search/searchsynonym/"
    given = {"phrase": "sổ đỏ", "expansion": "giấy chứng nhận", "kind": "colloquial", "active": "on"}
    client_of(root).post(f"{url}add/", given)
    assert query("lam so do").status == QueryStatus.ANSWERED
    assert query("lam so do").answer == "sổ đỏ → giấy chứng nhận"
    assert {row["name"] for row in open_clusters()} == {"mua nha", "so doan"}
    row = SearchSynonym.objects.latest("pk")
    client_of(root).post(f"{url}edit/{row.pk}/", given | {"phrase": "mua nhà", "active": ""})
    assert query("mua nha").status == QueryStatus.OPEN, "not in use"
    client_of(root).post(f"{url}edit/{row.pk}/", given | {"phrase": "mua nhà"})
    assert query("mua nha").status == QueryStatus.ANSWERED


def lines(user: User, kind: str = "") -> list[WorkLine]:
    source = source_named("tim-khong-thay")
    assert source is not None
    asked = Asked(user=user, today=DAY, kind=kind)
    return source.lines(list(source.rows(asked)), asked)


def test_the_work_list_leads_to_everything_that_can_be_done(root: User) -> None:
    counted(lam_so_do=2, so_do_lam=1)
    count_unsure("xo so", DAY)
    first, second = lines(root)
    assert (first.title, first.problem, first.note) == (
        "“lam so do”",
        "3 lần tìm không có kết quả.",
        "2 cách gõ",
    )
    assert [place.label for place in first.places] == [
        "Thêm làm tên gọi khác",
        "Thêm từ đồng nghĩa",
        "Thử câu tìm",
    ]
    assert first.places[0].url == address("lam so do")
    assert second.problem == "1 lần tìm không có kết quả nào chắc đúng."
    assert [line.title for line in lines(root, "unsure")] == ["“xo so”"]
    reader = granted("search.view_zerohitquery")
    assert "Thêm từ đồng nghĩa" not in [place.label for place in lines(reader)[0].places]
