"""The figures and lists of the first page."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from feedback.services.statistics import MonthlyAnswers, monthly_answers
from home.answer_bar import Segment, segments, share_on_time
from home.models import HomePage, OneStopPage
from home.services.places import PlaceView, featured_place
from procedures.models import LifeEvent, ProcedurePage


@dataclass(frozen=True)
class Answers:
    """How the administration answered: the month's counts and how to draw them."""

    counts: MonthlyAnswers
    pending: int
    percent_on_time: int | None
    bar: list[Segment]


@dataclass(frozen=True)
class FrontPage:
    """Everything the first page shows beyond its own fields."""

    popular: list[str]
    life_events: list[LifeEvent]
    procedure_count: int
    answers: Answers | None
    place: PlaceView | None
    other_places: int


def front_page(page: HomePage, now: datetime) -> FrontPage:
    """The contents of ``page`` at ``now``; the same number of queries however much there is."""
    today = timezone.localdate(now)
    in_force = ProcedurePage.objects.live().public().in_force(today).for_citizens()
    place = featured_place(page.featured_place, now)
    return FrontPage(
        popular=list(page.popular_searches.values_list("query", flat=True)),
        life_events=list(LifeEvent.objects.filter(procedures__live=True).distinct()),
        procedure_count=in_force.count(),
        answers=_answers(now),
        place=place,
        other_places=max(0, OneStopPage.objects.live().public().count() - 1),
    )


def _answers(now: datetime) -> Answers | None:
    counts = monthly_answers(now)
    if not counts.received:
        return None
    pending = max(0, counts.received - counts.on_time - counts.late - counts.overdue_open)
    return Answers(
        counts=counts,
        pending=pending,
        percent_on_time=share_on_time(counts.on_time, counts.late, counts.overdue_open),
        bar=segments(counts.on_time, counts.late, counts.overdue_open, pending),
    )
