"""Were decisions published within the legal number of days? (NĐ 63/2010/NĐ-CP, articles 15 and 24)

The numbers of days are rows (``PublicationRule``). A decision without the dates, or of a kind that the rows say nothing
of, is counted as "no data" and never as in time: the national index gives full points for nothing, this report doesn't.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from core.calendar import WorkCalendar, working_days_between
from procedures.choices import DayUnit
from procedures.figures import Share
from procedures.models import PublicationDecision, PublicationRule
from procedures.wording import day_words


class Duty(StrEnum):
    """What the law sets a number of days for. The values stand in addresses."""

    BEFORE_EFFECT = "truoc-hieu-luc"
    AFTER_EFFECT = "sau-hieu-luc"
    UPLOAD = "dang-tai"


def column_words(duty: Duty) -> str:
    """The head of a duty's column."""
    return {
        Duty.BEFORE_EFFECT: _("Ký trước hiệu lực / luật định"),
        Duty.AFTER_EFFECT: _("Rút gọn: ký sau hiệu lực / luật định"),
        Duty.UPLOAD: _("Đăng tải sau khi ký / luật định"),
    }[duty]


class Verdict(StrEnum):
    """How a decision kept a duty. The values stand in addresses."""

    ON_TIME = "dung-han"
    LATE = "muon"
    NO_DATA = "khong-ro"


@dataclass(frozen=True)
class Judgement:
    """One duty of one decision. ``days``: how many there were; ``limit``: the law's number of them."""

    duty: Duty
    verdict: Verdict
    days: int | None = None
    limit: int | None = None
    unit: str = ""

    @property
    def column(self) -> str:
        return column_words(self.duty)

    @property
    def is_late(self) -> bool:
        return self.verdict is Verdict.LATE

    @property
    def words(self) -> str:
        """ "3 / 5 ngày": how many there were, and the law's number."""
        if self.days is None or self.limit is None:
            return _("không có dữ liệu")
        unit = DayUnit(self.unit).label
        return _("%(days)s / %(limit)s %(unit)s") % {"days": self.days, "limit": self.limit, "unit": unit}


@dataclass(frozen=True)
class ReportLine:
    """One decision with its judgements."""

    decision: PublicationDecision
    judgements: Mapping[Duty, Judgement]

    @property
    def cells(self) -> list[Judgement]:
        """One for each duty, in the order of the columns."""
        return [self.judgements[duty] for duty in Duty]


@dataclass(frozen=True)
class Figure:
    """How a duty was kept: ``late`` of ``judged`` decisions; ``unknown`` could not be judged."""

    duty: Duty
    label: str
    late: int
    judged: int
    unknown: int

    @property
    def column(self) -> str:
        return column_words(self.duty)

    @property
    def on_time(self) -> int:
        return self.judged - self.late

    @property
    def share(self) -> Share:
        """The late ones among those that could be judged."""
        return Share(self.late, self.judged)


def report_lines(decisions: Iterable[PublicationDecision], calendar: WorkCalendar) -> list[ReportLine]:
    """Judge each decision by the row for its issuer and procedure of making; one query for the rows."""
    rules = {(rule.issuer_type, rule.is_shortened): rule for rule in PublicationRule.objects.all()}
    return [
        ReportLine(each, _judge(each, rules.get((each.issuer_type, each.is_shortened)), calendar))
        for each in decisions
    ]


def figures(lines: Iterable[ReportLine]) -> list[Figure]:
    """Numerator and denominator of each duty."""
    every = list(lines)
    labels = {
        Duty.BEFORE_EFFECT: _("Ký muộn so với ngày có hiệu lực"),
        Duty.AFTER_EFFECT: _("Theo trình tự rút gọn, ký muộn sau ngày có hiệu lực"),
        Duty.UPLOAD: _("Đăng tải muộn sau khi ký"),
    }
    counted = []
    for duty in Duty:
        verdicts = [line.judgements[duty].verdict for line in every]
        late, unknown = verdicts.count(Verdict.LATE), verdicts.count(Verdict.NO_DATA)
        counted.append(Figure(duty, labels[duty], late, len(verdicts) - unknown, unknown))
    return counted


def rule_words(rule: PublicationRule) -> str:
    """The row in one sentence, with its source."""
    parts = []
    if rule.before_effect_days is not None:
        parts.append(
            _("ký trước ngày có hiệu lực ít nhất %(days)s %(unit)s")
            % {"days": rule.before_effect_days, "unit": rule.get_before_effect_unit_display()}
        )
    if rule.after_effect_days is not None:
        parts.append(
            _("ký chậm nhất %(days)s %(unit)s sau ngày có hiệu lực")
            % {"days": rule.after_effect_days, "unit": rule.get_after_effect_unit_display()}
        )
    if rule.upload_days is not None:
        parts.append(
            _("đăng tải trong %(days)s %(unit)s từ khi ký")
            % {"days": rule.upload_days, "unit": rule.get_upload_unit_display()}
        )
    source = (
        rule.legal_basis
        if rule.is_verified
        else _("%(basis)s, chưa kiểm chứng") % {"basis": rule.legal_basis}
    )
    return f"{rule}: {'; '.join(parts)} ({source})"


def csv_rows(lines: Iterable[ReportLine]) -> Iterable[list[str]]:
    """The report as a table, its head first; it holds what every figure was counted from."""
    yield [
        _("Số quyết định"),
        _("Cơ quan công bố"),
        _("Ngày ký"),
        _("Ngày có hiệu lực"),
        _("Ngày đăng công khai"),
        _("Ký trước hiệu lực (số ngày / luật định)"),
        _("Kết luận"),
        _("Rút gọn: ký sau hiệu lực (số ngày / luật định)"),
        _("Kết luận"),
        _("Đăng tải sau khi ký (số ngày / luật định)"),
        _("Kết luận"),
    ]
    for line in lines:
        row = line.decision
        dates = [
            day_words(day) if day else "" for day in (row.decided_on, row.effective_on, row.published_on)
        ]
        judged = [text for cell in line.cells for text in (cell.words, verdict_words(cell.verdict))]
        yield [row.number, row.issuer, *dates, *judged]


def verdict_words(verdict: Verdict) -> str:
    return {
        Verdict.ON_TIME: _("đúng hạn"),
        Verdict.LATE: _("muộn"),
        Verdict.NO_DATA: _("không có dữ liệu"),
    }[verdict]


def _judge(
    decision: PublicationDecision, rule: PublicationRule | None, calendar: WorkCalendar
) -> dict[Duty, Judgement]:
    if rule is None or decision.decided_on is None:
        return {duty: Judgement(duty, Verdict.NO_DATA) for duty in Duty}
    signed, effective, published = decision.decided_on, decision.effective_on, decision.published_on
    terms = {
        Duty.BEFORE_EFFECT: (signed, effective, rule.before_effect_days, rule.before_effect_unit),
        # Signed before the effective day is signed on it: no day after.
        Duty.AFTER_EFFECT: (
            effective,
            max(signed, effective or signed),
            rule.after_effect_days,
            rule.after_effect_unit,
        ),
        Duty.UPLOAD: (signed, published, rule.upload_days, rule.upload_unit),
    }
    return {duty: _judgement(duty, *term, calendar) for duty, term in terms.items()}


def _judgement(
    duty: Duty, start: date | None, end: date | None, limit: int | None, unit: str, calendar: WorkCalendar
) -> Judgement:
    if start is None or end is None or limit is None:
        return Judgement(duty, Verdict.NO_DATA)
    days = _days(calendar, start, end, unit)
    kept = days >= limit if duty is Duty.BEFORE_EFFECT else days <= limit
    return Judgement(duty, Verdict.ON_TIME if kept else Verdict.LATE, days, limit, unit)


def _days(calendar: WorkCalendar, start: date, end: date, unit: str) -> int:
    if unit == DayUnit.WORKING_DAY:
        return working_days_between(calendar, start, end)
    return (end - start).days
