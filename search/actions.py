"""What is done about a thing, as official names begin: "Cấp lại giấy phép xây dựng". Pure.

Who names a thing and nothing that is to be done about it ("giấy phép xây dựng") mostly has not got it yet: he needs
its first issue before its renewal, and least of all the authority's taking it away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from core.text import FoldedWord, fold, folded_words

#: Name of the preference (`EngineQuery.prefer`) and its value.
DOING: Final = "doing"
FIRST: Final = "first"

_FIRST: Final = "cấp, cấp mới, đăng ký, công nhận, cho phép, thành lập"
_TAKING: Final = (
    "thu hồi, hủy, hủy bỏ, đình chỉ, chấm dứt, xóa, xóa đăng ký, tạm ngừng, tạm dừng, giải thể, trả lại"
)
_OTHERS: Final = """
    cấp lại, cấp đổi, cấp bổ sung, cấp chuyển đổi, cấp điều chỉnh, cấp gia hạn, cấp trích lục, cấp bản sao,
    cấp bản sao trích lục, gia hạn, gia hạn cấp, đổi, thay đổi, thay đổi nội dung, điều chỉnh, sửa đổi,
    sửa đổi bổ sung, bổ sung, khôi phục, chuyển, chuyển nhượng, chuyển đổi, đăng ký lại, đăng ký thay đổi,
    đăng ký biến động, ghi, ghi vào, sáp nhập, chia tách, đính chính, cải chính, công nhận lại, xác nhận, thẩm định,
    phê duyệt, chấp thuận, thông báo, giải quyết, hỗ trợ
"""


def _phrases(texts: str) -> list[str]:
    return [text.strip() for text in texts.split(",")]


ACTIONS: Final = tuple(map(folded_words, _phrases(f"{_FIRST}, {_TAKING}, {_OTHERS}")))
_FIRST_FOLDED: Final = frozenset(map(fold, _phrases(_FIRST)))
_TAKING_FOLDED: Final = frozenset(map(fold, _phrases(_TAKING)))
# The longest goes first: "cấp lại" is no "cấp".
_ACTION: Final = re.compile(
    "(?:{})(?= |$)".format(
        "|".join(sorted((" ".join(w.folded for w in phrase) for phrase in ACTIONS), key=len, reverse=True))
    )
)


def action_of(words: Sequence[str]) -> str:
    """The action that a name's folded words begin with, folded; empty where it begins with none."""
    found = _ACTION.match(" ".join(words))
    return found.group() if found else ""


def thing_of(words: tuple[FoldedWord, ...]) -> tuple[FoldedWord, ...]:
    """A name's words without those that say what is done, unless it has no others."""
    done = len(action_of([word.folded for word in words]).split())
    return words[done:] or words


def fits_first(words: Sequence[str]) -> int:
    """How a name, as folded words, suits who has not got the thing yet: 1 first issue, -1 taking it away, else 0."""
    action = action_of(words)
    return (action in _FIRST_FOLDED) - (action in _TAKING_FOLDED)
