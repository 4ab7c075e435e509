"""A first pass over a text that is to be published: numbers and addresses that name somebody are covered.

It helps the editor and never replaces the editor's reading. Pure.
"""

from __future__ import annotations

import re

COVER = "[đã che]"
_PERSONAL = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    # Phone numbers, with the blanks and dots that people put into them.
    re.compile(r"(?<![\d.])(?:\+?84|0)(?:[ .-]?\d){8,10}(?![\d])"),
    # Citizen numbers and bank accounts.
    re.compile(r"(?<![\d.])\d{9,16}(?![\d.])"),
    # Number plates such as 51F-123.45 and 59-X1 234.56.
    re.compile(r"\b\d{2}-?[A-ZĐ]{1,2}\d?[ -]?\d{3}\.?\d{2}\b"),
    re.compile(r"\b(?:số nhà|nhà số|so nha)\s+[\w/-]+", re.IGNORECASE),
)


def cover_personal(text: str) -> str:
    """The text with e-mail addresses, phone, citizen, account and house numbers and number plates covered."""
    for pattern in _PERSONAL:
        text = pattern.sub(COVER, text)
    return text


def cover_name(text: str, name: str) -> str:
    """The text with a person's whole name covered, however it is spaced and capitalised; one word alone is no name."""
    words = name.split()
    if len(words) < 2:
        return text
    return re.sub(r"\s+".join(map(re.escape, words)), COVER, text, flags=re.IGNORECASE)
