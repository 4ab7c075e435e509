"""Rows that editors own: refused with plain words, effective in the next search, read in one query, for who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.caching import content_version
from search.models import OutOfScopeTopic, SearchSynonym, StopPhrase, VerbRule
from search.services.language import current_language, language_changed
from search.understanding import Understanding, understand
from tests.procedures.editors import client_of
from tests.procedures.factories import UserFactory
from tests.search.people import granted

pytestmark = pytest.mark.django_db

KINDS = ("searchsynonym", "stopphrase", "verbrule", "outofscopetopic")
GIVEN = {
    "searchsynonym": {
        "phrase": "zebra",
        "expansion": "đăng ký tạm trú",
        "kind": "colloquial",
        "active": "on",
    },
    "stopphrase": {"phrase": "Zebra", "active": "on"},
    "verbrule": {"said": "zebra,  bị  zebra", "verbs": "cấp lại, gia hạn", "active": "on"},
    "outofscopetopic": {
        "phrases": "zebra\nngựa vằn",
        "body_name": "Sở thú",
        "text": "",
        "url": "",
        "active": "on",
    },
}


def read(query: str) -> Understanding:
    return understand(query, current_language())


def noticed(query: str) -> tuple[bool, ...]:
    """Whether a synonym, a verb rule, a stop phrase, a topic was seen in the query."""
    found = read(query)
    dropped = ("zebra",) not in [group.typed for group in found.groups]
    return bool(found.expansions), bool(found.verbs), dropped and not found.verbs, bool(found.outside)


def admin() -> Client:
    return client_of(UserFactory.create(is_superuser=True))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("searchsynonym", (True, False, False, False)),
        ("verbrule", (False, True, False, False)),
        ("stopphrase", (False, False, True, False)),
        ("outofscopetopic", (False, False, False, True)),
    ],
)
def test_a_row_counts_for_the_next_search_and_a_deleted_one_no_more(
    kind: str, expected: tuple[bool, ...]
) -> None:
    assert noticed("zebra abc") == (False, False, False, False)
    client, before = admin(), content_version()
    assert client.post(f"/admin/snippets/search/{kind}/add/", GIVEN[kind]).status_code == 302
    assert content_version() != before, "cached pages of results are old"
    found = noticed("zebra abc")
    assert found == expected
    row = _model(kind).objects.latest("pk")
    row.active = False
    row.save()
    assert noticed("zebra abc") == (False, False, False, False)
    row.active = True
    row.save()
    assert noticed("zebra abc") == expected
    row.delete()
    assert noticed("zebra abc") == (False, False, False, False)


def _model(kind: str) -> Any:
    models = (SearchSynonym, StopPhrase, VerbRule, OutOfScopeTopic)
    return next(model for model in models if model._meta.model_name == kind)


@pytest.mark.parametrize(
    ("kind", "changes", "message"),
    [
        ("searchsynonym", {"phrase": "!!"}, "Cần ít nhất một chữ"),
        ("searchsynonym", {"expansion": "ZEBRA"}, "Không khác gì cụm từ"),
        (
            "searchsynonym",
            {"phrase": "sổ đỏ", "expansion": "giấy chứng nhận quyền sử dụng đất"},
            "Cặp từ này đã có",
        ),
        ("stopphrase", {"phrase": "…"}, "Cần ít nhất một chữ"),
        ("stopphrase", {"phrase": " Cho   em hỏi "}, "Cụm từ này đã có"),
        ("verbrule", {"said": ",,"}, "Cần ít nhất một chữ"),
        ("verbrule", {"verbs": "?"}, "Cần ít nhất một chữ"),
        ("verbrule", {"said": "zebra, Bị mất"}, "Đã có quy tắc khác cho “bị mất”."),
        ("outofscopetopic", {"phrases": "--"}, "Cần ít nhất một chữ"),
        ("outofscopetopic", {"body_name": "", "text": " "}, "Hãy ghi nơi giải quyết hoặc câu trả lời."),
        ("outofscopetopic", {"url": "khong phai"}, "URL"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_a_row_that_says_nothing_is_refused_in_plain_words(
    kind: str, changes: dict[str, str], message: str
) -> None:
    response = admin().post(f"/admin/snippets/search/{kind}/add/", GIVEN[kind] | changes)
    assert response.status_code == 200
    assert message in response.content.decode()


def test_what_is_typed_is_kept_tidy() -> None:
    client = admin()
    for kind in ("verbrule", "outofscopetopic"):
        client.post(f"/admin/snippets/search/{kind}/add/", GIVEN[kind])
    rule = VerbRule.objects.latest("pk")
    assert rule.said == "zebra, bị zebra"
    assert rule.pairs == (
        ("zebra", "cấp lại"),
        ("zebra", "gia hạn"),
        ("bị zebra", "cấp lại"),
        ("bị zebra", "gia hạn"),
    )
    assert OutOfScopeTopic.objects.latest("pk").lines == ("zebra", "ngựa vằn")


def test_a_rule_may_keep_its_own_phrases() -> None:
    rule = VerbRule.objects.earliest("pk")
    rule.full_clean()
    rule.said = ""
    with pytest.raises(ValidationError):
        rule.full_clean()


def test_all_rows_are_watched_in_one_query() -> None:
    current_language()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert current_language() is current_language()
    assert len(queries) == 2


def test_rows_written_in_bulk_count_once_that_is_said() -> None:
    before = current_language()
    VerbRule.objects.filter(said__contains="bị mất").update(active=False)
    assert current_language() is before
    language_changed()
    assert "cấp lại" not in [verb.added for verb in read("bị mất thẻ abc").verbs]


def test_a_new_site_has_rows_of_every_kind() -> None:
    assert [verb.added for verb in read("bị mất thẻ abc").verbs] == ["cấp lại"]
    assert read("đơn ly hôn").outside
    assert ("cho", "em", "hoi") not in [group.typed for group in read("cho em hỏi thẻ abc").groups]
    assert read("sổ đỏ").expansions


def test_every_default_row_is_one_that_an_editor_could_save() -> None:
    for model in (SearchSynonym, StopPhrase, VerbRule, OutOfScopeTopic):
        for row in model.objects.all():
            row.full_clean()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("address", ["", "?q=zebra", "?export=csv", "?export=xlsx"])
def test_lists_open_and_are_exported(kind: str, address: str) -> None:
    assert admin().get(f"/admin/snippets/search/{kind}/{address}").status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_may_change_synonyms_may_change_every_row(kind: str) -> None:
    stranger, editor = client_of(granted()), client_of(granted("search.add_searchsynonym"))
    url = f"/admin/snippets/search/{kind}/add/"
    assert stranger.post(url, GIVEN[kind]).status_code == 302
    assert not _model(kind).objects.filter(pk=_newest(kind) + 1).exists()
    before = _model(kind).objects.count()
    assert editor.post(url, GIVEN[kind]).status_code == 302
    assert _model(kind).objects.count() == before + 1


def _newest(kind: str) -> int:
    return int(_model(kind).objects.latest("pk").pk)
