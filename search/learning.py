"""Learning what a phrase stands for from the catalogue itself. Pure.

Papers, results and steps have names that no procedure has: nobody's name says "giấy chứng sinh", but most procedures
that ask for one are about registering a birth. A phrase is learned when several documents name it as a thing of its
own and most of them have one title's words in common. Searching for the phrase then also finds that title.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from core.text import clean_display, fold
from search.engines.base import Document
from search.titles import head_text

#: Fewer documents say nothing; more than so many have the phrase in common and nothing else.
_FEWEST, _MOST = 2, 8
#: Words of the name of a thing, and of the title that it leads to.
_PHRASE_WORDS: Final = (2, 6)
_TITLE_WORDS: Final = (2, 9)
#: So many of the documents must have so much of the title's words in theirs.
_AGREE: Final = 0.7
_EMPTY: Final = frozenset(
    "va hoac cua do thuoc theo tai cac nhung cho voi trong tu den la co khong duoc viec ve khi bi phai".split()
)
_THING: Final = re.compile(r"[^(;:,.\n]+")

_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned: a phrase and the title's beginning that it leads to, both as written; `support` documents."""

    phrase: str
    title: str
    support: int


@dataclass(frozen=True, slots=True)
class _About:
    """What a document is about: the head of its title, as written and as words without the empty ones."""

    title: str
    words: frozenset[str]
    length: int


def learn(documents: Iterable[Document]) -> list[Learned]:
    """What the documents teach, the best supported first. Reads them once and keeps their titles and short lines."""
    about: dict[int, _About] = {}
    names: set[_Words] = set()
    things: dict[_Words, dict[int, str]] = defaultdict(dict)
    for document in documents:
        about[document.id] = _about(document.title)
        for name in (document.title, document.official_name, *document.aliases):
            names.update(_parts_of(tuple(fold(name).split())))
        for words, text in _things(document.body):
            things[words].setdefault(document.id, text)
    learned = (
        _learned(places, about)
        for words, places in things.items()
        if _FEWEST <= len(places) <= _MOST and words not in names
    )
    return sorted(filter(None, learned), key=lambda one: (-one.support, one.phrase))


def _learned(places: Mapping[int, str], about: Mapping[int, _About]) -> Learned | None:
    one = min(places, key=lambda identity: (about[identity].length, identity))
    head = about[one]
    if not _TITLE_WORDS[0] <= len(head.words) or head.length > _TITLE_WORDS[1]:
        return None
    alike = [i for i in places if len(head.words & about[i].words) >= _AGREE * len(head.words)]
    if len(alike) < _AGREE * len(places):
        return None
    return Learned(places[one], head.title, len(places))


def _about(title: str) -> _About:
    text = head_text(title)
    words = fold(text).split()
    return _About(text, frozenset(words) - _EMPTY, len(words))


def _things(body: str) -> Iterable[tuple[_Words, str]]:
    """The lines of a body that are the name of something: what stands before any mark, if it is short."""
    for line in body.splitlines():
        found = _THING.match(line.strip())
        if not found:
            continue
        text = clean_display(found.group())
        words = tuple(fold(text).split())
        if _PHRASE_WORDS[0] <= len(words) <= _PHRASE_WORDS[1] and "".join(words).isalpha():
            yield words, text


def _parts_of(words: _Words) -> Iterable[_Words]:
    """Every run of words that a phrase may be."""
    for length in range(_PHRASE_WORDS[0], _PHRASE_WORDS[1] + 1):
        for start in range(len(words) - length + 1):
            yield words[start : start + length]
