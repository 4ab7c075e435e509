"""What is done about a thing, and what is meant by naming nothing but the thing."""

from __future__ import annotations

import pytest

from core.text import folded_words
from search.actions import DOING, FIRST, action_of, fits_first
from search.engines.base import EngineQuery, Group
from search.language import Language
from search.ranking import Candidate, Ranker
from search.understanding import understand
from tests.search.test_ranking import candidate, words


@pytest.mark.parametrize(
    ("title", "action", "fits"),
    [
        ("Cấp giấy phép xây dựng", "cap", 1),
        ("Cấp lại giấy phép xây dựng", "cap lai", 0),
        ("Đăng ký khai sinh", "dang ky", 1),
        ("Đăng ký lại khai sinh", "dang ky lai", 0),
        ("Thu hồi giấy phép lái xe", "thu hoi", -1),
        ("Cấpphép", "", 0),
        ("", "", 0),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_name_begins_with_what_is_done(title: str, action: str, fits: int) -> None:
    folded = [word.folded for word in folded_words(title)]
    assert (action_of(folded), fits_first(folded)) == (action, fits)


@pytest.mark.parametrize("text", ["giấy phép xây dựng", "giay phep xay dung", "thẻ hướng dẫn viên du lịch"])
def test_who_names_only_a_thing_probably_wants_its_first_issue(text: str) -> None:
    assert understand(text).prefer[DOING] == (FIRST,)


@pytest.mark.parametrize(
    "text",
    [
        "đổi giấy phép lái xe",
        "giấy phép xây dựng gia hạn",
        "cap lai bang lai xe",
        "nhà tôi cháy hết giấy tờ giờ phải tới đâu",
        "1.004873",
    ],
)
def test_who_says_what_to_do_or_tells_more_is_taken_at_his_word(text: str) -> None:
    assert DOING not in understand(text).prefer


def test_what_happened_to_a_thing_says_what_to_do() -> None:
    verbs = Language.prepare([], [("mất", "cấp lại")], [], [])
    assert DOING not in understand("mất giấy phép lái xe", verbs).prefer
    synonyms = Language.prepare([("mất sổ đỏ", "cấp lại giấy chứng nhận")], [], [], [])
    assert DOING not in understand("mất sổ đỏ", synonyms).prefer


def test_the_first_issue_goes_before_its_renewal_and_taking_away_comes_last() -> None:
    titles = ("Thu hồi giấy phép lái xe", "Cấp lại giấy phép lái xe", "Cấp mới giấy phép lái xe")
    assert _order("giấy phép lái xe", titles, wants_first=False)[-1] == 2
    assert _order("giấy phép lái xe", titles, wants_first=True) == [2, 1, 0]


def test_it_does_not_bring_in_what_the_words_do_not_say() -> None:
    titles = ("Đổi giấy phép lái xe", "Cấp giấy phép cho người lái phương tiện thủy nội địa hạng ba")
    assert _order("giấy phép lái xe", titles, wants_first=True) == [0, 1]


def _order(text: str, titles: tuple[str, ...], *, wants_first: bool) -> list[int]:
    groups = tuple(Group(((word,),)) for word in words(text))
    query = EngineQuery(text=text, groups=groups, prefer={DOING: (FIRST,)} if wants_first else {})
    candidates: list[Candidate] = [candidate(number, title) for number, title in enumerate(titles)]
    ranker = Ranker(query, dict.fromkeys(words(text), 3), 100)
    return [scored.id for scored in ranker.rank(candidates)]
