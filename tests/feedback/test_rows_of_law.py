"""The rows that the site starts with: time limits and reasons as the law has them."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from feedback.models import DeadlineRule, FeedbackReason, RejectReason
from feedback.services.deadlines import rule_for
from tests.feedback.factories import (
    NOW,
)

pytestmark = pytest.mark.django_db


# The rows of law that the site starts with, once more: kind, step, amount, unit, text of the law read, source.
SEEDED_RULES = {
    ("", "acknowledge", 2, "working_day", False, "Quy định riêng của trang"),
    ("info_request", "acknowledge", 3, "working_day", True, "Luật Tiếp cận thông tin 104/2016/QH13"),
    ("", "reject", 2, "working_day", False, "Quyết định 766/QĐ-TTg"),
    ("", "forward", 5, "working_day", False, "Quy định riêng của trang"),
    ("pakn_regulation", "forward", 5, "working_day", True, "Nghị định 20/2008/NĐ-CP"),
    ("pakn_conduct", "forward", 5, "working_day", True, "Nghị định 20/2008/NĐ-CP"),
    ("", "return", 2, "working_day", False, "Quyết định 766/QĐ-TTg"),
    ("", "need_info_ask", 5, "working_day", False, "Quyết định 766/QĐ-TTg"),
    ("", "need_info_wait", 15, "day", False, "Quy định riêng của trang"),
    ("", "accept", 2, "working_day", False, "Quy định riêng của trang"),
    ("scene_report", "accept", 1, "working_day", False, "Quy định riêng của trang"),
    ("pakn_regulation", "answer", 15, "working_day", False, "Quyết định 766/QĐ-TTg"),
    ("pakn_conduct", "answer", 15, "working_day", False, "Quyết định 766/QĐ-TTg"),
    ("suggestion", "answer", 15, "working_day", False, "Quy định riêng của trang"),
    ("scene_report", "answer", 7, "working_day", False, "Quy định riêng của trang"),
    ("question", "answer", 3, "working_day", False, "Quy định riêng của trang"),
    ("info_request", "answer", 15, "working_day", True, "Luật Tiếp cận thông tin 104/2016/QH13"),
    ("", "extension", 10, "working_day", False, "Quy định riêng của trang"),
    ("info_request", "extension", 15, "day", True, "Luật Tiếp cận thông tin 104/2016/QH13"),
    ("", "review", 1, "working_day", False, "Quy định riêng của trang"),
    ("", "publish", 2, "working_day", False, "Quyết định 766/QĐ-TTg"),
    ("", "reopen_window", 30, "day", False, "Quy định riêng của trang"),
    ("pakn_regulation", "reopen_answer", 7, "working_day", False, "Quy định riêng của trang"),
    ("pakn_conduct", "reopen_answer", 7, "working_day", False, "Quy định riêng của trang"),
    ("suggestion", "reopen_answer", 7, "working_day", False, "Quy định riêng của trang"),
}


def test_the_rows_of_law_are_those_of_the_literal_twin() -> None:
    rows = DeadlineRule.objects.values_list("kind", "step", "amount", "unit", "is_verified", "legal_source")
    unknown = []
    for *facts, source in rows:
        twins = [twin for twin in SEEDED_RULES if twin[:5] == tuple(facts) and source.startswith(twin[5])]
        unknown += [] if twins else [(*facts, source)]
    assert unknown == []
    assert len(rows) == len(SEEDED_RULES)


@pytest.mark.parametrize(
    "kind", ["pakn_regulation", "pakn_conduct", "scene_report", "question", "info_request"]
)
@pytest.mark.parametrize("step", ["answer", "extension", "forward", "need_info_wait", "reopen_window"])
def test_a_row_that_names_the_kind_comes_before_one_for_all(kind: str, step: str) -> None:
    named = [twin[2:4] for twin in SEEDED_RULES if twin[:2] == (kind, step)]
    for_all = [twin[2:4] for twin in SEEDED_RULES if twin[:2] == ("", step)]
    found = rule_for(kind, step, NOW.date())
    assert found is not None
    assert (found.amount, found.unit) == (named or for_all)[0]


def test_the_reasons_are_those_of_the_twin() -> None:
    assert list(FeedbackReason.objects.values_list("code", flat=True)) == [
        "late",
        "extra_paper",
        "extra_fee",
        "attitude",
        "refused",
        "no_answer",
        "page_wrong",
        "other",
    ]
    assert set(RejectReason.objects.values_list("code", flat=True)) == {
        "requirements",
        "no_content",
        "out_of_scope",
        "duplicate",
        "already_answered",
        "insulting",
    }


def test_the_table_of_choices_needs_no_migration() -> None:
    call_command("makemigrations", "feedback", check=True, dry_run=True, verbosity=0)
