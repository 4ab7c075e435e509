"""Procedures that are kinds of one thing, and codes that are one matter at several levels. Pure: titles in, words out.

Of "Cấp giấy phép lao động", "Cấp lại giấy phép lao động" and "Gia hạn giấy phép lao động" a citizen needs one, and only
he knows which: what differs is shown to him. "… (cấp tỉnh)" and "… (cấp xã)" are one matter: the level that he goes to
is shown first.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from core.text import FoldedWord, folded_words
from search.actions import action_of
from search.highlighting import Segment

#: So many hits at the top must be of one family before it is offered as a choice.
LEAST_MEMBERS: Final = 3
MOST_MEMBERS: Final = 6
#: A longer name can't be looked over: it is read among the results.
_MOST_WORDS: Final = 24
#: Share of the shorter name's words, besides what is done, that two of one family have in common; at least so many.
_SHARED: Final = 0.6
_LEAST_SHARED: Final = 2
#: So many of the first words have to be the other's too, or only two where half of all words are.
_BEGINNING: Final = 3
_ALIKE: Final = 0.5
#: Levels in the order in which citizens meet them; others come after.
_NEAREST_LEVELS: Final = ("commune", "province", "central")

_LEADS: Final = (("ten", "thu", "tuc"), ("thu", "tuc"))
# "(cấp tỉnh)", "thuộc thẩm quyền giải quyết của Ủy ban nhân dân cấp xã", "tại cấp trung ương" at a name's end.
_LEVEL: Final = re.compile(
    r"(?: (?:thuoc|thuc hien|ap dung))*(?: (?:tham quyen|giai quyet|quyet dinh|cua|tai|o|do|boi|cho))*"
    r"(?: (?:ubnd|uy ban nhan dan))?(?: cap| bo)? (?:cap (?:xa|huyen|tinh|trung uong|bo))"
    r"(?: (?:thuc hien|giai quyet))?$"
)

Item = TypeVar("Item")
Word = tuple[str, str]


class Title(NamedTuple):
    """A name taken apart: its words, how many of them say what is done, and which words besides it has."""

    text: str
    words: tuple[FoldedWord, ...]
    action: int
    rest: frozenset[Word]


@dataclass(frozen=True, slots=True)
class Family:
    """Kinds of one thing. `members` are the places of the names given, `titles` the same names in pieces.

    A piece is marked where the names differ. `shared` are the words that all have, as the first name writes them;
    `own_words` the folded ones that tell the first from the others, all of what is done where that differs.
    """

    members: tuple[int, ...]
    titles: tuple[tuple[Segment, ...], ...]
    shared: str
    own_words: frozenset[str]


def family_of(titles: Sequence[str]) -> Family | None:
    """The family that the first names are, with those further down that belong to it; None where they are none.

    `titles` are the names of hits, the best first. The first three have to be of the family, and no two members may
    have the same name: such names leave nothing to choose by.
    """
    parts = [take_apart(title) for title in titles]
    members: list[int] = []
    seen: set[str] = set()
    for place, part in enumerate(parts):
        key = _matter(part)
        if key in seen:
            continue
        if _are_kin(parts[0], part):
            seen.add(key)
            members.append(place)
        elif place < LEAST_MEMBERS:
            return None
    if len(members) < LEAST_MEMBERS:
        return None
    members = members[:MOST_MEMBERS]
    chosen = [parts[place] for place in members]
    shared = frozenset.intersection(*(part.rest for part in chosen))
    marked = tuple(_marked(part, shared, _same_beginning(chosen)) for part in chosen)
    one_action = len({_action_words(part) for part in chosen}) == 1
    first = chosen[0]
    own = first.rest - shared if one_action else {*_action_words(first), *(first.rest - shared)}
    own_words = frozenset(folded for folded, _accents in own)
    return Family(tuple(members), marked, _shared_words(first, shared), own_words)


@lru_cache(maxsize=64)  # the names of a page of results are looked at twice
def take_apart(title: str) -> Title:
    """Find what is done in a name: the official words at its beginning, behind "Thủ tục"."""
    words = folded_words(title)
    for lead in _LEADS:
        if len(words) > len(lead) and tuple(word.folded for word in words[: len(lead)]) == lead:
            words = words[len(lead) :]
            break
    action = len(action_of([word.folded for word in words]).split())
    return Title(title, words, action, frozenset(map(_word, words[action:])))


def matter_of(title: str) -> str:
    """What a name is about, folded, without "Thủ tục" and without the level at its end."""
    return _matter(take_apart(title))


def by_matter(
    entries: Iterable[tuple[Item, str, Sequence[str]]], chosen_levels: Sequence[str] = ()
) -> list[list[Item]]:
    """Put entries of one matter together, in the place of the first: within, the citizen's level comes first.

    Each entry is an item, its name and its levels. `chosen_levels`: those that were asked for, in place of the usual
    order of commune, province, ministry.
    """
    order = [*chosen_levels, *(level for level in _NEAREST_LEVELS if level not in chosen_levels)]
    groups: dict[Hashable, list[tuple[int, Item]]] = {}
    for item, title, levels in entries:
        rank = min((order.index(level) for level in levels if level in order), default=len(order))
        groups.setdefault(matter_of(title), []).append((rank, item))
    return [[item for _rank, item in sorted(group, key=lambda entry: entry[0])] for group in groups.values()]


def _matter(part: Title) -> str:
    words = " ".join(word.folded for word in part.words)
    without = _LEVEL.sub("", f" {words}").strip()
    return without or words


def _are_kin(first: Title, other: Title) -> bool:
    """Whether both are about one thing: much in common, and the other begins with it once it is said what is done."""
    shared = len(first.rest & other.rest)
    shorter = min(len(first.rest), len(other.rest))
    if shared < max(_LEAST_SHARED, _SHARED * shorter) or len(other.words) > _MOST_WORDS:
        return False
    alike = shared >= _ALIKE * len(first.rest | other.rest)
    beginning = min(_LEAST_SHARED if alike else _BEGINNING, shorter)
    return all(_word(word) in first.rest for word in other.words[other.action :][:beginning])


def _word(word: FoldedWord) -> Word:
    return word.folded, word.accents


def _action_words(part: Title) -> tuple[Word, ...]:
    return tuple(map(_word, part.words[: part.action]))


def _same_beginning(parts: Sequence[Title]) -> int:
    """With how many of the same words all say what is done: "Đăng ký" and "Đăng ký lại" with two."""
    places = enumerate(zip(*map(_action_words, parts), strict=False))
    shortest = min(part.action for part in parts)
    return next((place for place, words in places if len(set(words)) > 1), shortest)


def _marked(part: Title, shared: frozenset[Word], same: int) -> tuple[Segment, ...]:
    """The name in pieces: what is done, behind its `same` first words, and the words that not all names have."""
    differs = [
        place >= same if place < part.action else _word(word) not in shared
        for place, word in enumerate(part.words)
    ]
    segments: list[Segment] = []
    position = 0
    for place, word in enumerate(part.words):
        begins = differs[place] and not (place and differs[place - 1])
        ends = not differs[place] and place and differs[place - 1]
        if begins:
            segments.append(Segment(part.text[position : word.start], False))
            position = word.start
        elif ends:
            segments.append(Segment(part.text[position : part.words[place - 1].end], True))
            position = part.words[place - 1].end
    if part.words and differs[-1]:
        segments.append(Segment(part.text[position : part.words[-1].end], True))
        position = part.words[-1].end
    segments.append(Segment(part.text[position:], False))
    return tuple(segment for segment in segments if segment.text)


def _shared_words(first: Title, shared: frozenset[Word]) -> str:
    kept = [
        first.text[word.start : word.end] for word in first.words[first.action :] if _word(word) in shared
    ]
    return " ".join(kept)
