"""A small sum in words: the way past the picture for whoever doesn't see it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.text import fold

_NUMBERS = (
    gettext_noop("không"),
    gettext_noop("một"),
    gettext_noop("hai"),
    gettext_noop("ba"),
    gettext_noop("bốn"),
    gettext_noop("năm"),
    gettext_noop("sáu"),
    gettext_noop("bảy"),
    gettext_noop("tám"),
    gettext_noop("chín"),
    gettext_noop("mười"),
)


@dataclass(frozen=True)
class Sum:
    """``left + right`` or ``left - right``; everything between 0 and 10."""

    left: int
    right: int
    minus: bool

    @property
    def answer(self) -> int:
        """The number asked for."""
        return self.left - self.right if self.minus else self.left + self.right

    @property
    def words(self) -> str:
        """The question, in the active language."""
        text = _("%(left)s trừ %(right)s bằng mấy?") if self.minus else _("%(left)s cộng %(right)s bằng mấy?")
        left, right = _(_NUMBERS[self.left]), _(_NUMBERS[self.right])
        return text % {"left": left.capitalize(), "right": right}


def new_sum() -> Sum:
    """A random sum whose numbers and result are all between one and ten."""
    result = 2 + secrets.randbelow(9)
    part = 1 + secrets.randbelow(result - 1)
    return Sum(result, part, minus=True) if secrets.randbelow(2) else Sum(result - part, part, minus=False)


def number_of(typed: str) -> int | None:
    """What was answered: a numeral, or the word with or without accents; None for anything else."""
    text = typed.strip()
    if len(text) > 10:
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    folded = fold(text)
    words = [fold(word) for word in _NUMBERS] + [fold(_(word)) for word in _NUMBERS]
    return words.index(folded) % len(_NUMBERS) if folded in words else None
