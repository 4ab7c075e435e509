"""Levels of government as sources name them."""

from collections.abc import Mapping
from typing import Final

from core.text import fold

_CODES: Final[Mapping[str, str]] = {
    "trung uong": "central",
    "cap bo": "central",
    "cap trung uong": "central",
    "bo": "central",
    "tinh": "province",
    "cap tinh": "province",
    "huyen": "district",
    "cap huyen": "district",
    "xa": "commune",
    "cap xa": "commune",
    "nganh doc": "vertical",
    "co quan khac": "other",
    "cap khac": "other",
}


def level_code(text: str) -> str:
    """ "Cấp xã" → "commune"; a code or an unknown word comes back as it is."""
    return _CODES.get(fold(text), text)
