"""The relevance report: reading questions, the figures, and the command on a small catalogue."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from procedures.models import ProcedureIndexPage
from search.judging import BadQuestionError, Question, auc, judge, read_questions, report


def _question(*codes: str, style: str = "") -> Question:
    """Without codes: one that no procedure answers."""
    return Question("hỏi", frozenset(codes), style, out_of_scope=not codes)


def test_both_forms_of_questions_are_read() -> None:
    lines = [
        '{"query": "a", "codes": ["1.001193", "9.000000"], "kind": "faq", "behaviour": "answer"}',
        "",
        '{"query": "b", "codes": ["1.001193"], "kind": "faq", "behaviour": "apologize"}',
        '{"query": "c", "best": "1.001193", "acceptable": ["1.000689"], "style": "telex"}',
        '{"query": "d", "best": null, "acceptable": []}',
        '{"query": "e", "codes": [], "behaviour": "answer"}',
    ]
    assert list(read_questions(lines)) == [
        Question("a", frozenset({"1.001193", "9.000000"}), "faq"),
        Question("b", frozenset(), "faq", out_of_scope=True),
        Question("c", frozenset({"1.001193", "1.000689"}), "telex"),
        Question("d", frozenset(), "", out_of_scope=True),
        Question("e", frozenset(), ""),
    ]


@pytest.mark.parametrize("line", ["{", "[]", '{"q": 1}', '{"query": ""}', '{"query": "a", "codes": [1]}'])
def test_a_bad_line_is_named(line: str) -> None:
    with pytest.raises(BadQuestionError, match="line 2"):
        list(read_questions(['{"query": "a"}', line]))


def test_figures_count_places_of_the_first_right_answer() -> None:
    judged = [
        judge(_question("1"), ["1", "2"], 0.9),
        judge(_question("1"), ["2", "1"], 0.8),
        judge(_question("1"), ["2"] * 9 + ["1"], 0.7),
        judge(_question("1"), ["2"] * 10 + ["1"], 0.2),
        judge(_question(), ["2"], 0.3),
    ]
    judged.append(judge(Question("hỏi", frozenset(), ""), ["2"], 1.0))
    figures = report(judged)
    assert (figures["questions"], figures["out_of_scope"], figures["left_out"]) == (4, 1, 1)
    assert (figures["hit@1"], figures["hit@3"], figures["hit@10"]) == (0.25, 0.5, 0.75)
    assert figures["mrr@10"] == pytest.approx((1 + 0.5 + 0.1) / 4)
    assert figures["auc"] == 0.75


def test_figures_over_nothing_are_none_and_styles_are_apart() -> None:
    figures = report([judge(_question("1", style="faq"), ["1"], 1.0), judge(_question(style="far"), [], 0.0)])
    assert figures["styles"]["faq"]["hit@1"] == 1.0
    assert figures["styles"]["faq"]["auc"] is None
    assert figures["styles"]["far"]["hit@1"] is None
    assert auc([], [1.0]) is None
    assert auc([0.5], [0.5]) == 0.5


@pytest.mark.django_db
def test_the_command_reports_on_the_catalogue_at_hand(indexed: ProcedureIndexPage, tmp_path: Path) -> None:
    questions, out = tmp_path / "questions.jsonl", tmp_path / "report.json"
    questions.write_text(
        '{"query": "dang ky khai sinh", "best": "1.001193", "style": "folded"}\n'
        '{"query": "1004194", "best": "1.004194", "style": "code"}\n'
        '{"query": "thời tiết ngày mai", "best": null, "style": "far"}\n'
        '{"query": "đăng ký phát sáng", "best": "9.999999", "style": "far"}\n',
        encoding="utf-8",
    )
    shown = StringIO()
    call_command("judge_search", questions, engine="sqlite", json=out, misses=True, stdout=shown)
    figures = json.loads(out.read_text(encoding="utf-8"))
    assert (figures["documents"], figures["left_out"]) == (4, 1)
    assert (figures["hit@1"], figures["auc"]) == (1.0, 1.0)
    assert set(figures["styles"]) == {"folded", "code", "far"}
    assert "hit@10" in shown.getvalue()
    assert "1 questions are left out" in shown.getvalue()


@pytest.mark.django_db
def test_the_command_says_what_is_missing(tmp_path: Path, indexed: ProcedureIndexPage) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        call_command("judge_search", tmp_path / "nowhere.jsonl")
    with pytest.raises(CommandError, match="no engine"):
        call_command("judge_search", tmp_path / "nowhere.jsonl", engine="lucene")


@pytest.mark.django_db
def test_without_an_index_the_command_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="reindex"):
        call_command("judge_search", tmp_path / "questions.jsonl")
