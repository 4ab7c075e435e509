"""Plain data between the reader of a source and the service that writes pages."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Severity(StrEnum):
    """``error``: the record can't be used. ``doubt``: a person must look before it is published. ``note``: handled."""

    ERROR = "error"
    DOUBT = "doubt"
    NOTE = "note"


@dataclass(frozen=True)
class Issue:
    """Something wrong or doubtful: where (file, code, field), what kind, and why in words an editor reads."""

    file: str
    code: str
    field: str
    severity: Severity
    kind: str
    reason: str


@dataclass(frozen=True)
class FeeRecord:
    """A fee as normalised: amounts in whole units of ``currency``, only with status ``amount``."""

    channel: str
    kind: str
    status: str
    amount: int | None = None
    currency: str = "VND"
    case_label: str = ""
    verbatim: str = ""


@dataclass(frozen=True)
class TimeRecord:
    """A time limit as normalised: ``value`` only with a unit that can be counted."""

    channel: str
    unit: str
    value: Decimal | None = None
    case_label: str = ""
    verbatim: str = ""


@dataclass(frozen=True)
class ItemRecord:
    """One paper of a dossier case."""

    name: str
    kind: str
    originals: int
    copies: int
    note: str = ""


@dataclass(frozen=True)
class CaseRecord:
    """A dossier case with its papers."""

    name: str
    items: tuple[ItemRecord, ...]


@dataclass(frozen=True)
class StepRecord:
    """A step of the procedure."""

    title: str
    text: str


@dataclass(frozen=True)
class Named:
    """A row of somebody's list: its code there and its name."""

    code: str
    name: str


@dataclass(frozen=True)
class AgencyRecord:
    """An agency's name and its role in the procedure."""

    role: str
    name: str


@dataclass(frozen=True)
class DecisionRecord:
    """A publication decision."""

    number: str
    issuer: str
    decided_on: date | None = None


@dataclass(frozen=True)
class ProcedureRecord:
    """One procedure as a source states it, normalised; ``official_name`` is verbatim, ``title`` is for display."""

    code: str
    official_name: str
    title: str
    scope: str
    legal_type: str
    online_level: str
    is_non_territorial: bool = False
    requirements: str = ""
    note: str = ""
    keywords: str = ""
    receiving_addresses: str = ""
    return_methods: tuple[str, ...] = ()
    fields: tuple[Named, ...] = ()
    levels: tuple[str, ...] = ()
    subjects: tuple[Named, ...] = ()
    life_events: tuple[str, ...] = ()
    legal_bases: tuple[Named, ...] = ()
    decision: DecisionRecord | None = None
    steps: tuple[StepRecord, ...] = ()
    methods: tuple[tuple[str, str], ...] = ()
    time_limits: tuple[TimeRecord, ...] = ()
    fees: tuple[FeeRecord, ...] = ()
    cases: tuple[CaseRecord, ...] = ()
    results: tuple[str, ...] = ()
    agencies: tuple[AgencyRecord, ...] = ()
    source_updated_at: datetime | None = None


@dataclass(frozen=True)
class Parsed:
    """What one source record gave: the procedure, or None if it can't be used, and everything worth saying."""

    source: str
    procedure: ProcedureRecord | None
    issues: tuple[Issue, ...] = field(default_factory=tuple)

    @property
    def doubtful(self) -> bool:
        """Whether a person must look before this is published."""
        return any(issue.severity is Severity.DOUBT for issue in self.issues)
