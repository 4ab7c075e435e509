"""How sure the search says it is."""

from __future__ import annotations

from dataclasses import replace

from search.confidence import UNSURE, confidence
from search.engines.base import EngineHit
from search.language import Language, Outside
from search.spelling import Vocabulary
from search.understanding import understand

SAYS_IT = {
    "cover": 0.25, "density": 0.5, "phrases": 0.2, "compactness": 0.3, "accents": 0.2, "preferred": 0.1,
}  # fmt: skip
COURT = Language.prepare(outside=[("ly hôn", Outside("Tòa án nhân dân"))])


def hit(**parts: float) -> EngineHit:
    return EngineHit(1, "1.000001", "…", sum(parts.values()), parts)


def test_no_hit_is_no_confidence_and_a_title_that_says_it_is_nearly_certain() -> None:
    asked = understand("đăng ký khai sinh")
    assert confidence(asked, None) == 0.0
    assert confidence(asked, hit(**SAYS_IT)) > 0.9


def test_a_single_word_shared_is_unsure() -> None:
    assert confidence(understand("giá vàng hôm nay"), hit(cover=0.15, density=0.1, phrases=0.05)) < UNSURE


def test_words_that_no_name_has_make_it_less_sure() -> None:
    some = understand("khai pizza", vocabulary=Vocabulary({"khai": 5, "sinh": 5}))
    assert some.known == 0.5
    assert confidence(some, hit(**SAYS_IT)) == confidence(replace(some, known=1.0), hit(**SAYS_IT)) / 2


def test_somebody_elses_matter_is_unsure_unless_the_title_speaks_of_it() -> None:
    asked = understand("đơn ly hôn", COURT)
    assert asked.outside == Outside("Tòa án nhân dân")
    near = {"cover": 0.2, "density": 0.3, "phrases": 0.2, "compactness": 0.1}
    assert confidence(asked, hit(**near)) < UNSURE < confidence(replace(asked, outside=None), hit(**near))
    assert confidence(asked, hit(**SAYS_IT)) > 0.9


def test_what_the_reader_prefers_makes_nothing_more_certain() -> None:
    asked = understand("thẻ")
    assert confidence(asked, hit(cover=0.2, preferred=0.1)) == confidence(asked, hit(cover=0.2))
