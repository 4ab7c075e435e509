"""What a title is about: its beginning, up to the word that says for whom, by whom or where. Pure."""

from __future__ import annotations

from typing import Final

from core.text import clean_display, folded_words

_QUALIFIERS: Final = frozenset({"cua", "do", "thuoc", "theo", "tai"})
_QUALIFYING_PAIRS: Final = frozenset({("doi", "voi"), ("truong", "hop"), ("co", "yeu")})
_FIRST_WORDS: Final = _QUALIFIERS.union(first for first, _second in _QUALIFYING_PAIRS)
_SHORTEST: Final = 3


def title_head(title: tuple[str, ...]) -> tuple[str, ...]:
    """The folded words of a title that say what it is about: all of them, if nothing else follows."""
    if _FIRST_WORDS.isdisjoint(title):
        return title
    for index in range(_SHORTEST, len(title)):
        if title[index] in _QUALIFIERS or title[index : index + 2] in _QUALIFYING_PAIRS:
            return title[:index]
    return title


def head_text(title: str) -> str:
    """The same as written: "Cấp thẻ căn cước tại Công an" → "Cấp thẻ căn cước"."""
    words = folded_words(title)
    head = title_head(tuple(word.folded for word in words))
    return clean_display(title[words[0].start : words[len(head) - 1].end]) if head else ""
