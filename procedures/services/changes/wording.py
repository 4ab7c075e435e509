"""Marks of changes put into words, in the same number of queries however many."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple, TypeVar

from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry, Revision

from core.calendar.days import LOCAL_ZONE
from procedures.exports.changes import Change, revision_change, tariff_change
from procedures.exports.surroundings import Successor
from procedures.importing.records import FeeRecord, TimeRecord
from procedures.models import DecisionItem, Fee, ProcedurePage, TimeLimit
from procedures.models.dated import DatedRow
from procedures.services.open_data import open_procedures, page_address, root_path
from procedures.services.records import as_records
from procedures.wording import day_words

_PUBLISHED: Final = ("wagtail.publish", "wagtail.publish.schedule")
_Record = TypeVar("_Record", FeeRecord, TimeRecord)


class Position(NamedTuple):
    """Where in the list: the moment, the source's number, the row's primary key."""

    at: datetime
    source: int
    pk: int


@dataclass(frozen=True)
class Mark:
    """A change before it is put into words. ``item``: what the decision says, where it was one."""

    position: Position
    kind: str
    page_id: int
    item: DecisionItem | None = None


def told(marks: Sequence[Mark], today: date) -> list[tuple[Position, Change]]:
    """Each mark as a change, in the same order."""
    words = _Words(marks, today)
    return [(mark.position, words.change(mark)) for mark in marks if mark.page_id in words.pages]


class _Words:
    """Everything that the marks of one page of the list need, read once."""

    def __init__(self, marks: Sequence[Mark], today: date) -> None:
        self.today = today
        self.root = root_path()
        self.pages = ProcedurePage.objects.in_bulk({mark.page_id for mark in marks})
        wanted = {mark.item.successor_id for mark in marks if mark.item}
        wanted |= {page.replaced_by_id for page in self.pages.values()}
        self.successors = {
            page.pk: Successor(page.code, page.title, page_address(page, self.root))
            for page in open_procedures().filter(pk__in=wanted - {None})
        }
        self.fees = _rows(Fee, FeeRecord, _pages(marks, "fee"))
        self.times = _rows(TimeLimit, TimeRecord, _pages(marks, "time_limit"))
        self.edits = _last_edits(_pages(marks, "updated"))

    def change(self, mark: Mark) -> Change:
        """One mark in words."""
        page = self.pages[mark.page_id]
        day = mark.position.at.astimezone(LOCAL_ZONE).date()
        text, details = self._told(mark, page, day)
        successor = mark.item.successor_id if mark.item else page.replaced_by_id
        ended = mark.kind in {"replaced", "abolished"}
        return Change(
            key=f"{mark.kind}-{mark.position.pk}-{mark.position.at.astimezone(LOCAL_ZONE):%Y%m%d%H%M%S}",
            at=mark.position.at,
            kind=mark.kind,
            code=page.code,
            title=page.title,
            url=page_address(page, self.root),
            text=text,
            details=details,
            successor=self.successors.get(successor) if ended and successor else None,
        )

    def _told(self, mark: Mark, page: ProcedurePage, day: date) -> tuple[str, tuple[str, ...]]:
        if mark.item is not None:
            return _decision_words(mark.item), ()
        if mark.kind == "updated":
            return self._edit_words(page)
        if mark.kind == "fee":
            return self._from_day(_("Phí, lệ phí thay đổi"), day), tariff_change(
                self.fees[page.pk], "fees", day
            )
        if mark.kind == "time_limit":
            return self._from_day(_("Thời hạn giải quyết thay đổi"), day), tariff_change(
                self.times[page.pk], "time_limits", day
            )
        if mark.kind == "new":
            return _("Mới đăng trên trang này."), ()
        text = _("Đã được thay thế") if mark.kind == "replaced" else _("Hết áp dụng")
        return self._from_day(text, day), ()

    def _from_day(self, text: str, day: date) -> str:
        if day == self.today:
            return _("%(text)s từ hôm nay, %(day)s.") % {"text": text, "day": day_words(day)}
        return _("%(text)s từ %(day)s.") % {"text": text, "day": day_words(day)}

    def _edit_words(self, page: ProcedurePage) -> tuple[str, tuple[str, ...]]:
        edit = self.edits.get(page.pk)
        if edit is None:
            return _("Trang được đăng lại."), ()
        details = revision_change(*edit)
        return (_("Nội dung trang được sửa.") if details else _("Trang được đăng lại.")), details


def _decision_words(item: DecisionItem) -> str:
    words = {
        "action": str(item.get_action_display()),
        "number": item.decision.number,
        "issuer": item.decision.issuer,
    }
    text = _("%(action)s theo Quyết định %(number)s của %(issuer)s") % words
    if item.decision.effective_on is None:
        return f"{text}."
    return _("%(text)s, có hiệu lực từ %(day)s.") % {
        "text": text,
        "day": day_words(item.decision.effective_on),
    }


def _pages(marks: Iterable[Mark], kind: str) -> set[int]:
    return {mark.page_id for mark in marks if mark.kind == kind}


def _rows(model: type[DatedRow], kind: type[_Record], page_ids: set[int]) -> Mapping[int, Sequence[_Record]]:
    """The rows of those pages as records, by page."""
    by_page: dict[int, list[Any]] = defaultdict(list)
    for row in model._default_manager.filter(page_id__in=page_ids).order_by("sort_order", "pk"):
        by_page[row.page_id].append(row)
    return defaultdict(tuple, {page_id: as_records(kind, rows) for page_id, rows in by_page.items()})


def _last_edits(page_ids: set[int]) -> dict[int, tuple[dict[str, Any], dict[str, Any]]]:
    """What the last and the last but one published revision of each page hold, where both are known."""
    published: dict[int, list[int]] = defaultdict(list)
    entries = PageLogEntry.objects.filter(
        page_id__in=page_ids, action__in=_PUBLISHED, revision_id__isnull=False
    )
    for page_id, revision_id in entries.order_by("timestamp", "pk").values_list("page_id", "revision_id"):
        if revision_id not in published[page_id]:
            published[page_id].append(revision_id)
    pairs = {page_id: ids[-2:] for page_id, ids in published.items() if len(ids) > 1}
    wanted = [revision_id for pair in pairs.values() for revision_id in pair]
    contents = dict(Revision.objects.filter(pk__in=wanted).values_list("pk", "content"))
    return {
        page_id: (contents[old], contents[new])
        for page_id, (old, new) in pairs.items()
        if old in contents and new in contents
    }
