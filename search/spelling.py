"""Reading words that were typed raw or wrong, only where the index doesn't know them as they stand. Pure.

Search runs on folded words, so the accents need not be rebuilt: "ddawng kys" (Telex) and "d9a8ng ky1" (VNI), typed with
the keyboard's Vietnamese mode off, both read "dang ky". After that come the slips of a finger and the sounds that
regions write alike (ch/tr, s/x, d/gi/r, n/l, i/y, -n/-ng), and two words typed as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from string import ascii_lowercase
from typing import Final

#: Shorter words have too many neighbours: any two letters are one slip from many others.
_MIN_SLIP: Final = 4
_MIN_SOUND: Final = 3
_MAX_LENGTH: Final = 24
#: A word that only one name has may itself be a slip: nothing is read as it.
_MIN_NAMES: Final = 2

#: Beside the word that most names have.
_EVERYWHERE: Final = 0.3

_VOWELS: Final = "aeiouy"
_TELEX_DOUBLE: Final = re.compile(r"dd|aa|ee|oo")
_TELEX_TONE: Final = re.compile(rf"(?<=[{_VOWELS}])([a-z]*?)[sfrxjz]")
_VNI: Final = re.compile(r"(?<=[a-z])[1-9]+")

# Sounds written alike, at the beginning and at the end of a syllable. Both directions.
_INITIALS: Final = (
    ("ch", "tr"), ("s", "x"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("d", "v"), ("gi", "v"), ("l", "n"),
    ("k", "c"), ("q", "c"), ("g", "gh"), ("ng", "ngh"), ("f", "ph"), ("z", "d"), ("j", "gi"), ("w", "qu"),
)  # fmt: skip
_FINALS: Final = (("n", "ng"), ("t", "c"), ("n", "nh"), ("ng", "nh"), ("i", "y"), ("ch", "t"))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded words that names have, each with the number of names. ``also_known``: words that mean something to the
    search itself, such as those of synonyms. An empty vocabulary knows every word: nothing is repaired by it."""

    names: Mapping[str, int] = field(default_factory=dict)
    also_known: frozenset[str] = frozenset()

    def knows(self, word: str) -> bool:
        return not self.names or word in self.names or word in self.also_known

    def names_have(self, words: Iterable[str]) -> bool:
        """Whether each of the words is in some name; without names nobody knows, and it counts as yes."""
        return not self.names or all(word in self.names for word in words)

    def is_everywhere(self, word: str) -> bool:
        """Whether so many names have the word that it says little, and typed bare may be any of several words."""
        return self.names.get(word, 0) > _EVERYWHERE * max(self.names.values(), default=0)

    def weight(self, word: str) -> int:
        """How common the word is; 0 for a word that nothing is read as."""
        names = self.names.get(word, 0)
        return names if names >= _MIN_NAMES else int(word in self.also_known)


EVERY_WORD: Final = Vocabulary()


def read_word(word: str, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """The known word or words that an unknown folded word stands for; None when it is known or nothing is near.

    The surest reading wins: raw typing, then a sound written alike, then two words typed as one, then one slip.
    """
    if len(word) > _MAX_LENGTH or len(word) < _MIN_SOUND or vocabulary.knows(word):
        return None
    raw = _best(_raw_readings(word), vocabulary)
    if raw:
        return (raw,)
    if not word.isalpha():
        return None
    sound = _best(_alike(word), vocabulary)
    if sound:
        return (sound,)
    slip = _best(_slips(word) if len(word) >= _MIN_SLIP else _small_slips(word), vocabulary)
    pair = _two_words(word, vocabulary)
    if pair and (not slip or len(word) > 7):
        return pair
    return (slip,) if slip else None


def _best(readings: Iterable[str], vocabulary: Vocabulary) -> str | None:
    found = max(set(readings), key=lambda each: (vocabulary.weight(each), each), default="")
    return found if found and vocabulary.weight(found) else None


def _raw_readings(word: str) -> Iterator[str]:
    """What raw VNI or Telex typing stands for."""
    without_digits = _VNI.sub("", word)
    if without_digits != word and without_digits.isalpha():
        yield without_digits
    if word.isalpha():
        yield from _telex(word)


def _telex(word: str) -> Iterator[str]:
    """The word without its tone letter, with doubled letters and "w" read as the letters they make."""
    toneless = _TELEX_TONE.sub(r"\1", word, count=1)
    for each in {word, toneless}:
        plain = _TELEX_DOUBLE.sub(lambda match: match.group()[0], each)
        # "w" after a, o, u is a mark; elsewhere it is ư. "quyeenf" also puts a double around: "quyenef".
        marked = re.sub(r"(?<=[aou])w", "", plain)
        for read in (marked, marked.replace("w", "u"), _late_double(marked)):
            if read != word:
                yield read


def _late_double(word: str) -> str:
    """ "dangd" and "hoso": a double letter typed at the end of the syllable."""
    if len(word) > _MIN_SOUND and word[-1] in "adeo" and word[-1] in word[:-1]:
        return word[:-1]
    return word


def _alike(word: str) -> Iterator[str]:
    """The word with another beginning, another end, or both; of three letters two changes would leave none."""
    begun = {word, *_swapped(word, _INITIALS, at_end=False)}
    for each in begun if len(word) >= _MIN_SLIP else {word}:
        yield from _swapped(each, _FINALS, at_end=True)
    yield from begun
    yield word.replace("y", "i")
    yield word.replace("i", "y")


def _swapped(word: str, pairs: Iterable[tuple[str, str]], *, at_end: bool) -> Iterator[str]:
    for one, other in pairs:
        for old, new in ((one, other), (other, one)):
            if at_end and word.endswith(old):
                yield word[: -len(old)] + new
            elif not at_end and word.startswith(old):
                yield new + word[len(old) :]


def _small_slips(word: str) -> Iterator[str]:
    """What a word of three letters may be: a letter missing or in the wrong place. Any other letter may be meant."""
    yield from _moved(word)
    for index in range(1, len(word)):
        yield from (word[:index] + letter + word[index:] for letter in ascii_lowercase)


def _slips(word: str) -> Iterator[str]:
    """One letter missing, too many, wrong, or in the wrong place."""
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    return chain(
        _moved(word),
        (left + right[1:] for left, right in cuts if right),
        (left + letter + right[1:] for left, right in cuts if right for letter in ascii_lowercase),
        (left + letter + right for left, right in cuts for letter in ascii_lowercase),
    )


def _moved(word: str) -> Iterator[str]:
    """One letter typed too early or too late."""
    for index, letter in enumerate(word):
        rest = word[:index] + word[index + 1 :]
        yield from (rest[:place] + letter + rest[place:] for place in range(len(word)))


def _two_words(word: str, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """ "khaisinh" as "khai sinh": two known words of at least two letters, the pair whose rarer word is commonest."""
    pairs = [(word[:i], word[i:]) for i in range(2, len(word) - 1)]
    known = [pair for pair in pairs if all(map(vocabulary.weight, pair))]
    return max(known, key=lambda pair: min(map(vocabulary.weight, pair)), default=None)
