"""Counting what people looked for in vain, without the people."""

from __future__ import annotations

import logging
import re
from datetime import date, timedelta
from typing import Final

from django.db import DatabaseError, transaction
from django.db.models import Case, F, Q, Value, When

from core.text import fold
from search.models import AnswerKind, QueryStatus, ZeroHitQuery

logger = logging.getLogger(__name__)

#: Distinct queries that are kept; a flood of nonsense can't fill the database.
MAX_ROWS: Final = 5_000
#: An answered query that is still asked in vain after this long was not answered.
REOPEN_AFTER: Final = timedelta(days=7)
#: What was asked once or twice says little, and might say something about a person: it is forgotten.
RARE: Final = 2
RARE_LASTS: Final = timedelta(days=60)
LASTS: Final = timedelta(days=365)
_MAX_WORDS: Final = 12
_MAX_LENGTH: Final = 120
_ADDRESS: Final = re.compile(r"\S*@\S*|https?:\S*|www\.\S*", re.IGNORECASE)
# Phone, identity card, account and dossier numbers, also when blanks, dots or dashes are between the digits.
_NUMBER: Final = re.compile(r"\+?\d(?:[\s.\-–/()]*\d){4,}[\w\-]*")


def anonymous_text(query: str) -> str:
    """Return the folded words of a query without e-mail addresses, links and long numbers; may be empty."""
    words = fold(_NUMBER.sub(" ", _ADDRESS.sub(" ", query))).split()
    kept = [word for word in words if sum(character.isdigit() for character in word) < 5]
    return " ".join(kept[:_MAX_WORDS])[:_MAX_LENGTH].strip()


def count_zero_hit(query: str, today: date) -> None:
    """Count a query that found nothing. Failing to count never fails the search."""
    _count(query, AnswerKind.NONE, today)


def count_unsure(query: str, today: date) -> None:
    """Count a query whose results may all be wrong. Failing to count never fails the search."""
    _count(query, AnswerKind.UNSURE, today)


def forget_old(today: date) -> int:
    """Remove rare queries after two months and all others after a year without being asked; return how many."""
    rare = Q(count__lte=RARE, last_seen__lt=today - RARE_LASTS)
    return ZeroHitQuery.objects.filter(rare | Q(last_seen__lt=today - LASTS)).delete()[0]


def _count(query: str, kind: AnswerKind, today: date) -> None:
    text = anonymous_text(query)
    if not any(len(word) > 1 and word.isalpha() for word in text.split()):
        return  # a letter or a number alone asks for nothing that an editor could answer
    try:
        with transaction.atomic():
            if not _count_again(text, kind, today) and ZeroHitQuery.objects.count() < MAX_ROWS:
                fresh = {"last_seen": today, "kind": kind}
                _row, created = ZeroHitQuery.objects.get_or_create(text=text, defaults=fresh)
                if not created:
                    _count_again(text, kind, today)
    except DatabaseError:
        logger.exception("A query without hits could not be counted.")


def _count_again(text: str, kind: AnswerKind, today: date) -> int:
    failed = Q(status=QueryStatus.ANSWERED, handled_on__lt=today - REOPEN_AFTER)
    return ZeroHitQuery.objects.filter(text=text).update(
        count=F("count") + 1,
        last_seen=today,
        kind=kind,
        status=Case(When(failed, then=Value(QueryStatus.OPEN)), default=F("status")),
    )
