"""Fees: lines for each way of filing and one summary for the top of the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from procedures.choices import FILING_CHANNELS, Channel, FeeKind, FeeStatus
from procedures.models import Fee
from procedures.services.presentation.dated import Gap, gap, valid_on
from procedures.services.presentation.lines import LONG_TEXT, FeeLine
from procedures.services.presentation.model import Summary
from procedures.wording import amount_words, day_words, fee_words, money, validity_words

_BADGES = {
    FeeStatus.AMOUNT.value: "",
    FeeStatus.FREE.value: "ok",
    FeeStatus.SET_BY_PROVINCE.value: "info",
    FeeStatus.BY_FORMULA.value: "info",
    FeeStatus.NOT_STATED.value: "wait",
}


def fee_text(row: Fee) -> str:
    """ "10.000 đồng/lần", "Không thu", "Chưa công bố" …"""
    if row.status == FeeStatus.AMOUNT and row.amount_min is not None:
        return amount_words(row.amount_min, row.amount_max, row.currency, row.per_unit)
    if row.status == FeeStatus.NOT_STATED and row.verbatim:
        return _("Chưa công bố số tiền")
    return fee_words(row.status)


@dataclass(frozen=True)
class SharedWords:
    """Exemption and legal basis that hold for all fees of a page: said once below them, not with each."""

    exemption: str = ""
    legal_basis: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """Ready to be shown, each a paragraph."""
        exemption = _("Miễn, giảm: %(text)s") % {"text": self.exemption} if self.exemption else ""
        basis = _("Căn cứ: %(text)s") % {"text": self.legal_basis} if self.legal_basis else ""
        return tuple(part for part in (exemption, basis) if part)


def shared_words(rows: Sequence[Fee]) -> SharedWords:
    """What every row that takes money says alike."""
    paid = [row for row in rows if row.status != FeeStatus.FREE]
    exemptions, bases = {row.exemption for row in paid}, {row.legal_basis for row in rows}
    return SharedWords(
        exemption=exemptions.pop() if len(exemptions) == 1 else "",
        legal_basis=bases.pop() if len(bases) == 1 else "",
    )


def fee_line(row: Fee, shared: SharedWords) -> FeeLine:
    """One row in words, without what is said once for all."""
    validity = validity_words(row.valid_from, row.valid_to)
    own = SharedWords(
        exemption="" if row.exemption == shared.exemption else row.exemption,
        legal_basis="" if row.legal_basis == shared.legal_basis else row.legal_basis,
    )
    is_long = len(row.verbatim) > LONG_TEXT
    parts = (" · ".join(part for part in (row.case_label, validity) if part), "" if is_long else row.verbatim)
    return FeeLine(
        kind=kind_words(row.kind),
        text=fee_text(row),
        details=(*(part for part in parts if part), *own.notes),
        verbatim=row.verbatim if is_long else "",
        stated=row.status != FeeStatus.NOT_STATED,
        badge=_BADGES[row.status],
    )


def alike(row: Fee) -> tuple[str, str]:
    """Fees that may follow one another: the same kind for the same case."""
    return row.kind, row.case_label


def kind_words(kind: str) -> str:
    """ "Lệ phí", "Phí", or "Phí, lệ phí" where the source does not tell them apart."""
    return str(FeeKind(kind).label)


def no_fee_line(rows: Sequence[Fee], today: date) -> FeeLine:
    """What a way of filing without a fee row for ``today`` shows: nobody said that it costs nothing.

    ``rows``: all its fees; those of other days are named, so that a gap between two tariffs is seen as one.
    """
    found = gap(rows, today)
    text = no_fee_today() if found else fee_words(FeeStatus.NOT_STATED)
    details = _gap_words(found) if found else ()
    return FeeLine(kind=_label(rows), text=text, details=details, stated=False, badge="wait")


def no_fee_today() -> str:
    """What is said where published tariffs leave out today."""
    return _("Chưa công bố mức thu cho hôm nay")


def _gap_words(found: Gap[Fee]) -> tuple[str, ...]:
    words = []
    if found.last and found.last.valid_to:
        values = {"fee": fee_text(found.last), "day": day_words(found.last.valid_to)}
        words.append(_("Mức trước (%(fee)s) áp dụng đến hết %(day)s.") % values)
    if found.following and found.following.valid_from:
        values = {"fee": fee_text(found.following), "day": day_words(found.following.valid_from)}
        words.append(_("Từ %(day)s: %(fee)s.") % values)
    return tuple(words)


def fee_summary(published: Sequence[Fee], today: date) -> Summary:
    """The fact on top. ``published``: every row of the page. Amounts are never added up: rows are alternatives."""
    rows = valid_on(published, today)
    label = _label(rows or published)
    if not rows:
        return _nothing_today(label, published, today)
    amounts = [row for row in rows if row.status == FeeStatus.AMOUNT]
    if amounts:
        return _with_amounts(label, rows, amounts)
    statuses = {row.status for row in rows}
    if len(statuses) == 1:
        return _one_status(label, rows[0].status, rows)
    if statuses == {FeeStatus.FREE, FeeStatus.SET_BY_PROVINCE}:
        value = _("%(first)s hoặc %(second)s") % {
            "first": fee_words(FeeStatus.FREE),
            "second": fee_words(FeeStatus.SET_BY_PROVINCE).lower(),
        }
        return Summary(label, value, _("tùy trường hợp, xem bên dưới"))
    strongest = next(
        status
        for status in (FeeStatus.SET_BY_PROVINCE, FeeStatus.BY_FORMULA, FeeStatus.NOT_STATED)
        if status.value in statuses
    )
    note = (
        _("có trường hợp không thu, xem bên dưới") if FeeStatus.FREE.value in statuses else _("xem bên dưới")
    )
    return Summary(label, fee_words(strongest), note, known=strongest != FeeStatus.NOT_STATED)


def _nothing_today(label: str, published: Sequence[Fee], today: date) -> Summary:
    found = gap(published, today)
    if found is None:
        return Summary(label, fee_words(FeeStatus.NOT_STATED), known=False)
    return Summary(label, no_fee_today(), " ".join(_gap_words(found)), known=False)


def _one_status(label: str, status: str, rows: Sequence[Fee]) -> Summary:
    if status == FeeStatus.FREE and all(row.case_label for row in rows):
        # Free for some, and nothing said of the others: that is no "free".
        return Summary(
            label, fee_words(FeeStatus.NOT_STATED), _("có trường hợp không thu, xem bên dưới"), known=False
        )
    note = _("xem bên dưới") if any(row.verbatim for row in rows) else ""
    return Summary(label, fee_text(rows[0]), note, known=status != FeeStatus.NOT_STATED)


def _with_amounts(label: str, rows: Sequence[Fee], amounts: Sequence[Fee]) -> Summary:
    others = [row for row in rows if row.status != FeeStatus.AMOUNT]
    by_channel = _one_amount_per_channel(amounts)
    if by_channel is not None and not others:
        return _per_channel(label, by_channel)
    if len({row.currency for row in amounts}) > 1:
        return Summary(label, _("Nhiều mức"), _("xem bên dưới"))
    low = min(row.amount_min or 0 for row in amounts)
    high = max(row.amount_max or row.amount_min or 0 for row in amounts)
    note = _("tùy cách nộp hoặc trường hợp, xem bên dưới")
    if any(row.status != FeeStatus.FREE for row in others):
        note = _("tùy trường hợp, có khoản không ghi số tiền, xem bên dưới")
    elif others:
        note = _("tùy trường hợp, có trường hợp không thu, xem bên dưới")
    return Summary(label, str(capfirst(amount_words(low, high, amounts[0].currency))), note)


def _one_amount_per_channel(amounts: Sequence[Fee]) -> dict[str, Fee] | None:
    """The single fee of each channel, or None where a channel has several."""
    found: dict[str, Fee] = {}
    for row in amounts:
        if row.channel in found or row.amount_max not in (None, row.amount_min):
            return None
        found[row.channel] = row
    return found


def _per_channel(label: str, fees: dict[str, Fee]) -> Summary:
    """ "10.000 đồng", with the note "trực tuyến · 20.000 đồng tại quầy"."""
    ordered = [fees[channel] for channel in (Channel.ANY, *FILING_CHANNELS) if channel in fees]
    texts = {fee_text(row) for row in ordered}
    if len(texts) == 1:
        return Summary(label, texts.pop())
    first, *rest = ordered
    tail = [f"{money(row.amount_min or 0, row.currency)} {row.get_channel_display().lower()}" for row in rest]
    return Summary(label, fee_text(first), " · ".join([first.get_channel_display().lower(), *tail]))


def _label(rows: Sequence[Fee]) -> str:
    kinds = {row.kind for row in rows}
    return kind_words(kinds.pop() if len(kinds) == 1 else FeeKind.KHAC)
