"""The language rows that editors own, prepared once and kept in the process until a row changes."""

from __future__ import annotations

from time import time_ns
from typing import Final

from django.db import transaction

from core.caching import bump_content_version
from search.language import Language, Outside
from search.models import (
    LanguageVersion,
    LearnedPhrase,
    OutOfScopeTopic,
    SearchSynonym,
    StopPhrase,
    VerbRule,
)

MODELS: Final = (SearchSynonym, VerbRule, StopPhrase, OutOfScopeTopic, LearnedPhrase)
_ONLY: Final = 1

_kept: dict[str, tuple[int | None, Language]] = {}


def current_language() -> Language:
    """Return the active rows. One small query tells whether they changed, in this process or in another."""
    version = LanguageVersion.objects.filter(pk=_ONLY).values_list("number", flat=True).first()
    kept = _kept.get("active")
    if kept is None or kept[0] != version:
        kept = _kept["active"] = (version, _prepared())
    return kept[1]


def language_changed() -> None:
    """Let every process read the rows again, and make cached pages of results old.

    In the transaction that changes the rows. The pages once more after the commit: a reader in between may have kept
    what was still being replaced. Whoever writes rows in bulk, without signals, calls this himself.
    """
    LanguageVersion.objects.update_or_create(pk=_ONLY, defaults={"number": time_ns()})
    bump_content_version()
    transaction.on_commit(bump_content_version)


def _prepared() -> Language:
    topics = OutOfScopeTopic.objects.active()
    return Language.prepare(
        SearchSynonym.objects.active().values_list("phrase", "expansion"),
        [pair for rule in VerbRule.objects.active() for pair in rule.pairs],
        StopPhrase.objects.active().values_list("phrase", flat=True),
        [
            (phrase, Outside(topic.body_name, topic.text, topic.url))
            for topic in topics
            for phrase in topic.lines
        ],
        LearnedPhrase.objects.active().values_list("phrase", "expansion"),
    )
