"""The changes of the catalogue, newest or oldest first, worked out from dated facts and never stored.

Four sources: a page published for the first time; a page published again; a decision carried out, or a page whose
days have ended; a fee or time limit that begins or ends. What is not open any more has no changes. Each page of the
list costs the same queries, wherever it begins: a position is (moment, source, row).
"""

from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import F, Model, Q, QuerySet
from django.utils import timezone

from core.calendar.days import LOCAL_ZONE
from procedures.choices import DecisionAction, Status
from procedures.exports.changes import Change
from procedures.models import DecisionItem, Fee, TimeLimit
from procedures.services.changes.wording import Mark, Position, told
from procedures.services.open_data import open_procedures

_ONE_DAY: Final = timedelta(days=1)


def latest_changes(
    now: datetime, limit: int, before: Position | None = None
) -> list[tuple[Position, Change]]:
    """The newest ``limit`` changes, or those older than ``before``, newest first."""
    return _Reader(now, limit, newest_first=True).read(before, None)


def changes_since(
    since: datetime, now: datetime, limit: int, after: Position | None = None
) -> list[tuple[Position, Change]]:
    """The oldest ``limit`` changes from the moment ``since`` to ``now``, or those that follow ``after``."""
    return _Reader(now, limit, newest_first=False).read(after, since)


class _Reader:
    """One reading: collects the marks of every source, cuts them to the limit, puts them into words."""

    def __init__(self, now: datetime, limit: int, *, newest_first: bool) -> None:
        self.now = now
        self.today = timezone.localtime(now).date()
        self.limit = limit
        self.newest_first = newest_first
        self.open = open_procedures()

    def read(self, start: Position | None, since: datetime | None) -> list[tuple[Position, Change]]:
        """The marks beyond ``start`` (and from ``since`` on) in words."""
        window = _Window(start, since, self.now, newest_first=self.newest_first)
        marks: dict[tuple[str, Position], Mark] = {}
        for source in (self._new, self._again, self._decided, self._ended, self._fees, self._times):
            for mark in source(window):
                marks[mark.kind, mark.position] = mark
        chosen = sorted(marks.values(), key=lambda mark: mark.position, reverse=self.newest_first)
        return told(chosen[: self.limit], self.today)

    # Each source gives at most ``limit`` marks beyond the start; its number is its place in the list.

    def _new(self, window: "_Window") -> list[Mark]:
        rows = window.of(self.open, Source(0, "first_published_at"))[: self.limit]
        return [
            Mark(Position(at, 0, pk), "new", pk) for at, pk in rows.values_list("first_published_at", "pk")
        ]

    def _again(self, window: "_Window") -> list[Mark]:
        again = self.open.filter(last_published_at__gt=F("first_published_at"))
        rows = window.of(again, Source(1, "last_published_at"))[: self.limit]
        return [
            Mark(Position(at, 1, pk), "updated", pk) for at, pk in rows.values_list("last_published_at", "pk")
        ]

    def _decided(self, window: "_Window") -> list[Mark]:
        items = DecisionItem.objects.standing().filter(procedure__in=self.open, applied_at__isnull=False)
        rows = window.of(items, Source(2, "applied_at")).select_related("decision")
        return [
            Mark(Position(item.applied_at, 2, item.pk), _KINDS[item.action], item.procedure_id, item)
            for item in rows[: self.limit]
        ]

    def _ended(self, window: "_Window") -> list[Mark]:
        """Pages whose last day has passed without a decision that says so here."""
        pages = self.open.filter(effective_to__lt=self.today).exclude(
            decision_items__in=DecisionItem.objects.standing().filter(applied_at__isnull=False)
        )
        rows = window.of(pages, Source(3, "effective_to", is_day=True, day_after=True))[: self.limit]
        return [
            Mark(
                Position(_midnight(last + _ONE_DAY), 3, pk),
                "replaced" if status == Status.REPLACED or successor else "abolished",
                pk,
            )
            for last, pk, status, successor in rows.values_list(
                "effective_to", "pk", "status", "replaced_by_id"
            )
        ]

    def _fees(self, window: "_Window") -> list[Mark]:
        return self._turns(window, Fee, "fee", 4)

    def _times(self, window: "_Window") -> list[Mark]:
        return self._turns(window, TimeLimit, "time_limit", 5)

    def _turns(self, window: "_Window", model: type[Model], kind: str, number: int) -> list[Mark]:
        """Days on which a dated row of an open page begins, or has just ended; a day of a page counts once."""
        rows = model._default_manager.filter(page__in=self.open)
        start = Source(number, "valid_from", "page_id", is_day=True)
        end = Source(number, "valid_to", "page_id", is_day=True, day_after=True)
        # The first day of the calendar, as some write "since ever", has none before it to differ from.
        begun = window.of(rows.filter(valid_from__gt=date.min, valid_from__lte=self.today), start)
        ended = window.of(rows.filter(valid_to__lt=self.today), end)
        days = {*begun.values_list("valid_from", "page_id").distinct()[: self.limit]}
        last_days = ended.values_list("valid_to", "page_id").distinct()[: self.limit]
        days |= {(last + _ONE_DAY, page) for last, page in last_days}
        return [Mark(Position(_midnight(day), number, page), kind, page) for day, page in days]


_KINDS: Final = {
    DecisionAction.NEW.value: "new",
    DecisionAction.AMEND.value: "amended",
    DecisionAction.REPLACE.value: "replaced",
    DecisionAction.ABOLISH.value: "abolished",
}


class Source(NamedTuple):
    """A source's place in the list and its columns. ``day_after``: the change is on the morrow of the column's day."""

    number: int
    moment: str
    key: str = "pk"
    is_day: bool = False
    day_after: bool = False

    def value(self, at: datetime) -> date | datetime:
        """The moment as the column holds it."""
        if not self.is_day:
            return at
        return at.astimezone(LOCAL_ZONE).date() - (_ONE_DAY if self.day_after else timedelta(0))


class _Window:
    """The rows of a source beyond a start, in the order of the list."""

    def __init__(
        self, start: Position | None, since: datetime | None, now: datetime, *, newest_first: bool
    ) -> None:
        self.start, self.since, self.now, self.newest_first = start, since, now, newest_first

    def of(self, rows: QuerySet[Any], source: Source) -> QuerySet[Any]:
        """The rows in order, not yet cut to a length."""
        moment = source.moment
        rows = rows.filter(**{f"{moment}__isnull": False})
        if not source.is_day:
            rows = rows.filter(**{f"{moment}__lte": self.now})
        if self.since is not None:
            # A day begins at midnight: one that began before ``since`` is not asked for.
            late = source.is_day and not _is_midnight(self.since)
            rows = rows.filter(**{f"{moment}__{'gt' if late else 'gte'}": source.value(self.since)})
        if self.start is not None:
            rows = rows.filter(self._beyond(self.start, source))
        sign = "-" if self.newest_first else ""
        return rows.order_by(f"{sign}{moment}", f"{sign}{source.key}")

    def _beyond(self, start: Position, source: Source) -> Q:
        """Rows that follow ``start``: at another moment, or at the same from a later source, or a later row."""
        side = "lt" if self.newest_first else "gt"
        same = Q(**{source.moment: source.value(start.at)})
        beyond = Q(**{f"{source.moment}__{side}": source.value(start.at)})
        if source.is_day and not _is_midnight(start.at):
            # The day's own changes stand at its midnight, before any moment within it.
            return beyond | same if self.newest_first else beyond
        if source.number == start.source:
            return beyond | (same & Q(**{f"{source.key}__{side}": start.pk}))
        follows = source.number < start.source if self.newest_first else source.number > start.source
        return beyond | same if follows else beyond


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), LOCAL_ZONE)


def _is_midnight(at: datetime) -> bool:
    return at.astimezone(LOCAL_ZONE).time() == time(0)
