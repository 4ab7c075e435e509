"""Counting queries without a good answer: their words, never the person; failing to count never fails the search."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.models import AnswerKind, QueryStatus, ZeroHitQuery
from search.services import zero_hits
from search.services.zero_hits import anonymous_text, count_unsure, count_zero_hit, forget_old

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("Làm Sổ Đỏ ở đâu?", "lam so do o dau"),
        ("gửi lan.nguyen@example.vn giấy", "gui giay"),
        ("gọi 0912 345 678 hộ khẩu", "goi ho khau"),
        ("căn cước 001.099.012.345", "can cuoc"),
        ("hồ sơ H01.12.34-241120-0001", "ho so h"),
        ("xem https://example.vn/x?y=1 khai sinh", "xem khai sinh"),
        ("a b c d e f g h i k l m n o p", "a b c d e f g h i k l m"),
        ("mẫu CT07 năm 2026", "mau ct07 nam 2026"),
        ("!!!", ""),
    ],
    ids=["words", "mail", "phone", "card", "dossier", "link", "long", "form", "signs"],
)
def test_what_is_kept_says_nothing_of_a_person(query: str, kept: str) -> None:
    assert anonymous_text(query) == kept
    assert anonymous_text(kept) == kept


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["a", "0", "1 0", "đ 7", "..."])
def test_letters_and_numbers_alone_ask_editors_for_nothing(query: str) -> None:
    count_zero_hit(query, DAY)
    assert not ZeroHitQuery.objects.exists()


@pytest.mark.django_db
def test_the_same_words_are_counted_together_with_their_last_outcome() -> None:
    count_zero_hit("Sổ đỏ", DAY)
    count_unsure("so do", DAY + timedelta(days=1))
    row = ZeroHitQuery.objects.get()
    assert (row.text, row.count, row.kind) == ("so do", 2, AnswerKind.UNSURE)
    assert row.last_seen == DAY + timedelta(days=1)
    assert row.status == QueryStatus.OPEN


@pytest.mark.django_db
def test_a_flood_of_nonsense_does_not_fill_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zero_hits, "MAX_ROWS", 2)
    for query in ("mot", "hai", "ba", "hai"):
        count_zero_hit(query, DAY)
    assert dict(ZeroHitQuery.objects.values_list("text", "count")) == {"mot": 1, "hai": 2}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "days", "expected"),
    [
        (QueryStatus.ANSWERED, 7, QueryStatus.ANSWERED),
        (QueryStatus.ANSWERED, 8, QueryStatus.OPEN),
        (QueryStatus.IGNORED, 300, QueryStatus.IGNORED),
    ],
    ids=["answered-lately", "answered-in-vain", "ignored"],
)
def test_an_answered_query_that_is_asked_in_vain_again_comes_back(
    status: QueryStatus, days: int, expected: QueryStatus
) -> None:
    row = ZeroHitQuery.objects.create(text="so do", last_seen=DAY, status=status, handled_on=DAY)
    count_zero_hit("sổ đỏ", DAY + timedelta(days=days))
    row.refresh_from_db()
    assert row.status == expected
    assert row.count == 2


@pytest.mark.django_db
def test_what_is_rare_is_forgotten_early_and_everything_after_a_year() -> None:
    for text, count, age in (
        ("hiem", 2, 61),
        ("hiem moi", 2, 59),
        ("thuong", 3, 61),
        ("cu", 90, 366),
        ("con", 90, 364),
    ):
        ZeroHitQuery.objects.create(text=text, count=count, last_seen=DAY - timedelta(days=age))
    assert forget_old(DAY) == 2
    assert set(ZeroHitQuery.objects.values_list("text", flat=True)) == {"hiem moi", "thuong", "con"}


@pytest.mark.django_db
def test_counting_again_is_one_query_in_a_transaction() -> None:
    count_zero_hit("so do", DAY)
    with CaptureQueriesContext(connection) as queries:
        count_zero_hit("so do", DAY)
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 1
