"""What the site promised about a procedure on a day: kept in a case, so that a later edit can't change it."""

from datetime import date
from typing import Any, TypedDict

from procedures.models import Fee, ProcedurePage, TimeLimit
from procedures.services.presentation.fees import fee_summary, fee_text
from procedures.services.presentation.times import decisive_row
from procedures.wording import term_words

VERSION = 1


class PromisedFee(TypedDict):
    """One fee, in words and as data (amounts in ``currency``, whole units, or None)."""

    text: str
    kind: str
    status: str
    channel: str
    case: str
    amount_min: int | None
    amount_max: int | None
    currency: str
    per_unit: str
    verbatim: str


class PromisedTime(TypedDict):
    """One time limit, in words and as data (``value`` as a decimal string, or None)."""

    text: str
    value: str | None
    unit: str
    channel: str
    case: str
    is_default: bool
    verbatim: str


class Promise(TypedDict):
    """The snapshot. Only JSON types; ``version`` grows when a key changes its meaning."""

    version: int
    code: str
    title: str
    on: str
    fee_summary: str
    time_summary: str
    fees: list[PromisedFee]
    times: list[PromisedTime]


def published_promise(page: ProcedurePage, on: date) -> dict[str, Any]:
    """A JSON-able snapshot (``Promise``) of the fees and time limits of ``page`` that are valid on the day ``on``.

    ``time_summary`` is empty where the published times differ and none is marked as the ordinary case.
    """
    fees = [row for row in page.fees.all() if row.is_valid_on(on)]
    times = [row for row in page.time_limits.all() if row.is_valid_on(on)]
    decisive = decisive_row(times)
    promise = Promise(
        version=VERSION,
        code=page.code,
        title=page.title,
        on=on.isoformat(),
        fee_summary=fee_summary(fees).value,
        time_summary=term_words(decisive.value, decisive.unit) if decisive else "",
        fees=[_fee(row) for row in fees],
        times=[_time(row) for row in times],
    )
    return dict(promise)


def _fee(row: Fee) -> PromisedFee:
    return PromisedFee(
        text=fee_text(row),
        kind=row.kind,
        status=row.status,
        channel=row.channel,
        case=row.case_label,
        amount_min=row.amount_min,
        amount_max=row.amount_max,
        currency=row.currency,
        per_unit=row.per_unit,
        verbatim=row.verbatim,
    )


def _time(row: TimeLimit) -> PromisedTime:
    return PromisedTime(
        text=term_words(row.value, row.unit),
        value=None if row.value is None else f"{row.value.normalize():f}",
        unit=row.unit,
        channel=row.channel,
        case=row.case_label,
        is_default=row.is_default,
        verbatim=row.verbatim,
    )
