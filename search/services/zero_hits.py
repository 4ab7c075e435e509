"""Counting what people looked for in vain, without the people."""

from __future__ import annotations

import logging
import re
from datetime import date
from typing import Final

from django.db import DatabaseError, transaction
from django.db.models import F

from core.text import fold
from search.models import ZeroHitQuery

logger = logging.getLogger(__name__)

#: Distinct queries that are kept; a flood of nonsense can't fill the database.
MAX_ROWS: Final = 5_000
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
    text = anonymous_text(query)
    if not text:
        return
    try:
        with transaction.atomic():
            found = ZeroHitQuery.objects.filter(text=text).update(count=F("count") + 1, last_seen=today)
            if not found and ZeroHitQuery.objects.count() < MAX_ROWS:
                _row, created = ZeroHitQuery.objects.get_or_create(text=text, defaults={"last_seen": today})
                if not created:
                    ZeroHitQuery.objects.filter(text=text).update(count=F("count") + 1, last_seen=today)
    except DatabaseError:
        logger.exception("A query without hits could not be counted.")
