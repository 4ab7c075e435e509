"""Counted queries have lost their accents and may hold a name: only what stands written elsewhere is shown. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from core.text import clean_display, folded_words

_LONGEST: Final = 60
#: A single word may be somebody's name as well as a word of a title: alone it must be a whole phrase.
_FEWEST: Final = 2


def as_written(asked: str, phrases: Iterable[str]) -> str:
    """How the phrases write what was asked for (folded words), or the longest of them that stands whole in it.

    Empty when none does either. A title lends a part of it, too: "dang ky khai sinh" is written as in "Thủ tục đăng ký
    khai sinh". What has a digit in it is never written, nor what is longer than a search.
    """
    words = tuple(asked.split())
    best, length = "", _FEWEST - 1
    for phrase in phrases:
        written = folded_words(phrase)
        folded = tuple(word.folded for word in written)
        start = _place(words, folded) if len(words) >= _FEWEST or words == folded else None
        if start is not None:
            return _shown(phrase[written[start].start : written[start + len(words) - 1].end])
        if len(folded) > length and _place(folded, words) is not None and _shown(phrase):
            best, length = _shown(phrase), len(folded)
    return best


def _place(words: tuple[str, ...], among: tuple[str, ...]) -> int | None:
    """Where the words stand side by side; None where they don't."""
    if not words:
        return None
    starts = range(len(among) - len(words) + 1)
    return next((start for start in starts if among[start : start + len(words)] == words), None)


def _shown(text: str) -> str:
    text = clean_display(text)
    if len(text) > _LONGEST or any(map(str.isdigit, text)):
        return ""
    # As somebody types it: a title's capital is none of the words', an abbreviation's is.
    return text[0].lower() + text[1:] if text[1:2].islower() else text
