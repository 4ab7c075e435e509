"""What a portal fee row means. A value of 0 or none says nothing by itself: only words make a fee free."""

import math
import re
from typing import Final

from core.text import fold
from procedures.choices import Currency, FeeKind, FeeStatus
from procedures.importing.records import FeeRecord
from procedures.importing.texts import clean_lines

# Below this, an amount in đồng is a slip of the unit (thousands typed as ones, dollars without a currency).
SMALLEST_CREDIBLE_VND: Final = 1000
LARGEST: Final = 10**12

_CURRENCIES: Final = {
    "": Currency.VND,
    "viet nam dong": Currency.VND,
    "dong": Currency.VND,
    "vnd": Currency.VND,
    "usd": Currency.USD,
}
_FREE_WORDS: Final = (
    r"(?:mien|khong thu|khong mat|khong phai nop|mien thu)(?: (?:phi|le phi|tien))?(?: dong)?"
    r"|0 dong|khong|khong co|khong co phi|khong co le phi"
)
_FREE: Final = re.compile(rf"(?:{_FREE_WORDS})")
_FREE_FOR_A_CASE: Final = re.compile(
    r"^[\s(]*miễn (?:phí|lệ phí)(?: đồng)?\s*[-–:]\s*(?=trường hợp|đối với)", re.IGNORECASE
)
_AMOUNT_IN_WORDS: Final = re.compile(r"\d[\d.,]*\s*(?:đồng|đ|vnđ|vnd)\b", re.IGNORECASE)
_COUNCIL: Final = re.compile(r"\b(?:hdnd|hoi dong nhan dan)\b")
_TABLE: Final = re.compile(r"\bbieu (?:phi|muc|gia)\b")
_DUTY: Final = re.compile(r"\ble phi\b")
_CHARGE: Final = re.compile(r"(?<!le )\bphi\b")


class FeeProblem(ValueError):
    """The value is no amount that can be believed; the message says why."""


def read_amount(value: object, currency: str) -> int | None:
    """The amount in whole units, or None where the source gives none (null or 0).

    Raises ``FeeProblem`` for what is no whole number of money or too small or large to be one.
    """
    if value is None or value == 0:
        return None
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,15}", value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise FeeProblem("không phải số tiền")
    if value != int(value):
        raise FeeProblem("không phải số tiền nguyên")
    amount = int(value)
    if amount < 0 or amount > LARGEST:
        raise FeeProblem("nằm ngoài khoảng tin được")
    if currency == Currency.VND and amount < SMALLEST_CREDIBLE_VND:
        raise FeeProblem("quá nhỏ để là đồng")
    return amount


def read_currency(name: str) -> str:
    """The currency's code. Raises ``FeeProblem`` for one that the site doesn't know."""
    currency = _CURRENCIES.get(fold(name))
    if currency is None:
        raise FeeProblem(f"loại tiền lạ “{name[:40]}”")
    return currency.value


def fee_kind(text: str, portal_type: str) -> str:
    """Charge or duty by the words of the row; the portal's own type is not reliable and only settles prices."""
    folded = fold(text)
    duty, charge = bool(_DUTY.search(folded)), bool(_CHARGE.search(folded))
    if duty != charge:
        return FeeKind.LE_PHI.value if duty else FeeKind.PHI.value
    return FeeKind.GIA.value if portal_type == "PRICE_LEVEL" else FeeKind.KHAC.value


def fee_without_amount(channel: str, kind: str, text: str, attachment: str = "") -> FeeRecord:
    """Status by the words alone: free, set by the province, a table of amounts, or not stated."""
    words = clean_lines(text)
    verbatim = "\n".join(part for part in (words, attachment) if part)
    condition = _FREE_FOR_A_CASE.match(words)
    if condition:
        rest = words[condition.end() :].strip()
        return FeeRecord(channel, kind, FeeStatus.FREE.value, case_label=_label(rest), verbatim=verbatim)
    return FeeRecord(channel, kind, _status(words), verbatim=verbatim)


def _status(words: str) -> str:
    first_sentence = fold(re.split(r"[.;\n]", words.strip(" ()"), maxsplit=1)[0])
    if _FREE.fullmatch(first_sentence):
        return FeeStatus.FREE.value
    if _AMOUNT_IN_WORDS.search(words):
        return FeeStatus.BY_FORMULA.value
    folded = fold(words)
    if _COUNCIL.search(folded):
        return FeeStatus.SET_BY_PROVINCE.value
    if _TABLE.search(folded):
        return FeeStatus.BY_FORMULA.value
    return FeeStatus.NOT_STATED.value


def _label(text: str, limit: int = 140) -> str:
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rpartition(" ")[0].rstrip(" ,;:") + "…"
