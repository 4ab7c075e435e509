"""What will change and what held before, in words."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from procedures.choices import Channel
from procedures.models import Fee, TimeLimit
from procedures.models.rows import DatedRow
from procedures.services.presentation import fees as fee_rules
from procedures.services.presentation import times as time_rules
from procedures.services.presentation.dated import Turn, coming, past
from procedures.services.presentation.model import Change, Dates
from procedures.wording import day_words, validity_words

Row = TypeVar("Row", bound=DatedRow)


def dates_of(fees: Sequence[Fee], times: Sequence[TimeLimit], today: date) -> Dates:
    """Everything that the rows of a page say of other days than ``today``."""
    return Dates(
        fee_changes=tuple(_fee_change(turn, today) for turn in coming(fees, today, fee_rules.alike)),
        time_changes=tuple(_time_change(turn, today) for turn in coming(times, today, time_rules.alike)),
        past_fees=tuple(_held(row, fee_rules.fee_text) for row in past(fees, today)),
        past_times=tuple(_held(row, time_rules.time_text) for row in past(times, today)),
    )


def _fee_change(turn: Turn[Fee], today: date) -> Change:
    if turn.after is None and turn.before is not None:
        words = {"fee": fee_rules.fee_text(turn.before)}
        text = _("chưa công bố mức thu mới (đang thu %(fee)s)") if turn.gap else _("không còn mức %(fee)s")
        return _change(turn, text % words)
    return _change(turn, _with_before(turn, today, fee_rules.fee_text, _("đang thu"), _("trước đó")))


def _time_change(turn: Turn[TimeLimit], today: date) -> Change:
    if turn.after is None and turn.before is not None:
        words = {"term": time_rules.time_text(turn.before)}
        text = (
            _("chưa công bố thời hạn mới (đang là %(term)s)")
            if turn.gap
            else _("không còn thời hạn %(term)s")
        )
        return _change(turn, text % words)
    return _change(turn, _with_before(turn, today, time_rules.time_text, _("đang là"), _("trước đó")))


def _with_before(turn: Turn[Row], today: date, words: Callable[[Row], str], now: str, then: str) -> str:
    """ "50.000 đồng (đang thu 25.000 đồng)"."""
    if turn.after is None:
        return ""
    text = words(turn.after)
    if turn.before is None:
        return text
    old = words(turn.before)
    if old == text:
        return _("vẫn %(text)s") % {"text": text}
    return f"{text} ({now if turn.before.is_valid_on(today) else then} {old})"


def _change(turn: Turn[Row], text: str) -> Change:
    row = turn.after or turn.before
    return Change(
        since=_("Từ %(day)s") % {"day": day_words(turn.day)},
        text=text,
        where=_where(row) if row else "",
        basis=turn.after.legal_basis if turn.after else "",
    )


def _held(row: Row, words: Callable[[Row], str]) -> Change:
    since = validity_words(row.valid_from, row.valid_to)
    return Change(since=since, text=words(row), where=_where(row), basis=row.legal_basis)


def _where(row: DatedRow) -> str:
    channel = "" if row.channel == Channel.ANY else str(row.get_channel_display())
    return " · ".join(part for part in (channel, row.case_label) if part)
