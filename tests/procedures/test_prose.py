"""Clerks' texts as paragraphs, lists and steps: what is a list reads as one, and no word is lost."""

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.services.presentation.prose import (
    Block,
    Point,
    blocks,
    first_sentence,
    plain_name,
    stages,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("  \n \t", ()),
        ("Một đoạn.", (Block("Một đoạn."),)),
        ("Đoạn một.\nĐoạn hai.", (Block("Đoạn một."), Block("Đoạn hai."))),
        ("Nộp tại Trung tâm\ncông cấp xã.", (Block("Nộp tại Trung tâm công cấp xã."),)),
        ("- Một;\n- Hai.", (Block(points=(Point("Một;"), Point("Hai."))),)),
        ("Gồm:\n-Một\n–  Hai", (Block("Gồm:"), Block(points=(Point("Một"), Point("Hai"))))),
        ("- Gồm:\n+ Một;\n+ Hai.\n- Ba", (Block(points=(Point("Gồm:", ("Một;", "Hai.")), Point("Ba"))),)),
        ("+ Một\n+ Hai", (Block(points=(Point("Một"), Point("Hai"))),)),
        ("a) Một;\nb) Hai.", (Block(points=(Point("a) Một;"), Point("b) Hai.")), labelled=True),)),
        ("a) Đối với tổ chức:\n- Một.", (Block("a) Đối với tổ chức:"), Block(points=(Point("Một."),)))),
        ("* Lưu ý:\n- Một.", (Block("Lưu ý:", heading=True), Block(points=(Point("Một."),)))),
        (
            "Miễn phí đối với:  - Người khuyết tật.  + Hộ nghèo.",
            (Block("Miễn phí đối với:"), Block(points=(Point("Người khuyết tật.", ("Hộ nghèo.",)),))),
        ),
        ("-5 độ C", (Block("-5 độ C"),)),
        ("Từ 1 - 2 ngày", (Block("Từ 1 - 2 ngày"),)),
        ("Nộp\nhồ sơ\n\nTrả", (Block("Nộp hồ sơ"), Block("Trả"))),
    ],
)
def test_texts_are_read_as_their_writer_meant_them(text: str, expected: tuple[Block, ...]) -> None:
    assert blocks(text) == expected


def words(text: str) -> str:
    """Letters and digits only: marks and blanks are what may change."""
    return re.sub(r"[\W_]+", "", text)


def said(found: tuple[Block, ...]) -> str:
    return "".join(
        block.text + "".join(point.text + "".join(point.below) for point in block.points) for block in found
    )


@given(st.text(alphabet="aA1ĐỄ -+*•).;:\n\t(i", max_size=120))
def test_no_word_is_lost(text: str) -> None:
    assert words(said(blocks(text))) == words(text)


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Nộp hồ sơ", "Tại quầy.", [("Nộp hồ sơ", "Tại quầy.", 0)]),
        ("Bước 2: Thẩm định:", "Xem.", [("Thẩm định", "Xem.", 2)]),
        ("", "Bước 1: Nộp.\nTại quầy.\n Bước 2. nhận.", [("", "Nộp.\nTại quầy.", 1), ("", "Nhận.", 2)]),
        ("", "a) Bước 1: Cơ quan thực hiện:\n- Xem.", [("Cơ quan thực hiện", "- Xem.", 1)]),
        ("Một", "Bước 1: Nộp.", [("Một", "Bước 1: Nộp.", 0)]),
    ],
)
def test_a_block_of_steps_is_taken_apart(title: str, text: str, expected: list[tuple[str, str, int]]) -> None:
    assert [(stage.title, stage.text, stage.number) for stage in stages(title, text).stages] == expected


def test_what_stands_over_several_steps_stays_over_them() -> None:
    found = stages("Gia hạn:", "Làm trước 30 ngày.\nBước 1: Nộp.\nBước 2: Nhận.")
    assert (found.title, found.opening, len(found.stages)) == ("Gia hạn", "Làm trước 30 ngày.", 2)


@pytest.mark.parametrize(
    ("name", "plain"),
    [("- Tờ khai theo mẫu;", "Tờ khai theo mẫu"), ("+  Bản vẽ", "Bản vẽ"), ("-5 bản vẽ", "-5 bản vẽ")],
)
def test_a_paper_s_name_needs_no_dash(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_a_long_name_is_its_first_sentence_and_the_rest() -> None:
    assert first_sentence("Giấy báo tử. Đã có dữ liệu thì không nộp.", 20) == (
        "Giấy báo tử",
        "Đã có dữ liệu thì không nộp.",
    )
    assert first_sentence("Giấy báo tử. Ngắn.", 40) == ("Giấy báo tử. Ngắn.", "")


def test_real_texts_lose_no_word_and_no_step() -> None:
    folder = os.environ.get("PORTAL_RECORDS")
    if not folder:
        pytest.skip("PORTAL_RECORDS names no folder with real records")
    for path in sorted(Path(folder, "portal", "details").glob("*.json")):
        for step in json.loads(path.read_text())["data"]["executionSteps"] or []:
            text = step.get("description") or ""
            assert words(said(blocks(text))) == words(text), path.name
            found = stages("", text)
            lines = [line for line in text.splitlines() if re.match(r"\s*(\w\)\s*)?Bước \d", line)]
            assert len(found.stages) >= len(lines), path.name
