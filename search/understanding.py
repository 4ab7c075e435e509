"""Understanding a query once, before any engine sees it. Pure: synonyms come in as rows.

A query becomes groups of alternatives. Polite words are dropped; words that ask for a section of a page ("phí", "bao
lâu", "ở đâu") are noted and no longer required; what citizens say gets the official words beside it, never instead of
it: "BHXH" and "TNHH" also occur in official names. Words that no name has are read as what they stand for first
(`search.spelling`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from core.text import clean_display, fold, folded_words, parse_code
from search.actions import ACTIONS, DOING, FIRST, action_of, thing_of
from search.audience import BUSINESS, CITIZEN, COMMUNE, NEAR, PROVINCE, WHO
from search.engines.base import EngineQuery, Group
from search.everyday_words import AMBIGUOUS, ASIDE, BESIDE, INTENTS, OF_BUSINESS, OF_PROVINCE, Intent
from search.language import NO_LANGUAGE, Expansion, Language, Outside, Phrases, Words, matches
from search.spelling import EVERY_WORD, Vocabulary, read_word

MAX_QUERY: Final = 200

#: Folded word → the accents that it may have (`FoldedWord.accents`), or None for any.
Marks = Mapping[str, frozenset[str] | None]


@dataclass(frozen=True, slots=True)
class Repair:
    """A word as typed, or some in a row, and the words that they were read as, folded."""

    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """A query as it is searched: `text` is what was typed with its unknown words repaired.

    `finding` is what the same words ask for without their accents: hits are found by it and ordered by `groups`.
    `code` is set when the query is nothing but a procedure code. `expansions` are what editors' synonyms added,
    `learned` what the search added by itself, `verbs` the official verbs that were read from what happened ("mất" →
    "cấp lại"). `outside` says whose matter it is when it is not the administration's. `prefer` is what the reader
    probably wants (`EngineQuery.prefer`): what citizens need and what is handled near them, unless the words speak of
    businesses or of a higher level; the first issue of a thing, if nothing but the thing is named. `known` is the
    share of what was asked for that names have words for.
    """

    text: str
    code: str | None
    groups: tuple[Group, ...]
    finding: tuple[Group, ...]
    intents: tuple[Intent, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    learned: tuple[Expansion, ...] = ()
    verbs: tuple[Expansion, ...] = ()
    repairs: tuple[Repair, ...] = ()
    outside: Outside | None = None
    prefer: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known: float = 1.0

    @property
    def query(self) -> EngineQuery:
        """What an engine is asked for: all that the words say, and nothing that was chosen beside them."""
        return EngineQuery(text=self.text, groups=self.finding, ordering=self.groups, prefer=self.prefer)

    @property
    def marks(self) -> Marks:
        """What to highlight: required words with their accents; a word typed without any has any. Of what rows added
        it is the thing, not what is done: half of all names have a "cấp" somewhere."""
        required = {
            w for group in self.groups if group.required for phrase in group.alternatives for w in phrase
        }
        known = [
            word
            for e in (*self.expansions, *self.learned)
            for words in (folded_words(e.typed), thing_of(folded_words(e.added)))
            for word in words
        ]
        said = {word.folded for e in self.expansions for word in folded_words(e.typed)}
        typed = [word for word in folded_words(self.text) if word.folded not in said]
        marks: dict[str, frozenset[str] | None] = {}
        for word in (*known, *typed):
            if word.folded in required:
                before = marks.get(word.folded, frozenset())
                if before is None or (word in typed and not word.accents):
                    marks[word.folded] = None
                else:
                    marks[word.folded] = before | {word.accents}
        return marks


Span = tuple[int, int]

#: How much counts what was not asked for in so many words, beside what was.
_VERB_WEIGHT: Final = 0.6
_ASIDE_WEIGHT: Final = 0.5
#: "thẻ hướng dẫn viên du lịch": more words tell of more than a thing.
_LONGEST_THING: Final = 6


def understand(
    query: str,
    language: Language = NO_LANGUAGE,
    vocabulary: Vocabulary = EVERY_WORD,
    *,
    literal: bool = False,
) -> Understanding:
    """Understand a query of any content; what is longer than `MAX_QUERY` characters is cut.

    With `literal` every word that was typed is required and nothing is added, repaired or left out.
    """
    text = clean_display(query[: MAX_QUERY * 4])[:MAX_QUERY].strip()
    code = parse_code(text)
    if literal or code:
        groups = tuple(Group(((word,),)) for word in _distinct(folded_words(text)))
        return Understanding(text, code, groups, groups)
    text, repairs = repaired(text, vocabulary)
    words = folded_words(text)
    reading = _read(words, language, vocabulary)
    bare = tuple(word._replace(accents="") for word in words)
    first = {} if _says_what_to_do(words, reading.groups) else {DOING: (FIRST,)}
    return Understanding(
        text=text,
        code=None,
        groups=reading.groups,
        finding=reading.groups if bare == words else _read(bare, language, vocabulary).groups,
        intents=reading.intents,
        expansions=reading.expansions,
        learned=reading.learned,
        verbs=reading.verbs,
        repairs=repairs,
        outside=_outside(words, language.outside),
        prefer=_preferred(text) | first,
        known=_known(reading.groups, vocabulary),
    )


class _Reading(NamedTuple):
    groups: tuple[Group, ...]
    intents: tuple[Intent, ...]
    expansions: tuple[Expansion, ...]
    learned: tuple[Expansion, ...]
    verbs: tuple[Expansion, ...]


def repaired(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[Repair, ...]]:
    """The text with every unknown word replaced by what it stands for, and what was replaced.

    Words that were replaced one after the other are one repair: a sentence typed raw is read as a sentence.
    """
    parts: list[str] = []
    repairs: list[Repair] = []
    position = start = 0
    for word in folded_words(text):
        read = None if word.folded in ASIDE else read_word(word.folded, vocabulary)
        if not read:
            continue
        said = " ".join(read)
        if repairs and text[position : word.start].isspace():
            said = f"{repairs.pop().read} {said}"
        else:
            start = word.start
        repairs.append(Repair(text[start : word.end], said))
        parts += [text[position : word.start], " ".join(read)]
        position = word.end
    return "".join([*parts, text[position:]]), tuple(repairs)


def _read(words: Words, language: Language, vocabulary: Vocabulary) -> _Reading:
    """What words with these accents ask for, and by which rows."""
    named, expansions = _phrase_groups(words, language.synonyms, set())
    intents, asked = _intents(words, _places(named))
    found, learned = _phrase_groups(words, language.learned, _places(named) | asked)
    taken = _places([*named, *found])
    # "dong" is "đóng" as well as "động" and "đồng", which names are full of.
    bare = {i for i, word in enumerate(words) if not word.accents and vocabulary.is_everywhere(word.folded)}
    done, verbs = _phrase_groups(words, language.verbs, taken | asked | bare, _VERB_WEIGHT)
    groups = _all_groups(words, [*named, *found, *done], asked, language.stop_phrases)
    return _Reading(groups, intents, expansions, learned, verbs)


def _all_groups(
    words: Words, phrases: list[tuple[Span, Group]], asked: set[int], stop_phrases: tuple[Words, ...]
) -> tuple[Group, ...]:
    """The groups of the phrases that mean something, and of each word beside them, in the order of the query."""
    covered = _places(phrases)
    beside = _places_of(BESIDE, words, covered | asked)
    polite = _places_of(stop_phrases, words, covered | asked | beside)
    if not any(word.accents for word in words):
        beside |= {index for index in polite if words[index].folded in AMBIGUOUS}
        polite -= beside
    groups = [(start, group) for (start, _end), group in phrases]
    for index, word in enumerate(words):
        if index in covered | polite:
            continue
        aside = index in asked | beside
        groups.append((index, Group(((word.folded,),), not aside, _ASIDE_WEIGHT if aside else 1.0)))
    groups.sort(key=lambda entry: entry[0])
    if not any(group.required for _start, group in groups):
        return _without_repeats(Group(((word,),)) for word in _distinct(words))
    return _without_repeats(group for _start, group in groups)


def _phrase_groups(
    words: Words, phrases: Phrases[Expansion], taken: set[int], weight: float | None = None
) -> tuple[list[tuple[Span, Group]], tuple[Expansion, ...]]:
    """Groups of the phrases that were typed, each with what the rows add. With a weight none is required."""
    plans: list[tuple[Span, Group]] = []
    expansions: list[Expansion] = []
    position = 0
    while position < len(words):
        found = phrases.at(words, position)
        if found is None or not taken.isdisjoint(range(position, position + found[0])):
            position += 1
            continue
        length, added = found
        typed = tuple(word.folded for word in words[position : position + length])
        official = tuple(tuple(word.folded for word in folded_words(each.added)) for each in added)
        group = Group((typed, *official), weight is None, 1.0 if weight is None else weight)
        plans.append(((position, position + length), group))
        expansions += added
        position += length
    return plans, tuple(expansions)


def _places(plans: Iterable[tuple[Span, Group]]) -> set[int]:
    return {index for (start, end), _group in plans for index in range(start, end)}


def _known(groups: Iterable[Group], vocabulary: Vocabulary) -> float:
    required = [group for group in groups if group.required]
    known = [group for group in required if any(map(vocabulary.names_have, group.alternatives))]
    return len(known) / len(required) if required else 1.0


def _preferred(text: str) -> dict[str, tuple[str, ...]]:
    said = f" {fold(text)} "
    if any(f" {word} " in said for word in OF_BUSINESS):
        return {WHO: (BUSINESS,)}
    near = PROVINCE if any(f" {word} " in said for word in OF_PROVINCE) else COMMUNE
    return {WHO: (CITIZEN,), NEAR: (near,)}


def _says_what_to_do(words: Words, groups: Sequence[Group]) -> bool:
    """Whether an action is named, or so much that more than a thing is told."""
    told = sum(len(group.typed) for group in groups if group.required)
    added = any(action_of(phrase) for group in groups for phrase in group.alternatives[1:])
    return told > _LONGEST_THING or added or bool(_places_of(ACTIONS, words, set()))


def _outside(words: Words, topics: Phrases[Outside]) -> Outside | None:
    found = (topics.at(words, position) for position in range(len(words)))
    return next((rows[0] for _length, rows in filter(None, found)), None)


def _intents(words: Words, covered: set[int]) -> tuple[tuple[Intent, ...], set[int]]:
    """Return what is asked about, and the places of the words that ask it."""
    intents: dict[Intent, None] = {}
    places: set[int] = set()
    present = {word.folded for word in words}
    for intent, phrase in INTENTS:
        if phrase[0].folded not in present:
            continue
        for start in range(len(words) - len(phrase) + 1):
            span = range(start, start + len(phrase))
            free = covered.isdisjoint(span) and places.isdisjoint(span)
            if free and matches(words[start : start + len(phrase)], phrase):
                intents[intent] = None
                places.update(span)
    return tuple(intents), places


def _places_of(phrases: Iterable[Words], words: Words, taken: set[int]) -> set[int]:
    """Return the places of words that belong to one of the phrases; a single word must have the same accents."""
    places: set[int] = set()
    accented = any(word.accents for word in words)
    present = {word.folded for word in words}
    for phrase in phrases:
        if phrase[0].folded not in present:
            continue
        for start in range(len(words) - len(phrase) + 1):
            span = range(start, start + len(phrase))
            part = words[start : start + len(phrase)]
            exact = not accented or len(phrase) > 1 or part[0].accents == phrase[0].accents
            if exact and taken.isdisjoint(span) and matches(part, phrase):
                places.update(span)
    return places


def _distinct(words: Words) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.folded for word in words))


def _without_repeats(groups: Iterable[Group]) -> tuple[Group, ...]:
    kept: dict[tuple[tuple[str, ...], ...], Group] = {}
    for group in groups:
        kept.setdefault(group.alternatives, group)
    return tuple(kept.values())
