"""Two procedures side by side, in the words of their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.services.calendar import load_calendar
from procedures.choices import Scope
from procedures.models import ProcedurePage
from procedures.services.lookup import look_up
from procedures.services.presentation import PaperCase, ProcedureView, present
from procedures.services.presentation.times import Clock
from search.services.answering import Facts, Line, fee_lines, paper_words, time_lines

_MOST_PAPERS: Final = 8
_LONG: Final = 160


class Problem(StrEnum):
    """Why nothing can be compared."""

    NONE = "none"
    ONE = "one"
    SAME = "same"
    MANY = "many"
    UNKNOWN = "unknown"


_WORDS: Final = {
    Problem.NONE: gettext_lazy(
        "Chưa chọn thủ tục nào. Đánh dấu hai thủ tục trong kết quả tìm rồi bấm so sánh."
    ),
    Problem.ONE: gettext_lazy("Mới chọn một thủ tục. Chọn thêm một thủ tục nữa để so sánh."),
    Problem.SAME: gettext_lazy("Hai mã này là cùng một thủ tục. Chọn hai thủ tục khác nhau để so sánh."),
    Problem.MANY: gettext_lazy("Chỉ so sánh được hai thủ tục một lần. Bỏ bớt, chỉ giữ hai thủ tục."),
    Problem.UNKNOWN: gettext_lazy("Không có thủ tục nào mang mã này: %(codes)s. Kiểm tra lại mã."),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the procedures."""

    code: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What one procedure says: lines, or why there is none. `side` names it where the columns are stacked."""

    side: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    label: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        return len({cell.lines for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two `sides` and what they say, or `problem` in words. `chosen`: the procedures found, however many."""

    chosen: tuple[Side, ...]
    rows: tuple[ComparedRow, ...] = ()
    problem: str = ""


def compare(codes: Sequence[str], now: datetime, request: HttpRequest | None = None) -> Comparison:
    """Compare the procedures with these codes, in any form people write a code."""
    pages: dict[int, ProcedurePage] = {}
    unknown = []
    for code in codes:
        found = look_up(code)
        if found is None or found.page.scope == Scope.INTERNAL:
            unknown.append(code)
        else:
            pages.setdefault(found.page.pk, found.page)
    sides = tuple(_side(page, request) for page in pages.values())
    problem = _problem(len(codes), len(pages), bool(unknown))
    if problem is not None:
        words = str(_WORDS[problem])
        return Comparison(sides, problem=words % {"codes": ", ".join(unknown)} if unknown else words)
    views = [present(page, now) for page in pages.values()]
    facts = [_facts(page, now) for page in pages.values()]
    return Comparison(sides, tuple(_rows(views, facts, sides)))


def _problem(asked: int, found: int, has_unknown: bool) -> Problem | None:
    if has_unknown:
        return Problem.UNKNOWN
    if found > 2:
        return Problem.MANY
    if asked < 2:
        return Problem.ONE if asked else Problem.NONE
    return Problem.SAME if found == 1 else None


def _side(page: ProcedurePage, request: HttpRequest | None) -> Side:
    code = page.code if page.has_real_code else ""
    return Side(code, page.title, page.get_url(request) or "")


def _facts(page: ProcedurePage, now: datetime) -> Facts:
    return Facts(
        page=page,
        url="",
        clock=Clock(now, load_calendar(page.responsible_department)),
        fees=list(page.fees.all()),
        times=list(page.time_limits.all()),
        methods=list(page.submission_methods.all()),
    )


def _rows(views: Sequence[ProcedureView], facts: Sequence[Facts], sides: Sequence[Side]) -> list[ComparedRow]:
    missing = _("Chưa công bố")
    table = (
        (_("Kết quả"), [view.results for view in views]),
        (_("Ai được làm"), [view.subjects for view in views]),
        (_("Giấy tờ cần có"), [_papers(view) for view in views]),
        (_("Phí, lệ phí"), [_worded(fee_lines(one)) for one in facts]),
        (_("Thời hạn"), [_worded(time_lines(one)) for one in facts]),
        (_("Nộp bây giờ, nhận kết quả"), [_due(view) for view in views]),
        (_("Nơi nộp"), [_places(*both) for both in zip(views, facts, strict=True)]),
        (_("Cách nộp"), [view.channels for view in views]),
        (_("Cấp giải quyết"), [view.levels for view in views]),
        (_("Điều kiện"), [_short([view.requirements]) for view in views]),
    )
    return [
        ComparedRow(
            label,
            tuple(
                Cell(side.title, tuple(lines) or (missing,)) for side, lines in zip(sides, said, strict=True)
            ),
        )
        for label, said in table
        if any(said)
    ]


def _papers(view: ProcedureView) -> tuple[str, ...]:
    """Which ones everybody needs, those that are only shown last; of other situations only that there are some."""
    special = [case for case in view.cases if not case.common]
    shown: Sequence[PaperCase] = [case for case in view.cases if case.common] or special[:1]
    papers = sorted((paper for case in shown for paper in case.papers), key=lambda paper: paper.shown_only)
    names = list(map(paper_words, papers))
    lines = list(_short(names[:_MOST_PAPERS]))
    if names[_MOST_PAPERS:]:
        lines.append(_("và %(count)s loại khác") % {"count": len(names) - _MOST_PAPERS})
    if names and len(shown) < len(view.cases):
        lines.append(_("Có trường hợp cần giấy tờ khác."))
    return tuple(lines)


def _worded(lines: Sequence[Line]) -> tuple[str, ...]:
    return tuple(f"{line.text} {line.note}".strip() for line in lines)


def _due(view: ProcedureView) -> tuple[str, ...]:
    return (view.time_summary.value,) if view.deadline else ()


def _places(view: ProcedureView, facts: Facts) -> tuple[str, ...]:
    anywhere = view.territory if facts.page.is_non_territorial else ""
    return tuple(part for part in (view.filed_at, view.online_level, anywhere) if part)


def _short(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(Truncator(text).chars(_LONG) for text in texts if text)
