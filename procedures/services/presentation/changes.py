"""What will change and what held before, in words."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from procedures.choices import Channel, FeeStatus
from procedures.models import Fee, TimeLimit
from procedures.models.dated import DatedRow
from procedures.services.presentation import fees as fee_rules
from procedures.services.presentation import times as time_rules
from procedures.services.presentation.dated import Turn, coming, past
from procedures.services.presentation.lines import Change, Dates
from procedures.wording import day_words, lower_first, validity_words

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
    return _change(turn, _words(turn, today, fee_rules.fee_text, _("chưa công bố mức thu mới")))


def _time_change(turn: Turn[TimeLimit], today: date) -> Change:
    return _change(turn, _words(turn, today, time_rules.time_text, _("chưa công bố thời hạn mới")))


def _words(turn: Turn[Row], today: date, words: Callable[[Row], str], nothing: str) -> str:
    """ "50.000 đồng (hiện nay: 25.000 đồng)", ``nothing`` where a row ends and none follows."""
    old = words(turn.before) if turn.before else ""
    if turn.before is None or turn.after is None:
        return words(turn.after) if turn.after else _ended(turn, old, today, nothing)
    new = words(turn.after)
    if old == new:
        return _("vẫn %(text)s") % {"text": new}
    return f"{new} ({_until_then(turn.before, old, today)})"


def _ended(turn: Turn[Row], old: str, today: date, nothing: str) -> str:
    if turn.gap and turn.before:
        return f"{nothing} ({_until_then(turn.before, old, today)})"
    return _("không còn áp dụng: %(text)s") % {"text": lower_first(old)}


def _until_then(row: DatedRow, text: str, today: date) -> str:
    if isinstance(row, Fee) and row.status == FeeStatus.AMOUNT and row.is_valid_on(today):
        return _("đang thu %(fee)s") % {"fee": text}
    phrase = _("hiện nay: %(text)s") if row.is_valid_on(today) else _("trước đó: %(text)s")
    return phrase % {"text": lower_first(text)}


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
