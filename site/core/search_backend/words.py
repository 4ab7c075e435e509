"""What is indexed and what is looked for: the same folded words on every database. Pure functions."""

from __future__ import annotations

from typing import Final

from core.text import fold, parse_code

#: A pasted paragraph is a query too; more words than this don't narrow it.
MOST_QUERY_WORDS: Final = 32
#: PostgreSQL refuses words beyond 2 KB. A run of letters this long is nobody's search word.
LONGEST_WORD: Final = 100


def index_words(text: str) -> list[str]:
    """The words that are stored for a text: "Đăng ký 1.004222" → dang, ky, 1, 004222.

    A code is two words, so that it is found while it is still being typed, and by its six digits alone.
    """
    return [word[:LONGEST_WORD] for word in fold(text).replace(".", " ").split()]


def query_words(text: str) -> list[str]:
    """The words that a typed query asks for; a code in any form that people copy asks for the short form."""
    return index_words(parse_code(text) or text)[:MOST_QUERY_WORDS]
