"""How late decisions were published, counted by the rows of law."""

from datetime import date

import pytest

from core.services.calendar import load_calendar
from procedures.models import PublicationRule
from procedures.services.decisions.punctuality import Duty, Verdict, figures, report_lines
from tests.procedures.decision_cases import CASES
from tests.procedures.factories import DecisionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("issuer", "shortened", "signed", "effective", "published", "before", "after", "upload"), CASES
)
def test_late_is_counted_by_the_rows_of_law(
    issuer: str,
    shortened: bool,
    signed: date | None,
    effective: date | None,
    published: date | None,
    before: str,
    after: str,
    upload: str,
) -> None:
    made = DecisionFactory.create(
        issuer_type=issuer,
        is_shortened=shortened,
        decided_on=signed,
        effective_on=effective,
        published_on=published,
    )
    (line,) = report_lines([made], load_calendar())
    assert line.judgements[Duty.BEFORE_EFFECT].verdict == before
    assert line.judgements[Duty.AFTER_EFFECT].verdict == after
    assert line.judgements[Duty.UPLOAD].verdict == upload


def test_without_anything_to_judge_there_is_no_figure() -> None:
    made = DecisionFactory.create()
    for figure in figures(report_lines([made], load_calendar())):
        assert (figure.late, figure.judged, figure.unknown) == (0, 0, 1)
        assert figure.share.percent is None


def test_an_edited_rule_counts_at_once() -> None:
    made = DecisionFactory.create(decided_on=date(2026, 11, 2), effective_on=date(2026, 11, 6))
    PublicationRule.objects.update(before_effect_days=4)
    (line,) = report_lines([made], load_calendar())
    assert line.judgements[Duty.BEFORE_EFFECT].verdict == Verdict.ON_TIME
