"""Text out of records: tags, entities, odd blanks and combining forms cleaned, lines kept."""

import html
import re
import unicodedata
from typing import Final

from core.text import clean_display, fold

_BREAK: Final = re.compile(r"<\s*(?:br|/p|/div|/li|/tr|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_UNSTORABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]+")
_SAYS_NOTHING: Final = frozenset({"", "khong", "khong co", "khong quy dinh", "khong co quy dinh"})


def clean_lines(text: str) -> str:
    """Plain text in NFC: tags gone, entities decoded, blanks squeezed within lines, empty lines dropped."""
    plain = _TAG.sub("", _BREAK.sub("\n", text))
    lines = html.unescape(plain).replace("\r", "\n").replace("\v", "\n").split("\n")
    return "\n".join(line for line in map(clean_display, lines) if line)


def clean_line(text: str) -> str:
    """The same on one line."""
    return " ".join(clean_lines(text).split("\n"))


def says_nothing(text: str) -> bool:
    """Whether a field only says that there is nothing: "Không", "Không quy định"."""
    return fold(text) in _SAYS_NOTHING


def is_nfc(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text)


def clean_cell(text: str, *, keep_blanks: bool = False) -> str:
    """A cell's text: line ends as everywhere, characters that nothing can store gone, outer blanks dropped."""
    lines = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    kept = _UNSTORABLE.sub("", lines)
    return kept if keep_blanks else kept.strip(" \t\n\ufeff")


def clean_name(text: str) -> str:
    """A verbatim name: blanks and combining marks stay, only what no database stores goes."""
    return _UNSTORABLE.sub("", text)
