"""What the site promised about a procedure on a day: kept in a case, so that a later edit can't change it."""

from datetime import date
from decimal import Decimal
from typing import Any, TypedDict

from procedures.models import Fee, ProcedurePage, TimeLimit
from procedures.services.presentation.fees import fee_summary, fee_text
from procedures.services.presentation.times import time_text
from procedures.validity import decisive_row

# 1: no commitments, ``value`` and ``unit`` were the law's. Readers take ``value`` and ``unit`` of either version.
VERSION = 2


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
    """One time limit, in words and as data (values as decimal strings, or None).

    ``value`` and ``unit`` are what the citizen could count on: the commitment where there was one. The law's own
    term stands beside it.
    """

    text: str
    value: str | None
    unit: str
    law_value: str | None
    law_unit: str
    is_commitment: bool
    commitment_basis: str
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
        fee_summary=fee_summary(page.fees.all(), on).value,
        time_summary=time_text(decisive) if decisive else "",
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
    value, unit = row.effective_term
    return PromisedTime(
        text=time_text(row),
        value=_number(value),
        unit=unit,
        law_value=_number(row.value),
        law_unit=row.unit,
        is_commitment=bool(row.committed_unit),
        commitment_basis=row.committed_basis,
        channel=row.channel,
        case=row.case_label,
        is_default=row.is_default,
        verbatim=row.verbatim,
    )


def _number(value: Decimal | None) -> str | None:
    """ "10", "7.5": no exponent, no trailing zeros."""
    return None if value is None else f"{value.normalize():f}"
