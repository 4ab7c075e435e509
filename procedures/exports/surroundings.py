"""What stands around a record: addresses, and the names of rows that the record only knows by code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Publisher:
    """Who publishes the catalogue: its own name, the place it serves, and the site's address without a final slash."""

    name: str
    area: str
    base_url: str


@dataclass(frozen=True)
class Office:
    """A department as the public may know it."""

    code: str
    name: str
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True)
class Successor:
    """The procedure that took this one's place, where the public may read it."""

    code: str
    title: str
    url: str


@dataclass(frozen=True)
class FormLink:
    """A form that citizens fill in and the address of its page."""

    code: str
    name: str
    url: str


@dataclass(frozen=True)
class LegalText:
    """A legal text with what is known of its life."""

    number: str
    title: str
    issuer: str = ""
    issued_on: date | None = None
    valid_to: date | None = None
    replaced_by: str = ""


@dataclass(frozen=True)
class Surroundings:
    """Around one record. ``forms`` by folded code, ``legal_texts`` by number; moments are aware."""

    url: str
    publisher: Publisher
    first_published_at: datetime | None = None
    updated_at: datetime | None = None
    office: Office | None = None
    successor: Successor | None = None
    forms: Mapping[str, FormLink] = field(default_factory=dict)
    legal_texts: Mapping[str, LegalText] = field(default_factory=dict)
    event_urls: Mapping[str, str] = field(default_factory=dict)
