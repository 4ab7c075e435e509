"""Vietnamese text as people type it: one folding for index and query, procedure codes, slugs, clean display.

Pure functions: no Django, no clock, no state but what is remembered of single characters and words. The order of the
folding steps is fixed, because the index and the query must go through exactly the same one: a page stored as "Đăng
ký" has to be found by "dang ky", by "ĐĂNG KÝ", and by the same letters typed on a phone that sends accents as separate
characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

# Blocks of combining accents. Other marks (Indic vowels, emoji variation selectors) separate words instead.
_MARKS: Final = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
# Characters that are inside a word without being seen: soft hyphen, joiners, byte order mark.
_INVISIBLE: Final = re.compile("[\u00ad\u200c\u200d\u2060\ufeff]+")
# đ has no canonical decomposition. Old fonts and careless scans use Eth (Ð) and the African Ɖ in its place.
_STROKED_D: Final = {ord("đ"): "d", ord("ð"): "d", ord("ɖ"): "d"}
_STROKED_D_AS_MARK: Final = dict.fromkeys(_STROKED_D, "\u0335")
_NOT_FOLDED: Final = re.compile(r"[^a-z0-9.]+")
# The dot is part of a word only in a procedure code such as 1.004873 or 1.013978.h36.
_FOLDED_CODE: Final = re.compile(
    r"(?<![a-z0-9])(?<![a-z0-9]\.)[0-9]\.[0-9]{6,7}(?![a-z0-9])(?:\.[a-z0-9]+)*",
)
_FOLDED_WORD: Final = re.compile(rf"{_FOLDED_CODE.pattern}|[a-z0-9]+")
_CODE_QUERY: Final = re.compile(r"([0-9])\s*\.?\s*([0-9]{6})(?:\s*\.\s*[0-9A-Za-z]{1,5})*\s*\.?", re.ASCII)
# Marks of direction too: one of them in a name or a query turns round what stands after it on the page.
_CONTROL: Final = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
)


class FoldedWord(NamedTuple):
    """One word of a text: its folded form, its accents, and where it stands in the original (`text[start:end]`).

    `accents` holds the accents in a fixed order, so that "hòa" and "hoà" (both in use) are the same word, "hoa" is not.
    """

    folded: str
    start: int
    end: int
    accents: str = ""


def fold(text: str) -> str:
    """Return the text in lower-case ASCII words separated by single blanks: "Đăng ký, lại" → "dang ky lai".

    Steps: NFC, lower case, đ→d, NFD, accents dropped, everything but letters and digits to a blank. A dot stays only
    inside a procedure code. Folding twice changes nothing, and the composed and decomposed forms of a text fold alike.
    """
    return " ".join(_FOLDED_WORD.findall(_bare(text)))


def folded_words(text: str) -> tuple[FoldedWord, ...]:
    """Return the words that `fold` returns, each with its place in the original text.

    The place includes the accents that follow the last letter as separate characters, so that a highlight never
    cuts a letter from its accent: `" ".join(word.folded for word in folded_words(text)) == fold(text)`.
    """
    bare = text.translate(_BARE)
    # A character leaves one behind; only accents and what can't be seen leave none.
    places: Sequence[int] = range(len(text))
    if len(bare) < len(text):
        places = [place for place, character in enumerate(text) if _BARE[ord(character)]]
    words = []
    for match in _FOLDED_WORD.finditer(bare):
        start, end = places[match.start()], places[match.end() - 1] + 1
        while end < len(text) and not _BARE[ord(text[end])]:
            end += 1
        words.append(FoldedWord(match.group(), start, end, _accents(text[start:end])))
    return tuple(words)


class _BareCharacters(dict[int, str]):
    """Code point → what `_bare` leaves of it, worked out when it is first met: a language has few characters."""

    _MOST: Final = 4096

    def __missing__(self, code_point: int) -> str:
        bare = _bare(chr(code_point))
        if len(self) < self._MOST:
            self[code_point] = bare
        return bare


_BARE: Final = _BareCharacters()


# A language has few syllables, too, and a page of results folds thousands of them.
@lru_cache(maxsize=16_384)
def _accents(word: str) -> str:
    """Return the word's accents sorted, the stroke of đ among them; empty for a word typed without accents."""
    lowered = unicodedata.normalize("NFC", word).lower().translate(_STROKED_D_AS_MARK)
    return "".join(sorted("".join(_MARKS.findall(unicodedata.normalize("NFD", lowered)))))


def _bare(text: str) -> str:
    """Drop case and accents; what is neither letter, digit nor dot becomes a blank."""
    lowered = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).lower().translate(_STROKED_D)
    return _NOT_FOLDED.sub(" ", _MARKS.sub("", unicodedata.normalize("NFD", lowered)))


def parse_code(query: str) -> str | None:
    """Return the procedure code that the query consists of, as "1.004873", or None if it is not one.

    Understands the forms people copy: "1.004873", "1004873", "1 004873", "1.001612.000.00.00.H01" (the dossier
    software's long form) and "1.013978.H36" (with the province's suffix). The suffix is not part of the code.
    """
    match = _CODE_QUERY.fullmatch(unicodedata.normalize("NFKC", query).strip())
    return f"{match[1]}.{match[2]}" if match else None


def slugify_vietnamese(text: str, max_length: int = 80) -> str:
    """Return a URL slug of at most `max_length` characters, cut between words: "Đăng ký lại" → "dang-ky-lai".

    Returns an empty string when the text holds no letter and no digit: the caller adds a code or a number.
    """
    words = fold(text).replace(".", "-").split()
    slug = "-".join(words)
    if len(slug) <= max_length:
        return slug
    cut = slug[: max_length + 1].rpartition("-")[0]
    return cut or slug[:max_length]


def clean_display(text: str) -> str:
    """Return the text on one line as it should be shown: NFC, single blanks, no control characters."""
    return " ".join(_CONTROL.sub("", unicodedata.normalize("NFC", text)).split())
