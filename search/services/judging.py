"""Putting questions with known answers to the search that citizens use, on the catalogue at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from procedures.models import ProcedurePage
from search.judging import DEPTH, Judged, Question, judge
from search.parameters import SearchRequest
from search.services.documents import searchable
from search.services.querying import answer, procedure_with_code


def judge_questions(questions: Iterable[Question], today: date) -> Iterator[Judged]:
    """Each question answered as the results page answers it, a code by its page.

    Right answers are codes that citizens can find on this site, those of procedures in force.
    """
    here = frozenset(searchable(today).values_list("code", flat=True))
    for question in questions:
        codes, confidence = _answer(question.query, today)
        yield judge(question.among(here), codes, confidence)


def _answer(query: str, today: date) -> tuple[list[str], float]:
    known = procedure_with_code(query)
    if known is not None:
        return [known.page.code], 1.0
    found = answer(SearchRequest(text=query), today)
    ids = found.ids[:DEPTH]
    codes = dict(ProcedurePage.objects.filter(pk__in=ids).values_list("pk", "code"))
    return [codes[pk] for pk in ids if pk in codes], found.confidence
