"""The section of a procedure's page that answers the question, in the hit itself, with what holds today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import fold
from procedures.choices import Channel, FeeKind, OnlineLevel
from procedures.models import Fee, ProcedurePage, SubmissionMethod, TimeLimit
from procedures.models.dated import DatedRow
from procedures.services.presentation import PaperCase
from procedures.services.presentation.dated import valid_on
from procedures.services.presentation.dossier import paper_counts, span_words
from procedures.services.presentation.fees import fee_text, kind_words, no_fee_line
from procedures.services.presentation.model import Paper
from procedures.services.presentation.times import Clock, no_time_line, time_summary, time_text
from procedures.services.presentation.ways import offered_channels
from procedures.validity import covers
from procedures.wording import lower_first
from search.everyday_words import Intent

#: Lines of one answer; the page itself has the rest.
MOST_LINES: Final = 3
_LONG: Final = 110
# Where on the page each section stands.
_ANCHORS: Final = {
    Intent.FEES: "cach-nop",
    Intent.TIME: "cach-nop",
    Intent.PLACE: "cach-nop",
    Intent.DOSSIER: "mang-theo",
    Intent.FORMS: "mang-theo",
}
# How papers that are filled in are called, folded.
_FORM_NAMES: Final = ("to khai ", "don ", "mau ", "phieu khai ")

Row = TypeVar("Row", bound=DatedRow)


@dataclass(frozen=True, slots=True)
class Line:
    """One statement: `text`, then what it holds for. `url` where there is more to see of just this."""

    text: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class SectionAnswer:
    """What the page says about one thing asked. `more`: how much of it is left out; `url`: that section.

    `is_list`: the lines are things beside each other, not one sentence.
    """

    intent: Intent
    label: str
    lines: tuple[Line, ...]
    url: str
    more: str = ""
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """All rows of one page, whatever the day, and the moment at which they are read. `filed_at`: where, in words."""

    page: ProcedurePage
    url: str
    clock: Clock
    fees: Sequence[Fee] = ()
    times: Sequence[TimeLimit] = ()
    methods: Sequence[SubmissionMethod] = ()
    filed_at: str = ""
    cases: Sequence[PaperCase] = ()

    @property
    def channels(self) -> tuple[Channel, ...]:
        return offered_channels(self.methods, self.times, self.fees) or (Channel.ANY,)


def section_answers(facts: Facts, intents: Iterable[Intent]) -> tuple[SectionAnswer, ...]:
    """One answer for each thing asked, in the order asked. What nobody published is said to be so."""
    return tuple(_BUILDERS[intent](facts) for intent in intents)


def fee_lines(facts: Facts) -> list[Line]:
    """What is charged today, for each way of filing and case; the kind is named where there are several."""
    several = len({row.kind for row in valid_on(facts.fees, facts.clock.today)}) > 1

    def words(row: Fee) -> str:
        return f"{kind_words(row.kind)} {fee_text(row)}" if several else fee_text(row)

    return _by_way(facts, facts.fees, words, lambda rows: no_fee_line(rows, facts.clock.today).text)


def time_lines(facts: Facts) -> list[Line]:
    """How long it takes by what holds today, for each way of filing and case."""
    return _by_way(facts, facts.times, time_text, lambda rows: no_time_line(rows, facts.clock.today).text)


def _fees(facts: Facts) -> SectionAnswer:
    kinds = {row.kind for row in valid_on(facts.fees, facts.clock.today) or facts.fees}
    label = kind_words(kinds.pop() if len(kinds) == 1 else FeeKind.KHAC)
    lines = fee_lines(facts)
    rest = len(lines) - MOST_LINES
    more = (
        ngettext("và %(count)s mức khác", "và %(count)s mức khác", rest) % {"count": rest} if rest > 0 else ""
    )
    return _answer(facts, Intent.FEES, label, lines[:MOST_LINES], more)


def _time(facts: Facts) -> SectionAnswer:
    lines = time_lines(facts)
    shown = lines[:MOST_LINES]
    summary, deadline = time_summary(facts.times, facts.clock)
    if deadline is not None:
        shown.append(Line(_("nộp bây giờ, nhận %(day)s") % {"day": lower_first(summary.value)}))
    rest = len(lines) - MOST_LINES
    words = ngettext("và %(count)s thời hạn khác", "và %(count)s thời hạn khác", rest)
    return _answer(facts, Intent.TIME, _("Thời hạn"), shown, words % {"count": rest} if rest > 0 else "")


def _dossier(facts: Facts) -> SectionAnswer:
    counts = paper_counts(facts.cases)
    label = _("Giấy tờ phải nộp")
    if counts is None:
        return _answer(facts, Intent.DOSSIER, label, [Line(_("Chưa công bố"))])
    special = [case for case in facts.cases if not case.common]
    usual = [case for case in facts.cases if case.common] or special[:1]
    # What is only shown is not counted among what is handed in, so it comes last and is called so.
    papers = sorted((paper for case in usual for paper in case.papers), key=lambda paper: paper.shown_only)
    lines = [Line(_short(paper_words(paper)), paper.quantity) for paper in papers[:MOST_LINES]]
    count = span_words(*counts) if counts != (0, 0) else _("không phải nộp, chỉ xuất trình")
    rest = len(papers) - len(lines)
    more = (
        ngettext("và %(count)s loại khác", "và %(count)s loại khác", rest) % {"count": rest} if rest else ""
    )
    if len(special) > 1 or (special and len(usual) < len(facts.cases)):
        more = " · ".join(part for part in (more, _("có trường hợp cần giấy tờ khác")) if part)
    return _answer(facts, Intent.DOSSIER, f"{label}: {count}", lines, more, is_list=True)


def _place(facts: Facts) -> SectionAnswer:
    online = {
        OnlineLevel.FULL.value: _("Nộp trực tuyến được từ đầu đến cuối"),
        OnlineLevel.PART.value: _("Nộp trực tuyến được một phần"),
    }.get(facts.page.online_level, "")
    address = facts.page.receiving_addresses.strip().partition("\n")[0]
    lines = [
        Line(facts.filed_at or _("Chưa công bố"), _short(address)),
        Line(_("Nơi tiếp nhận nào cũng được"), _("không phải về nơi cư trú"))
        if facts.page.is_non_territorial
        else None,
        Line(online) if online else None,
    ]
    return _answer(facts, Intent.PLACE, _("Nơi nộp"), [line for line in lines if line])


def _forms(facts: Facts) -> SectionAnswer:
    found: dict[str, Line] = {}
    for paper in (paper for case in facts.cases for paper in case.papers):
        if paper.form_code:
            text = _("Mẫu %(code)s") % {"code": paper.form_code}
            found.setdefault(paper.form_code, Line(text, _short(paper.name), paper.form_page))
        elif fold(paper.name).startswith(_FORM_NAMES):
            found.setdefault(paper.name, Line(_short(paper.name)))
    lines = list(found.values())
    rest = len(lines) - MOST_LINES
    more = (
        ngettext("và %(count)s mẫu khác", "và %(count)s mẫu khác", rest) % {"count": rest} if rest > 0 else ""
    )
    shown = lines[:MOST_LINES] or [Line(_("Chưa công bố"))]
    return _answer(facts, Intent.FORMS, _("Mẫu đơn, tờ khai"), shown, more, is_list=bool(lines))


_BUILDERS: Final[dict[Intent, Callable[[Facts], SectionAnswer]]] = {
    Intent.FEES: _fees,
    Intent.TIME: _time,
    Intent.DOSSIER: _dossier,
    Intent.PLACE: _place,
    Intent.FORMS: _forms,
}


def _answer(
    facts: Facts, intent: Intent, label: str, lines: Sequence[Line], more: str = "", *, is_list: bool = False
) -> SectionAnswer:
    return SectionAnswer(intent, label, tuple(lines), f"{facts.url}#{_ANCHORS[intent]}", more, is_list)


def _by_way(
    facts: Facts, rows: Sequence[Row], words: Callable[[Row], str], missing: Callable[[Sequence[Row]], str]
) -> list[Line]:
    """What holds today for each way of filing; ways that say the same are one, and named only where some differ."""
    groups: dict[tuple[tuple[str, str], ...], list[Channel]] = {}
    for channel in facts.channels:
        own = [row for row in rows if covers(row, channel)]
        said = dict.fromkeys((words(row), row.case_label) for row in valid_on(own, facts.clock.today))
        groups.setdefault(tuple(said) or ((missing(own), ""),), []).append(channel)
    lines = []
    for said_here, channels in groups.items():
        where = ", ".join(str(channel.label).lower() for channel in channels) if len(groups) > 1 else ""
        for text, case in said_here:
            lines.append(Line(text, f"{where} ({_short(case)})".strip() if case else where))
    return lines


def paper_words(paper: Paper) -> str:
    """A paper's name, and that it is only shown, where it is."""
    return _("Xuất trình: %(paper)s") % {"paper": paper.name} if paper.shown_only else paper.name


def _short(text: str) -> str:
    return Truncator(text).chars(_LONG)
