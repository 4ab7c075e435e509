"""Understanding a query once, before any engine sees it. Pure: synonyms come in as rows.

A query becomes groups of alternatives. Polite words are dropped; words that ask for a section of a page ("phí", "bao
lâu", "ở đâu") are noted and no longer required; what citizens say gets the official words beside it, never instead of
it: "BHXH" and "TNHH" also occur in official names. Words that no name has are read as what they stand for first
(`search.spelling`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Final

from core.text import FoldedWord, clean_display, folded_words, parse_code
from search.engines.base import Group
from search.spelling import EVERY_WORD, Vocabulary, read_word

MAX_QUERY: Final = 200

Words = tuple[FoldedWord, ...]
#: Folded word → the accents that it may have (`FoldedWord.accents`), or None for any.
Marks = Mapping[str, frozenset[str] | None]


class Intent(StrEnum):
    """The section of a page that is asked for."""

    FEES = "fees"
    TIME = "time"
    DOSSIER = "dossier"
    PLACE = "place"
    FORMS = "forms"


@dataclass(frozen=True, slots=True)
class Expansion:
    """Official words that were added to the search because of what was typed, which is given with its accents."""

    typed: str
    added: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A word as typed, and the word or words that it was read as, folded."""

    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """A query as it is searched: `text` is what was typed with its unknown words repaired.

    `code` is set when the query is nothing but a procedure code.
    """

    text: str
    code: str | None
    groups: tuple[Group, ...]
    intents: tuple[Intent, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @property
    def marks(self) -> Marks:
        """What to highlight: required words with their accents; a word typed without any has any."""
        required = {
            w for group in self.groups if group.required for phrase in group.alternatives for w in phrase
        }
        known = [word for e in self.expansions for text in (e.typed, e.added) for word in folded_words(text)]
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


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Synonym rows prepared for matching: first folded word → (phrase's words, expansion), longest phrase first."""

    by_first_word: dict[str, tuple[tuple[Words, Expansion], ...]]

    @property
    def words(self) -> frozenset[str]:
        """Every folded word that a phrase has."""
        entries = chain.from_iterable(self.by_first_word.values())
        return frozenset(word.folded for phrase, _expansion in entries for word in phrase)

    @classmethod
    def prepare(cls, rows: Iterable[tuple[str, str]]) -> Synonyms:
        """Prepare (phrase, expansion) rows. Rows without a word in either are left out."""
        table: dict[str, list[tuple[Words, Expansion]]] = {}
        for phrase, expansion in rows:
            words = folded_words(phrase)
            if words and folded_words(expansion):
                table.setdefault(words[0].folded, []).append(
                    (words, Expansion(clean_display(phrase), clean_display(expansion)))
                )
        ordered = {
            first: tuple(sorted(entries, key=lambda entry: (-len(entry[0]), entry[1].added)))
            for first, entries in table.items()
        }
        return cls(ordered)

    def at(self, words: Words, position: int) -> tuple[int, tuple[Expansion, ...]] | None:
        """Return the length of the longest phrase that begins at `position`, and all its expansions."""
        length, found = 0, []
        for phrase, expansion in self.by_first_word.get(words[position].folded, ()):
            if len(phrase) < length:
                break
            if matches(words[position : position + len(phrase)], phrase):
                length = len(phrase)
                found.append(expansion)
        return (length, tuple(found)) if found else None


NO_SYNONYMS: Final = Synonyms({})


def understand(
    query: str,
    synonyms: Synonyms = NO_SYNONYMS,
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
        return Understanding(text, code, tuple(Group(((word,),)) for word in _distinct(folded_words(text))))
    text, repairs = _repaired(text, vocabulary)
    words = folded_words(text)
    plans, expansions = _synonym_groups(words, synonyms)
    covered = {index for (start, end), _group in plans for index in range(start, end)}
    intents, asked = _intents(words, covered)
    beside = _places_of(_BESIDE, words, covered | asked)
    polite = _places_of(_POLITE, words, covered | asked | beside)
    if not any(word.accents for word in words):
        beside |= {index for index in polite if words[index].folded in _AMBIGUOUS}
        polite -= beside
    groups = [(start, group) for (start, _end), group in plans]
    for index, word in enumerate(words):
        if index not in covered and index not in polite:
            groups.append((index, Group(((word.folded,),), required=index not in asked | beside)))
    groups.sort(key=lambda entry: entry[0])
    if not any(group.required for _start, group in groups):
        groups = [(0, Group(((word,),))) for word in _distinct(words)]
    kept = _without_repeats(group for _start, group in groups)
    return Understanding(text, None, kept, intents, expansions, repairs)


def matches(typed: Sequence[FoldedWord], known: Sequence[FoldedWord]) -> bool:
    """Whether typed words are the known ones. A word typed with accents must have the right ones; without, any."""
    return len(typed) == len(known) and all(
        one.folded == other.folded and (not one.accents or one.accents == other.accents)
        for one, other in zip(typed, known, strict=True)
    )


def _repaired(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[Repair, ...]]:
    """The text with every unknown word replaced by what it stands for, and what was replaced."""
    parts, repairs, position = [], [], 0
    for word in folded_words(text):
        read = None if word.folded in _ASIDE else read_word(word.folded, vocabulary)
        if read:
            repairs.append(Repair(text[word.start : word.end], " ".join(read)))
            parts += [text[position : word.start], " ".join(read)]
            position = word.end
    return "".join([*parts, text[position:]]), tuple(repairs)


def _synonym_groups(
    words: Words, synonyms: Synonyms
) -> tuple[list[tuple[Span, Group]], tuple[Expansion, ...]]:
    plans: list[tuple[Span, Group]] = []
    expansions: list[Expansion] = []
    position = 0
    while position < len(words):
        found = synonyms.at(words, position)
        if found is None:
            position += 1
            continue
        length, added = found
        typed = tuple(word.folded for word in words[position : position + length])
        official = tuple(tuple(word.folded for word in folded_words(each.added)) for each in added)
        plans.append(((position, position + length), Group((typed, *official))))
        expansions += added
        position += length
    return plans, tuple(expansions)


def _intents(words: Words, covered: set[int]) -> tuple[tuple[Intent, ...], set[int]]:
    """Return what is asked about, and the places of the words that ask it."""
    intents: dict[Intent, None] = {}
    places: set[int] = set()
    present = {word.folded for word in words}
    for intent, phrase in _INTENTS:
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


def _phrases(lines: str) -> tuple[Words, ...]:
    """Longest first, so that "bao nhiêu tiền" is seen before "bao nhiêu"."""
    phrases = [folded_words(part) for part in lines.split(",")]
    return tuple(sorted(filter(None, phrases), key=lambda phrase: -len(phrase)))


_INTENTS: Final = tuple(
    sorted(
        (
            (intent, phrase)
            for intent, lines in {
                Intent.FEES: "hết bao nhiêu tiền, mất bao nhiêu tiền, tốn bao nhiêu tiền, bao nhiêu tiền, lệ phí,"
                "giá bao nhiêu, có mất phí không, có mất tiền không, mất phí, phí",
                Intent.TIME: "mất bao lâu, bao lâu thì có, bao lâu, mấy ngày, bao nhiêu ngày, khi nào có, bao giờ có,"
                "khi nào xong, bao giờ xong",
                Intent.DOSSIER: "cần giấy tờ gì, cần những giấy tờ gì, giấy tờ gì, hồ sơ gồm những gì, hồ sơ gồm gì,"
                "cần mang theo gì, mang theo gì, cần mang gì, mang gì, cần những gì, cần gì, hồ sơ cần gì",
                Intent.PLACE: "nộp ở đâu, làm ở đâu, ở đâu, nộp đâu, làm đâu, chỗ nào, nơi nào, ở chỗ nào, nộp cho ai,"
                "đến đâu, ra đâu, nơi nộp, nơi làm, cơ quan nào, ai giải quyết",
                Intent.FORMS: "mẫu đơn, mẫu tờ khai, tờ khai, biểu mẫu, đơn mẫu",
            }.items()
            for phrase in _phrases(lines)
        ),
        key=lambda entry: -len(entry[1]),
    )
)

# For whom, not what: "khai sinh cho con" is "khai sinh", though other titles have the word "con".
_BESIDE: Final = _phrases(
    "cho con, cho bé, cho cháu, cho vợ, cho chồng, cho bố mẹ, cho mẹ, cho bố, cho ba, cho má, cho người nhà, con tôi,"
    "con em, con mình, của con, của tôi, của em, của mình, em bé, bé, nhà tôi, nhà em, nhà mình, quê"
)

# Polite words that without accents may be another word, "can" in "can cuoc", "sao" in "ban sao": they stay, as a hint.
_AMBIGUOUS: Final = frozenset(
    "anh ban ca cac can chi co da de em gio ha hoi ma minh nay nop nao sao the thi va ve voi".split()
)

# Words that carry no meaning for the search.
_POLITE: Final = _phrases(
    "tôi, em, e, anh, chị, mình, ad, admin, ạ, a, dạ, vâng, thưa, cho, cho hỏi, hỏi, xin, xin hỏi, muốn, cần, làm sao,"
    "thế nào, như thế nào, ntn, sao, gì, là gì, là, thì, mà, và, với, được, đc, dc, ko, k, hok, không, có, phải, nộp,"
    "hồ sơ, giấy tờ, thủ tục, bao nhiêu, giúp, giúp em, giúp tôi, với ạ, nhé, vậy, ai, biết, bạn, bn, mn, ơi, các,"
    "những, nào, này, rồi, giờ, thực hiện, tiến hành, trình tự, quy trình, cách, hướng dẫn, về, để,"
    "trường hợp, quy định, tôi muốn, em muốn, làm thế nào"
)

# Words that the search itself understands, so that none of them is taken for a slip of another.
_ASIDE: Final = frozenset(
    word.folded
    for phrase in (*_POLITE, *_BESIDE, *(phrase for _intent, phrase in _INTENTS))
    for word in phrase
)
