"""What a record says of the page itself, in a form that can be compared: what differs here differs on the page.

The title of a legal text, the day of a decision, the code of a field belong to those rows and not to the page; an
agency is the same agency however it was spelt.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from core.text import fold
from procedures.importing.records import ProcedureRecord
from procedures.importing.wording import choice_words, level_words

# Grows when the same record would be written differently, so that the next import writes it again.
FORM_VERSION: Final = 2


def facts(record: ProcedureRecord, names: Collection[str] | None = None) -> dict[str, Any]:
    """Each stated field (or each of ``names``) in its comparable form."""
    wanted = record.stated if names is None else names
    return {name: _fact(name, getattr(record, name)) for name in wanted}


def record_digest(record: ProcedureRecord) -> str:
    """What tells whether a source says something else than before (64 hex digits): a hash over what it states."""
    said = sorted(facts(record).items())
    return hashlib.sha256(f"{FORM_VERSION}:{record.code}:{said!r}".encode()).hexdigest()


def _fact(name: str, value: Any) -> Any:
    if name in KEYED:
        return tuple(sorted(KEYED[name](value)))
    if name == "decision":
        return None if value is None else (value.number, value.issuer)
    if name == "return_methods":
        return tuple(sorted(set(value)))
    return value


def _by_name(rows: Any) -> dict[str, str]:
    return {fold(row.name): row.name for row in rows}


def _by_agency(rows: Any) -> dict[str, str]:
    return {f"{row.role}|{fold(row.name)}": f"{row.name} ({choice_words('role', row.role)})" for row in rows}


# Lists without an order: what tells their entries apart, and each entry in words.
KEYED: Final[Mapping[str, Callable[[Any], dict[str, str]]]] = {
    "fields": _by_name,
    "subjects": _by_name,
    "agencies": _by_agency,
    "levels": lambda codes: {code: level_words(code) for code in codes},
    "life_events": lambda names: {name: name for name in names},
    "legal_bases": lambda rows: {row.code: f"{row.code} {row.name}".strip() for row in rows},
    "aliases": lambda rows: {
        f"{row.code}|{row.reason}|{row.since}": f"{row.code} {row.reason}".strip() for row in rows
    },
}
