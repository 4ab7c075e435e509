"""Clerks' prose as paragraphs and lists. Pure: what is a list in the source reads as one, and no word is lost.

Sources write lists with dashes, pluses and letters at the line's beginning, break lines in the middle of a sentence,
and put whole procedures into one block of "Bước 1: … Bước 2: …".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# A dash or a plus followed by a blank or a capital; "-5°C" and "+84" are none.
_BULLET: Final = re.compile(r"[-–—+*•·▪●○➢✓]+(?:\s+|(?=[A-ZĐÀ-Ỹ]))")
# "a)", "1.", "1.2.", "(i)", "(1)": kept, because other texts refer to them.
_LABEL: Final = re.compile(r"(?:\(?[a-zđ]{1,2}\d?\)|\(?[ivx]{1,4}\)|\(?\d{1,2}\)|\d{1,2}(?:\.\d{1,2})*\.)\s+")
_STEP: Final = re.compile(r"(?:[a-zđ]\)\s*|[-+*]\s*)?bước\s+(\d{1,2})\s*[:.\-–]?\s*", re.IGNORECASE)
_ENDS: Final = (".", ";", ":", "?", "!", "…")
_INNER: Final = frozenset("+•·○▪")
_LABELLED: Final = "a"
# "* Lưu ý:" stands over what follows.
_HEADING: Final = "*"
_LONGEST_HEADING: Final = 80
_ALONE: Final = frozenset(("", _HEADING))
# A list whose line breaks were lost on the way: "… như sau:  - Người khuyết tật.  + Hộ nghèo".
_LOST_BREAK: Final = re.compile(r"(?<=[:;.])[ \t]+(?=[-–+•]\s)")
_SENTENCE_END: Final = re.compile(r"(?<=[.;])\s+(?=[A-ZĐÀ-Ỹ])")


@dataclass(frozen=True)
class Point:
    """One entry of a list, with the entries below it."""

    text: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A paragraph or a heading (``text``), or a list (``points``; ``labelled``: they bring their own "a)", "b)")."""

    text: str = ""
    heading: bool = False
    points: tuple[Point, ...] = ()
    labelled: bool = False


def blocks(text: str) -> tuple[Block, ...]:
    """``text`` as paragraphs and lists of at most two levels."""
    found: list[Block] = []
    points: list[Point] = []
    outer = ""
    for line in _lines(text):
        mark, words = _marked(line)
        if points and mark != outer and not _goes_below(mark, outer, points[-1]):
            found.append(Block(points=tuple(points), labelled=outer == _LABELLED))
            points = []
        if mark in _ALONE:
            found.append(Block(text=words, heading=bool(mark)))
        elif points and mark != outer:
            points[-1] = Point(points[-1].text, (*points[-1].below, words))
        else:
            outer = mark
            points.append(Point(words))
    if points:
        found.append(Block(points=tuple(points), labelled=outer == _LABELLED))
    return tuple(found)


def _goes_below(mark: str, outer: str, last: Point) -> bool:
    """Whether a line marked differently is an entry of the last point and not of a new list."""
    return mark not in _ALONE and (
        mark == "+" or outer == _LABELLED or bool(last.below) or last.text.endswith(":")
    )


def _marked(line: str) -> tuple[str, str]:
    """The kind of mark a line begins with ("-", "+", or that of a label) and its words; labels stay with the words."""
    bullet = _BULLET.match(line)
    if bullet and bullet[0][0] == _HEADING and len(line) <= _LONGEST_HEADING:
        return _HEADING, line[bullet.end() :].rstrip()
    if bullet:
        return "+" if bullet[0][0] in _INNER else "-", line[bullet.end() :]
    # "a) Trường hợp …:" stands over a list of its own.
    return _LABELLED if _LABEL.match(line) and not line.endswith(":") else "", line


def _lines(text: str) -> list[str]:
    """The lines that mean something: sentences broken by their source's line length are whole again."""
    joined: list[str] = []
    for raw in _LOST_BREAK.sub("\n", text).splitlines():
        line = " ".join(raw.split())
        if not line:
            continue
        if joined and line[0].islower() and not _LABEL.match(line) and not joined[-1].endswith(_ENDS):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


@dataclass(frozen=True)
class Stage:
    """One step as its reader counts it. ``number``: what the source calls it, 0 where it doesn't say."""

    title: str
    text: str
    number: int = 0


@dataclass(frozen=True)
class Stages:
    """The steps that one block holds. ``title``, ``opening``: what stands over all of them."""

    stages: tuple[Stage, ...]
    title: str = ""
    opening: str = ""


def stages(title: str, text: str) -> Stages:
    """A block that holds several "Bước n" as so many steps; any other block as one."""
    own = _STEP.match(title)
    lines = _lines(text)
    starts = [index for index, line in enumerate(lines) if _STEP.match(line)]
    if own or not starts or (len(starts) == 1 and title):
        return Stages((Stage(_heading(_rest(title, own)), text, int(own[1]) if own else 0),))
    parts = [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    return Stages(tuple(_stage(part) for part in parts), _heading(title), "\n".join(lines[: starts[0]]))


def _stage(lines: Sequence[str]) -> Stage:
    head = _STEP.match(lines[0])
    number = int(head[1]) if head else 0
    words = _rest(lines[0], head)
    if words.endswith(":") and len(lines) > 1:
        return Stage(_heading(words), "\n".join(lines[1:]), number)
    return Stage("", "\n".join(part for part in (words, *lines[1:]) if part), number)


def _heading(title: str) -> str:
    return plain_name(title).rstrip(" :")


def _rest(text: str, head: "re.Match[str] | None") -> str:
    rest = text[head.end() :] if head else text
    return rest[:1].upper() + rest[1:]


def plain_name(text: str) -> str:
    """The name of a paper without the dash and the semicolon that made it a line of a list."""
    line = " ".join(text.split())
    bullet = _BULLET.match(line)
    return (line[bullet.end() :] if bullet else line).rstrip(" ;,")


def sentences(text: str) -> list[str]:
    """``text`` cut after full stops and semicolons that a capital follows."""
    return [part for part in _SENTENCE_END.split(text.strip()) if part]


def first_sentence(text: str, longest: int) -> tuple[str, str]:
    """A long name's first sentence and the rest; short names, and those of one sentence, whole."""
    if len(text) <= longest:
        return text, ""
    head, *tail = _SENTENCE_END.split(text, maxsplit=1)
    return (head.rstrip(" .;"), tail[0]) if tail else (text, "")
