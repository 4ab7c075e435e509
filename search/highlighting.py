"""Marking the words that were found, as pieces of text. Templates turn pieces into `<mark>`; nothing here is HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from core.text import folded_words


class Segment(NamedTuple):
    """A piece of the text and whether it is one of the words looked for."""

    text: str
    is_match: bool


def highlight(text: str, marks: Mapping[str, frozenset[str] | None]) -> tuple[Segment, ...]:
    """Split `text` into pieces; joined again they are `text`.

    `marks` maps folded words to the accents that they may have, None for any: whoever typed "nhận" does not look for
    "nhân". Neighbouring words that match are one piece.
    """
    spans: list[tuple[int, int]] = []
    for word in folded_words(text):
        accents = marks.get(word.folded, frozenset())
        if accents is not None and word.accents not in accents:
            continue
        if spans and not text[spans[-1][1] : word.start].strip():
            spans[-1] = (spans[-1][0], word.end)
        else:
            spans.append((word.start, word.end))
    segments: list[Segment] = []
    position = 0
    for start, end in spans:
        segments += [Segment(text[position:start], False), Segment(text[start:end], True)]
        position = end
    segments.append(Segment(text[position:], False))
    return tuple(segment for segment in segments if segment.text)
