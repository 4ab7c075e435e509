"""The language rows that a new site starts with, from the migrations that write them: for tests without a database."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module

from search.language import Language, Outside

_SYNONYMS = import_module("search.migrations.0002_seed_synonyms")
_ROWS = import_module("search.migrations.0004_seed_language_rows")
_MORE_SYNONYMS = import_module("search.migrations.0006_more_synonyms")


@cache
def first_language() -> Language:
    return Language.prepare(
        synonyms=_synonyms(),
        verbs=[
            (phrase.strip(), verb.strip())
            for said, verbs in _ROWS.VERB_RULES
            for phrase in said.split(",")
            for verb in verbs.split(",")
        ],
        stop_phrases=first_stop_phrases(),
        outside=[
            (phrase, Outside(body, text)) for phrases, body, text in _ROWS.OUT_OF_SCOPE for phrase in phrases
        ],
    )


def first_stop_phrases() -> list[str]:
    return [phrase.strip() for phrase in _ROWS.STOP_PHRASES.replace("\n", " ").split(",")]


def _synonyms() -> Iterator[tuple[str, str]]:
    for pairs in _SYNONYMS.PAIRS.values():
        yield from pairs
    for lines in _MORE_SYNONYMS.PHRASES.values():
        for line in lines.strip().splitlines():
            phrase, expansion = line.split("=", 1)
            yield phrase.strip(), expansion.strip()
