"""All engines give the same answers: what is first must not depend on the machine that the site runs on."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from search.engines.base import Document, Number, Order, SearchEngine
from tests.search.engines import MAKERS
from tests.search.samples import find, ids

_ACTS = ["Đăng ký", "Cấp", "Cấp lại", "Cấp đổi", "Gia hạn", "Thu hồi", "Xác nhận", "Chấm dứt", "Điều chỉnh"]
_THINGS = [
    "khai sinh", "khai tử", "kết hôn", "giấy phép xây dựng", "giấy phép lao động", "tạm trú", "thường trú",
    "quyền sử dụng đất", "hộ kinh doanh", "chứng chỉ hành nghề", "xe mô tô", "tàu cá", "an toàn thực phẩm",
]  # fmt: skip
_ENDS = ["", "có yếu tố nước ngoài", "tại khu vực biên giới", "cho người dưới 18 tuổi", "do bị mất, bị hỏng"]


def catalogue() -> list[Document]:
    chosen = random.Random(7)  # noqa: S311
    titles = sorted({f"{act} {thing} {end}".strip() for act in _ACTS for thing in _THINGS for end in _ENDS})
    return [
        Document(
            id=number,
            code=f"1.{number:06}",
            title=title,
            context=("Ủy ban nhân dân cấp xã",) if number % 3 else ("Sở Xây dựng",),
            body="Nộp hồ sơ tại bộ phận một cửa." if number % 2 else "Đến cơ quan đăng ký để được hướng dẫn.",
            facets={"level": ("commune" if number % 3 else "province",)},
            numbers={Number.FEE: chosen.randrange(0, 10) * 1000},
            popularity=chosen.randrange(0, 30),
        )
        for number, title in enumerate(chosen.sample(titles, 300), start=1)
    ]


@pytest.fixture(scope="module")
def reference(request: pytest.FixtureRequest) -> Iterator[SearchEngine]:
    with MAKERS["sqlite"](request) as make:
        engine = make("procedures")
        engine.rebuild(catalogue())
        yield engine


@pytest.fixture(scope="module")
def other(engine_name: str, request: pytest.FixtureRequest) -> Iterator[SearchEngine]:
    with MAKERS[engine_name](request) as make:
        engine = make("procedures")
        engine.rebuild(catalogue())
        yield engine


QUESTIONS = [
    "khai sinh", "dang ky khai sinh", "cấp lại giấy phép xây dựng", "gia han tam tru", "mất giấy phép lao động",
    "đổi xe mô tô", "kết hôn có yếu tố nước ngoài", "thu hồi chứng chỉ hành nghề", "chứng nhận an toàn thực phẩm",
    "tàu cá bị mất", "hộ kinh doanh", "sổ đỏ", "điều chỉnh quyền sử dụng đất khu vực biên giới", "người dưới 18 tuổi",
    "đăng ký", "cấp",
]  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_engines_agree_on_the_first_hits(reference: SearchEngine, other: SearchEngine, question: str) -> None:
    """The same order, but for hits of nearly the same score: the engines' own scores have a small part in it."""
    expected, found = find(reference, question, limit=20), find(other, question)
    scores = {hit.id: hit.score for hit in expected.hits}
    assert len(found.hits) >= min(3, len(expected.hits))
    for mine, theirs in zip(found.hits[:3], expected.hits[:3], strict=False):
        assert scores[mine.id] == pytest.approx(theirs.score, abs=0.03)
    assert found.match is expected.match


@pytest.mark.parametrize("question", QUESTIONS)
def test_engines_agree_on_what_holds_everything(
    reference: SearchEngine, other: SearchEngine, question: str
) -> None:
    options = {"facets": ("level",), "order": Order.NAME, "at_most": {Number.FEE: 6000}}
    expected, found = find(reference, question, **options), find(other, question, **options)
    if expected.match == "words":
        assert abs(found.total - expected.total) <= 0.1 * expected.total


@pytest.mark.parametrize("order", list(Order))
def test_engines_browse_alike(reference: SearchEngine, other: SearchEngine, order: Order) -> None:
    options = {"facets": ("level",), "order": order, "at_most": {Number.FEE: 6000}, "limit": 50}
    expected, found = find(reference, "", **options), find(other, "", **options)
    assert (ids(found), found.total, found.facets) == (ids(expected), expected.total, expected.facets)


@pytest.mark.parametrize("typed", ["d", "cap", "đăng ký k", "giấy phép x", "hộ", "gia han th", "1.0001"])
def test_engines_suggest_alike(reference: SearchEngine, other: SearchEngine, typed: str) -> None:
    expected = [suggestion.id for suggestion in reference.suggest(typed)]
    assert [suggestion.id for suggestion in other.suggest(typed)] == expected
