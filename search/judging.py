"""Judging search by questions with known answers. Pure: what the engine answered comes in as codes and a score.

A file of questions is JSON Lines; two forms are understood:

* ``{"query", "best", "acceptable", "style"?}``: ``best`` one code or a list, ``acceptable`` a list; neither means that
  no procedure answers (out of scope).
* ``{"query", "codes", "kind", "behaviour"}``: ``behaviour`` "apologize" means out of scope.

A question that no code answers and that is not out of scope can't be judged: it is counted as left out, and so is one
whose codes the catalogue at hand does not have.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

HIT_RANKS: Final = (1, 3, 10)
DEPTH: Final = max(HIT_RANKS)


class BadQuestionError(ValueError):
    """A line of the file that is no question; the message says which line and why."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, the codes that answer it, how it was asked, and whether no procedure answers it."""

    query: str
    codes: frozenset[str]
    style: str
    out_of_scope: bool = False

    @property
    def in_scope(self) -> bool:
        return bool(self.codes)

    def among(self, codes: Container[str]) -> Question:
        """The same question with those of its codes that are among these."""
        return replace(self, codes=frozenset(code for code in self.codes if code in codes))


@dataclass(frozen=True, slots=True)
class Judged:
    """One question with the place of the first right answer (1 is the first; None: not among ``DEPTH``)."""

    question: Question
    rank: int | None
    confidence: float


def read_questions(lines: Iterable[str]) -> Iterator[Question]:
    """Questions of a file's lines; empty lines are left out. Raises ``BadQuestionError``."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _question(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BadQuestionError(f"line {number}: {error}") from error


def _question(row: Any) -> Question:
    query = row["query"]
    if not isinstance(query, str) or not query.strip():
        raise ValueError("no query")
    if "best" in row or "acceptable" in row:
        codes = _codes([*_listed(row.get("best")), *_listed(row.get("acceptable"))])
        out_of_scope = not codes
    else:
        out_of_scope = row.get("behaviour") == "apologize"
        codes = frozenset() if out_of_scope else _codes(_listed(row.get("codes")))
    style = row.get("style") or row.get("kind") or ""
    return Question(query, codes, str(style), out_of_scope)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def _codes(values: Sequence[Any]) -> frozenset[str]:
    if not all(isinstance(code, str) for code in values):
        raise ValueError("codes must be texts")
    return frozenset(code.strip() for code in values if code.strip())


def judge(question: Question, found: Sequence[str], confidence: float) -> Judged:
    """``found``: the codes of the hits, best first."""
    places = (place for place, code in enumerate(found[:DEPTH], start=1) if code in question.codes)
    return Judged(question, next(places, None), confidence)


def report(judged: Sequence[Judged]) -> dict[str, Any]:
    """The figures over all questions in scope, then the same per style, with the numbers they stand on.

    Keys: ``questions``, ``out_of_scope``, ``left_out``, ``hit@1``, ``hit@3``, ``hit@10``, ``mrr@10``, ``auc``,
    ``styles``. A figure over no question is None: nothing is not 100 %.
    """
    by_style: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        by_style[one.question.style or "-"].append(one)
    return {
        **_figures(judged),
        "styles": {style: _figures(members) for style, members in sorted(by_style.items())},
    }


def _figures(judged: Sequence[Judged]) -> dict[str, Any]:
    inside = [one for one in judged if one.question.in_scope]
    outside = [one for one in judged if one.question.out_of_scope]
    figures: dict[str, Any] = {
        "questions": len(inside),
        "out_of_scope": len(outside),
        "left_out": len(judged) - len(inside) - len(outside),
    }
    for rank in HIT_RANKS:
        figures[f"hit@{rank}"] = _share([one.rank is not None and one.rank <= rank for one in inside])
    figures["mrr@10"] = _share([1 / one.rank if one.rank else 0.0 for one in inside])
    figures["auc"] = auc([one.confidence for one in inside], [one.confidence for one in outside])
    return figures


def _share(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def auc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """How likely a question in scope gets more confidence than one out of scope (0.5 is chance); None without both."""
    if not inside or not outside:
        return None
    won = sum((one > other) + 0.5 * (one == other) for one in inside for other in outside)
    return round(won / (len(inside) * len(outside)), 4)
