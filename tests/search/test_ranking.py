"""What makes one title a better answer than another."""

from __future__ import annotations

from collections.abc import Mapping

from core.text import folded_words
from search.audience import COMMUNE, NEAR
from search.cards import make_card
from search.engines.base import EngineQuery, Group
from search.ranking import Candidate, Ranker, exact_word
from search.titles import head_text, title_head


def words(text: str) -> tuple[str, ...]:
    return tuple(word.folded for word in folded_words(text))


def candidate(
    identity: int,
    title: str,
    *,
    popularity: int = 0,
    facets: Mapping[str, frozenset[str]] | None = None,
    in_body: bool = False,
    **folded: str,
) -> Candidate:
    """A candidate with this title; `folded` are its name, aliases and context."""
    said = folded_words(title)
    texts = {"name": "", "aliases": "", "context": "", **folded}
    card = make_card(
        identity=identity,
        code="",
        title=title,
        popularity=popularity,
        folded=" ".join(word.folded for word in said),
        exact=" ".join(exact_word(word.folded, word.accents) for word in said),
        facets=facets or {},
        numbers={},
        **texts,
    )
    return Candidate(card, in_body=in_body)


def order(text: str, *titles: str, query: EngineQuery | None = None, **values: object) -> list[int]:
    """The places (from 0) of the titles as they are ranked."""
    groups = tuple(Group(((word,),)) for word in words(text))
    query = query or EngineQuery(text=text, groups=groups)
    frequency = dict.fromkeys(words(text), 3)
    candidates = [candidate(number, title) for number, title in enumerate(titles)]
    return [scored.id for scored in Ranker(query, frequency, 100).rank(candidates)]


def test_a_head_ends_where_the_title_says_for_whom_or_where() -> None:
    assert title_head(words("Chứng thực chữ ký đối với người già yếu")) == words("Chứng thực chữ ký")
    assert title_head(words("Cấp thẻ căn cước tại Công an cấp tỉnh")) == words("Cấp thẻ căn cước")
    assert title_head(words("Đăng ký khai sinh")) == words("Đăng ký khai sinh")
    assert title_head(words("Quỹ tự giải thể")) == words("Quỹ tự giải thể")
    assert title_head(()) == ()
    assert head_text("Cấp thẻ Căn cước  (mới) tại Công an cấp tỉnh") == "Cấp thẻ Căn cước (mới"
    assert head_text("?") == ""


def test_a_long_title_that_begins_with_the_question_beats_a_shorter_one_beside_it() -> None:
    long = (
        "Chứng thực bản sao từ bản chính thuộc thẩm quyền giải quyết của cơ quan đại diện, tổ chức hành nghề "
        "và những nơi khác được giao việc này ở trong nước và ở nước ngoài"
    )
    assert order("chứng thực bản sao", "Chứng thực di chúc, văn bản, hợp đồng", long)[0] == 1


def test_words_that_say_nothing_alone_tell_titles_apart_where_they_stand() -> None:
    query = EngineQuery(
        text="nhập khẩu không phải đánh giá rủi ro",
        groups=tuple(Group(((word,),)) for word in words("nhập khẩu đánh giá rủi ro")),
    )
    titles = ("Nhập khẩu phải đánh giá rủi ro", "Nhập khẩu không phải đánh giá rủi ro")
    frequency = dict.fromkeys(words("nhập khẩu đánh giá rủi ro"), 3)
    ranked = Ranker(query, frequency, 100).rank([candidate(n, title) for n, title in enumerate(titles)])
    assert ranked[0].id == 1


def test_what_the_reader_probably_wants_goes_first_among_equals_and_only_there() -> None:
    query = EngineQuery(
        text="cấp thẻ", groups=(Group((("cap",),)), Group((("the",),))), prefer={NEAR: (COMMUNE,)}
    )
    near = {NEAR: frozenset({COMMUNE})}
    ranked = Ranker(query, {"cap": 3, "the": 3}, 100).rank(
        [candidate(0, "Cấp thẻ"), candidate(1, "Cấp thẻ", facets=near), candidate(2, "Cấp phép", facets=near)]
    )
    assert [scored.id for scored in ranked] == [1, 0, 2]


def test_a_lighter_group_counts_less() -> None:
    def first(weight: float) -> int:
        query = EngineQuery(
            text="mất thẻ", groups=(Group((("mat",), ("cap", "lai")), False, weight), Group((("the",),)))
        )
        ranked = Ranker(query, {"mat": 0, "cap": 9, "lai": 9, "the": 9}, 100).rank(
            [candidate(0, "Thẻ"), candidate(1, "Cấp lại giấy tờ khác")]
        )
        return ranked[0].id

    assert first(0.1) == 0
    assert first(20.0) == 1


def test_the_parts_are_the_score() -> None:
    query = EngineQuery(text="cấp thẻ", groups=(Group((("cap",),)), Group((("the",),))))
    scored = Ranker(query, {"cap": 3, "the": 3}, 100).rank([candidate(0, "Cấp thẻ căn cước", popularity=7)])[
        0
    ]
    assert scored.score == sum(scored.parts.values())


def test_a_glance_never_leaves_out_what_has_the_merit() -> None:
    text = "cấp lại thẻ căn cước bị mất"
    asked = words(text)
    query = EngineQuery(
        text=text,
        groups=tuple(Group(((word,), ("doi", word))) for word in asked),
        prefer={NEAR: (COMMUNE,)},
    )
    titles = (
        "Cấp lại thẻ căn cước",
        "Cấp thẻ",
        "Đổi thẻ căn cước của công dân",
        "Căn cước",
        "Xoá án tích",
        "Mất",
    )
    near = {NEAR: frozenset({COMMUNE})}
    candidates = [
        candidate(number, title, popularity=number, facets=near if number % 2 else {}, in_body=number == 3)
        for number, title in enumerate(titles)
    ]
    merits = [Ranker(query, dict.fromkeys(asked, 3), 100).merit(one) for one in candidates]
    assert all(merit is not None for merit in merits)
    for least in [merit for merit in merits if merit is not None]:
        ranker = Ranker(query, dict.fromkeys(asked, 3), 100)
        found = [ranker.merit(one, least) for one in candidates]
        assert found == [merit if merit and merit >= least else None for merit in merits]
