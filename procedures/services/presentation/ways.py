"""Ways of filing, each with what it costs and how long it takes; ways that are alike are shown once."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from procedures.choices import FILING_CHANNELS, Channel, FeeKind
from procedures.models import Fee, SubmissionMethod, TimeLimit
from procedures.services.presentation.dated import valid_on
from procedures.services.presentation.fees import fee_line, kind_words, no_fee_line, shared_words
from procedures.services.presentation.lines import FeeLine, TimeLine, Way
from procedures.services.presentation.times import Clock, no_time_line, time_line
from procedures.validity import covers


@dataclass(frozen=True)
class _Lines:
    fees: tuple[FeeLine, ...]
    times: tuple[TimeLine, ...]


def offered_channels(
    methods: Sequence[SubmissionMethod], times: Sequence[TimeLimit], fees: Sequence[Fee]
) -> tuple[Channel, ...]:
    """Ways of filing that the page names anywhere, in the order citizens should try them."""
    named = {row.channel for rows in (methods, times, fees) for row in rows}
    return tuple(channel for channel in FILING_CHANNELS if channel.value in named)


def ways_of_filing(
    methods: Sequence[SubmissionMethod], times: Sequence[TimeLimit], fees: Sequence[Fee], clock: Clock
) -> tuple[Way, ...]:
    """One ``Way`` for each group of channels with the same fees and times today. ``times``, ``fees``: every row."""
    channels = offered_channels(methods, times, fees)
    if not channels:
        return (_way(_("Mọi cách nộp"), _lines(Channel.ANY, times, fees, clock), ()),)
    groups: dict[_Lines, list[Channel]] = {}
    for channel in channels:
        groups.setdefault(_lines(channel, times, fees, clock), []).append(channel)
    return tuple(
        _way(_group_label(members), lines, _notes(members, methods)) for lines, members in groups.items()
    )


def _lines(channel: Channel, times: Sequence[TimeLimit], fees: Sequence[Fee], clock: Clock) -> _Lines:
    shared = shared_words(valid_on(fees, clock.today))
    own_fees = [row for row in fees if covers(row, channel)]
    own_times = [row for row in times if covers(row, channel)]
    fee_lines = dict.fromkeys(fee_line(row, shared) for row in valid_on(own_fees, clock.today))
    time_lines = dict.fromkeys(time_line(row, clock) for row in valid_on(own_times, clock.today))
    return _Lines(
        tuple(fee_lines) or (no_fee_line(own_fees, clock.today),),
        tuple(time_lines) or (no_time_line(own_times, clock.today),),
    )


def _way(label: str, lines: _Lines, notes: tuple[tuple[str, str], ...]) -> Way:
    kinds = {fee.kind for fee in lines.fees}
    fee_label = kinds.pop() if len(kinds) == 1 else kind_words(FeeKind.KHAC)
    return Way(label=label, fee_label=fee_label, fees=lines.fees, times=lines.times, notes=notes)


def _group_label(members: Sequence[Channel]) -> str:
    return str(capfirst(", ".join(str(channel.label).lower() for channel in members)))


def _notes(members: Sequence[Channel], methods: Sequence[SubmissionMethod]) -> tuple[tuple[str, str], ...]:
    """Notes of the group's ways; the way is named only where the group has several ways and the notes differ."""
    wanted = {channel.value for channel in members}
    found = dict.fromkeys(
        (str(Channel(row.channel).label), row.note.strip())
        for row in methods
        if row.channel in wanted and row.note.strip()
    )
    texts = list(dict.fromkeys(text for _channel, text in found))
    if len(members) == 1 or (len(texts) == 1 and len(found) == len(members)):
        return tuple(("", text) for text in texts)
    return tuple(found)
