"""What each record holds, attribute by attribute: one table that reading, writing and the template all follow.

A literal twin of the dataclasses in ``records``; a test compares the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from procedures.importing.records import (
    AgencyRecord,
    AliasRecord,
    CaseRecord,
    DecisionRecord,
    FeeRecord,
    ItemRecord,
    MethodRecord,
    Named,
    ProcessStepRecord,
    StepRecord,
    TimeRecord,
)


class Kind(StrEnum):
    """How a value is written: in JSON, in a cell, and in a record."""

    TEXT = "text"
    CHOICE = "choice"
    FLAG = "flag"
    DAY = "day"
    COUNT = "count"
    AMOUNT = "amount"
    NUMBER = "number"


@dataclass(frozen=True)
class Attribute:
    """One attribute. ``limit``: most characters; ``choices``: name of a closed list; ``optional``: may be empty."""

    name: str
    kind: Kind = Kind.TEXT
    limit: int = 0
    choices: str = ""
    optional: bool = True


def _text(name: str, limit: int = 0, *, optional: bool = True) -> Attribute:
    return Attribute(name, Kind.TEXT, limit, optional=optional)


def _choice(name: str, choices: str = "", *, optional: bool = True) -> Attribute:
    return Attribute(name, Kind.CHOICE, choices=choices or name, optional=optional)


_VALIDITY: Final = (
    _text("case_label", 500),
    _text("verbatim"),
    _text("legal_basis", 500),
    Attribute("valid_from", Kind.DAY),
    Attribute("valid_to", Kind.DAY),
)

SCALARS: Final = (
    _text("official_name", optional=False),
    _text("title", 255),
    _text("summary"),
    _text("keywords"),
    _text("note"),
    _choice("scope"),
    _choice("legal_type"),
    _choice("online_level"),
    _text("portal_url", 500),
    Attribute("is_non_territorial", Kind.FLAG),
    Attribute("on_the_spot", Kind.FLAG),
    _text("requirements"),
    _text("receiving_addresses"),
    Attribute("dossier_sets", Kind.COUNT),
    Attribute("show_process", Kind.FLAG),
    _choice("status"),
    Attribute("effective_from", Kind.DAY),
    Attribute("effective_to", Kind.DAY),
    _text("replaced_by", 40),
    Attribute("review_on", Kind.DAY),
    _text("responsible_department", 60),
    _text("contact_office", 255),
    _text("contact_phone", 40),
    _text("contact_person", 255),
)

ROW_TYPES: Final[Mapping[str, type[Any]]] = {
    "fields": Named,
    "subjects": Named,
    "legal_bases": Named,
    "agencies": AgencyRecord,
    "aliases": AliasRecord,
    "methods": MethodRecord,
    "time_limits": TimeRecord,
    "fees": FeeRecord,
    "steps": StepRecord,
    "cases": CaseRecord,
    "process_steps": ProcessStepRecord,
}

# Lists of plain texts, with the most characters of one.
TEXT_LISTS: Final[Mapping[str, int]] = {"return_methods": 20, "levels": 20, "life_events": 120, "results": 0}

ATTRIBUTES: Final[Mapping[type[Any], tuple[Attribute, ...]]] = {
    Named: (_text("code", 255), _text("name")),
    AgencyRecord: (_choice("role", optional=False), _text("name", 500, optional=False)),
    AliasRecord: (_text("code", 40, optional=False), _text("reason", 500), Attribute("since", Kind.DAY)),
    DecisionRecord: (
        _text("number", 120, optional=False),
        _text("issuer", 255),
        Attribute("decided_on", Kind.DAY),
        Attribute("effective_on", Kind.DAY),
    ),
    MethodRecord: (_choice("channel", "filing_channel", optional=False), _text("note")),
    TimeRecord: (
        _choice("channel"),
        Attribute("value", Kind.NUMBER),
        _choice("unit", optional=False),
        Attribute("committed_value", Kind.NUMBER),
        _choice("committed_unit", "unit"),
        _text("committed_basis", 500),
        Attribute("is_default", Kind.FLAG),
        *_VALIDITY,
    ),
    FeeRecord: (
        _choice("channel"),
        _choice("kind", "fee_kind"),
        _choice("status", "fee_status", optional=False),
        Attribute("amount_min", Kind.AMOUNT),
        Attribute("amount_max", Kind.AMOUNT),
        _choice("currency"),
        _text("per_unit", 80),
        _text("exemption"),
        *_VALIDITY,
    ),
    StepRecord: (_choice("channel"), _text("title", 255), _text("text")),
    CaseRecord: (_text("name"),),
    ItemRecord: (
        _text("name", optional=False),
        _choice("kind", "item_kind"),
        Attribute("originals", Kind.COUNT),
        Attribute("copies", Kind.COUNT),
        Attribute("certified", Kind.FLAG),
        _text("note"),
        _text("reuse_note", 500),
        _text("form_code", 255),
    ),
    ProcessStepRecord: (
        _text("unit_name", 255, optional=False),
        _text("role", 255),
        _text("task", optional=False),
        Attribute("hours", Kind.NUMBER, optional=False),
    ),
}
