"""What the procedure's page promised beside what the sender reports, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.templatetags.vietnamese import dong, weekday_date_year
from feedback.models import Case


@dataclass(frozen=True)
class Compared:
    """One line of promised against reported; ``reported`` may be empty."""

    label: str
    promised: str
    reported: str
    differs: bool


def promised_and_reported(case: Case) -> list[Compared]:
    """What the procedure's page promised when the case came in, beside what the sender reports."""
    promise: dict[str, Any] = case.promise or {}
    lines = []
    time_promised = str(promise.get("time_summary", ""))
    if time_promised or case.filed_on:
        reported = _("nộp %(day)s") % {"day": weekday_date_year(case.filed_on)} if case.filed_on else ""
        lines.append(Compared(_("Thời hạn"), time_promised or _("Chưa công bố"), reported, differs=False))
    fee_promised = str(promise.get("fee_summary", ""))
    if fee_promised or case.reported_fee is not None:
        differs = _fee_differs(promise, case.reported_fee)
        paid = dong(case.reported_fee) if case.reported_fee is not None else ""
        reported = ", ".join([paid, _("cao hơn mức công bố")]) if differs else paid
        lines.append(Compared(_("Phí, lệ phí"), fee_promised or _("Chưa công bố"), reported, differs))
    return lines


def _fee_differs(promise: dict[str, Any], reported: int | None) -> bool:
    """True when what was paid is more than every amount that was published. Unknown amounts prove nothing."""
    fees = promise.get("fees") or []
    if reported is None or not fees:
        return False
    highest = 0
    for fee in fees:
        amount = 0 if fee.get("status") == "free" else fee.get("amount_max") or fee.get("amount_min")
        if amount is None:
            return False
        highest = max(highest, int(amount))
    return reported > highest
