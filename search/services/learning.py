"""Learning each night, from the catalogue and from what many people chose, what phrases stand for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db import transaction

from core.text import fold
from procedures.models import ProcedurePage
from search.learning import Learned, learn
from search.models import LearnedFrom, LearnedPhrase, SearchSynonym
from search.services import clicks
from search.services.documents import ProcedureSource
from search.services.language import language_changed
from search.titles import head_text

#: Rows of each kind, the best supported first: every search looks through them.
MAX_ROWS: Final = 5_000
#: A choice teaches when so much of all choices after the same words is one procedure.
_AGREED: Final = 0.6
_LONGEST: Final = 120
_AT_ONCE: Final = 500


def learn_phrases(today: date) -> int:
    """Bring the learned rows in step with what there is to learn; return how many are in use.

    What an editor put out of use stays so. What has a synonym of the editors' own is not learned beside it.
    """
    known = {fold(phrase) for phrase in SearchSynonym.objects.values_list("phrase", flat=True)}
    _keep(LearnedFrom.CATALOGUE, learn(ProcedureSource().all_documents(today)), known)
    _keep(LearnedFrom.CHOICES, _from_choices(), known)
    return LearnedPhrase.objects.active().count()


def _from_choices() -> Iterable[Learned]:
    chosen = {}
    for text, codes in clicks.learned().items():
        code, count = max(codes.items(), key=lambda entry: (entry[1], entry[0]))
        if count >= _AGREED * sum(codes.values()):
            chosen[text] = (code, count)
    best = {code for code, _count in chosen.values()}
    titles = dict(ProcedurePage.objects.live().filter(code__in=best).values_list("code", "title"))
    for text, (code, count) in chosen.items():
        if code in titles and fold(titles[code]) != text:
            yield Learned(text, head_text(titles[code]), count)


@transaction.atomic
def _keep(source: LearnedFrom, learned: Iterable[Learned], known: set[str]) -> None:
    fresh = {
        one.phrase: one for one in learned if fold(one.phrase) not in known and len(one.phrase) <= _LONGEST
    }
    fresh = dict(sorted(fresh.items(), key=lambda entry: (-entry[1].support, entry[0]))[:MAX_ROWS])
    rows = LearnedPhrase.objects.filter(source=source)
    rows.active().exclude(phrase__in=fresh).delete()
    for row in rows.filter(active=True):
        one = fresh[row.phrase]
        if (row.expansion, row.support) != (one.title, one.support):
            row.expansion, row.support = one.title, one.support
            row.save()
    there = set(rows.values_list("phrase", flat=True))
    new = [
        LearnedPhrase(phrase=one.phrase, expansion=one.title, source=source, support=one.support)
        for one in fresh.values()
        if one.phrase not in there
    ]
    LearnedPhrase.objects.bulk_create(new, batch_size=_AT_ONCE)
    language_changed()
