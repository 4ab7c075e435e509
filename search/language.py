"""What the search knows of the citizens' language: rows that editors own, prepared for matching. Pure.

Every kind of row is a phrase or a list of phrases; a word of a phrase that was typed with accents matches only the same
word, one typed without any matches whatever the accents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, Generic, TypeVar

from core.text import FoldedWord, clean_display, folded_words

Words = tuple[FoldedWord, ...]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Expansion:
    """Official words that were added to the search because of what was typed, which is given with its accents."""

    typed: str
    added: str


@dataclass(frozen=True, slots=True)
class Outside:
    """What no procedure of the administration answers, and who does: the body's name, a sentence, an address."""

    body: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Phrases(Generic[Row]):
    """Rows by phrase: first folded word → (phrase's words, row), longest phrase first."""

    by_first_word: dict[str, tuple[tuple[Words, Row], ...]] = field(default_factory=dict)
    any_accents: bool = False

    @classmethod
    def prepare(cls, rows: Iterable[tuple[str, Row]], *, any_accents: bool = False) -> Phrases[Row]:
        """Prepare (phrase, row). A phrase without a letter or digit is left out.

        With `any_accents` the phrases were kept without theirs: they match whatever accents were typed.
        """
        table: dict[str, list[tuple[Words, Row]]] = {}
        for phrase, row in rows:
            words = folded_words(phrase)
            if words:
                table.setdefault(words[0].folded, []).append((words, row))
        ordered = {first: tuple(sorted(e, key=lambda entry: -len(entry[0]))) for first, e in table.items()}
        return cls(ordered, any_accents)

    @property
    def words(self) -> frozenset[str]:
        """Every folded word that a phrase has."""
        entries = chain.from_iterable(self.by_first_word.values())
        return frozenset(word.folded for phrase, _row in entries for word in phrase)

    def at(self, words: Words, position: int) -> tuple[int, tuple[Row, ...]] | None:
        """Return the length of the longest phrase that begins at `position`, and the rows of all that are as long."""
        length, found = 0, []
        for phrase, row in self.by_first_word.get(words[position].folded, ()):
            if len(phrase) < length:
                break
            if self._is(words[position : position + len(phrase)], phrase):
                length = len(phrase)
                found.append(row)
        return (length, tuple(found)) if found else None

    def _is(self, typed: Words, phrase: Words) -> bool:
        if self.any_accents:
            return [word.folded for word in typed] == [word.folded for word in phrase]
        return matches(typed, phrase)


@dataclass(frozen=True, slots=True)
class Language:
    """All rows together.

    `synonyms` add official words to a phrase; `verbs` say what has to be done about it ("mất" → "cấp lại"), each row
    one official verb; `stop_phrases` carry no meaning; `outside` are matters of somebody else. `learned` is like
    `synonyms`, but found by the search itself (`search.learning`): it counts where no row of the editors does.
    """

    synonyms: Phrases[Expansion] = field(default_factory=Phrases)
    verbs: Phrases[Expansion] = field(default_factory=Phrases)
    stop_phrases: tuple[Words, ...] = ()
    outside: Phrases[Outside] = field(default_factory=Phrases)
    learned: Phrases[Expansion] = field(default_factory=Phrases)

    @classmethod
    def prepare(
        cls,
        synonyms: Iterable[tuple[str, str]] = (),
        verbs: Iterable[tuple[str, str]] = (),
        stop_phrases: Iterable[str] = (),
        outside: Iterable[tuple[str, Outside]] = (),
        learned: Iterable[tuple[str, str]] = (),
    ) -> Language:
        """Prepare rows: (phrase, official words), (phrase, official verb), phrases, (phrase, whose matter it is)."""
        return cls(
            synonyms=Phrases.prepare(_expansions(synonyms)),
            verbs=Phrases.prepare(_expansions(verbs)),
            stop_phrases=longest_first(map(folded_words, stop_phrases)),
            outside=Phrases.prepare(outside),
            learned=Phrases.prepare(_expansions(learned), any_accents=True),
        )

    @property
    def words(self) -> frozenset[str]:
        """Every folded word that means something to the search itself."""
        stop = frozenset(word.folded for phrase in self.stop_phrases for word in phrase)
        rows = self.synonyms.words | self.verbs.words | self.outside.words | self.learned.words
        return stop | rows


def _expansions(rows: Iterable[tuple[str, str]]) -> Iterable[tuple[str, Expansion]]:
    for phrase, added in rows:
        if folded_words(added):
            yield phrase, Expansion(clean_display(phrase), clean_display(added))


def matches(typed: Sequence[FoldedWord], known: Sequence[FoldedWord]) -> bool:
    """Whether typed words are the known ones. A word typed with accents must have the right ones; without, any."""
    return len(typed) == len(known) and all(
        one.folded == other.folded and (not one.accents or one.accents == other.accents)
        for one, other in zip(typed, known, strict=True)
    )


def longest_first(phrases: Iterable[Words]) -> tuple[Words, ...]:
    """Phrases without the empty ones, longest first, so that "bao nhiêu tiền" is seen before "bao nhiêu"."""
    return tuple(sorted(filter(None, phrases), key=lambda phrase: -len(phrase)))


NO_LANGUAGE: Final = Language()
