"""What ordering and showing a hit needs of its document, taken apart once and not for each search. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from sys import intern

from search.actions import fits_first
from search.titles import title_head


@dataclass(frozen=True, slots=True)
class Card:
    """A document's card. All words are folded but those of `exact`: the title's with their accents (`exact_word`).

    `head`: how many words of the title say what it is about; `first`: `search.actions.fits_first`. `aliases`, `names`
    and `contexts` are the words of each other text that it can be found by.
    """

    id: int
    code: str
    title: str
    popularity: int
    words: tuple[str, ...]
    exact: tuple[str, ...]
    head: int
    first: int
    aliases: tuple[tuple[str, ...], ...]
    names: tuple[tuple[str, ...], ...]
    contexts: tuple[tuple[str, ...], ...]
    facets: Mapping[str, frozenset[str]]
    numbers: Mapping[str, int]


def make_card(
    identity: int,
    code: str,
    title: str,
    popularity: int,
    folded: str,
    exact: str,
    name: str,
    aliases: str,
    context: str,
    *,
    facets: Mapping[str, frozenset[str]],
    numbers: Mapping[str, int],
) -> Card:
    """Return the card of a document whose folded texts these are; `aliases` holds one line for each."""
    words = _words(folded)
    return Card(
        id=identity,
        code=code,
        title=title,
        popularity=popularity,
        words=words,
        exact=_words(exact),
        head=len(title_head(words)),
        first=fits_first(words),
        aliases=tuple(map(_words, filter(None, aliases.splitlines()))),
        names=(_words(name),) if name else (),
        contexts=(_words(context),) if context else (),
        facets=facets,
        numbers=numbers,
    )


def _words(text: str) -> tuple[str, ...]:
    # The same few thousand words make all texts: each is kept once.
    return tuple(map(intern, text.split()))
