"""The normal form of a procedure: what import, difference, comparison and export all speak. Pure data.

Lists that have no order on a page (``WITHOUT_ORDER``) are kept sorted and without repetition, so that two records
that say the same are equal.
"""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final


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


def two_places(number: Decimal | None) -> Decimal | None:
    """As the database keeps it: 3 and 3.00 are one number and one text."""
    return None if number is None else number.quantize(Decimal("0.01"))


@dataclass(frozen=True)
class FeeRecord:
    """A fee: amounts in whole units of ``currency``, only with status ``amount``; both days of validity included."""

    channel: str
    kind: str
    status: str
    amount_min: int | None = None
    amount_max: int | None = None
    currency: str = "VND"
    per_unit: str = ""
    case_label: str = ""
    exemption: str = ""
    verbatim: str = ""
    legal_basis: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        if self.amount_max == self.amount_min:
            object.__setattr__(self, "amount_max", None)


@dataclass(frozen=True)
class TimeRecord:
    """A time limit: ``value`` only with a unit that can be counted, the same for the committed term."""

    channel: str
    unit: str
    value: Decimal | None = None
    committed_value: Decimal | None = None
    committed_unit: str = ""
    committed_basis: str = ""
    is_default: bool = False
    case_label: str = ""
    verbatim: str = ""
    legal_basis: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        for name in ("value", "committed_value"):
            object.__setattr__(self, name, two_places(getattr(self, name)))


@dataclass(frozen=True)
class ItemRecord:
    """One paper of a dossier case. ``form_code``: a form's code, or the name of the source's file."""

    name: str
    kind: str = "submit"
    originals: int = 0
    copies: int = 0
    certified: bool = False
    note: str = ""
    reuse_note: str = ""
    form_code: str = ""


@dataclass(frozen=True)
class CaseRecord:
    """A dossier case with its papers."""

    name: str
    items: tuple[ItemRecord, ...] = ()


@dataclass(frozen=True)
class StepRecord:
    """A step of the procedure."""

    title: str
    text: str
    channel: str = "any"


@dataclass(frozen=True)
class MethodRecord:
    """A way of filing and what to know about it."""

    channel: str
    note: str = ""


@dataclass(frozen=True)
class ProcessStepRecord:
    """A step of the internal process; ``hours`` are working hours."""

    unit_name: str
    task: str
    hours: Decimal
    role: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "hours", two_places(self.hours))


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
class AliasRecord:
    """A code under which the procedure was known before."""

    code: str
    reason: str = ""
    since: date | None = None


@dataclass(frozen=True)
class DecisionRecord:
    """A publication decision."""

    number: str
    issuer: str
    decided_on: date | None = None
    effective_on: date | None = None


@dataclass(frozen=True)
class ProcedureRecord:
    """One procedure, normalised; ``official_name`` is verbatim, ``title`` is what people read.

    ``stated`` names the fields that the source says something about, if only that there is nothing. A field that is
    not stated is never touched by an import, whatever value stands here.
    """

    code: str
    official_name: str = ""
    title: str = ""
    summary: str = ""
    keywords: str = ""
    note: str = ""
    scope: str = "standard"
    legal_type: str = "assigned"
    online_level: str = "none"
    portal_url: str = ""
    is_non_territorial: bool = False
    on_the_spot: bool = False
    requirements: str = ""
    return_methods: tuple[str, ...] = ()
    receiving_addresses: str = ""
    dossier_sets: int = 1
    show_process: bool = False
    status: str = "published"
    effective_from: date | None = None
    effective_to: date | None = None
    replaced_by: str = ""
    review_on: date | None = None
    responsible_department: str = ""
    contact_office: str = ""
    contact_phone: str = ""
    contact_person: str = ""
    decision: DecisionRecord | None = None
    fields: tuple[Named, ...] = ()
    levels: tuple[str, ...] = ()
    subjects: tuple[Named, ...] = ()
    life_events: tuple[str, ...] = ()
    legal_bases: tuple[Named, ...] = ()
    agencies: tuple[AgencyRecord, ...] = ()
    aliases: tuple[AliasRecord, ...] = ()
    results: tuple[str, ...] = ()
    methods: tuple[MethodRecord, ...] = ()
    time_limits: tuple[TimeRecord, ...] = ()
    fees: tuple[FeeRecord, ...] = ()
    steps: tuple[StepRecord, ...] = ()
    cases: tuple[CaseRecord, ...] = ()
    process_steps: tuple[ProcessStepRecord, ...] = ()
    stated: frozenset[str] = field(default_factory=lambda: ALL_FIELDS)
    # Not a fact of the page: when the source says it changed the record.
    source_updated_at: datetime | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        for name in WITHOUT_ORDER:
            rows = dict.fromkeys(getattr(self, name))
            object.__setattr__(self, name, tuple(sorted(rows, key=repr)))

    @property
    def can_stand_alone(self) -> bool:
        """Whether a new page can be made of it; a partial record without a name only changes a page that exists."""
        return "official_name" in self.stated and bool(self.official_name)


WITHOUT_ORDER: Final = ("fields", "levels", "subjects", "life_events", "legal_bases", "aliases")
# Every field of a page that can be stated, in the order in which people read them.
FIELDS: Final[tuple[str, ...]] = tuple(
    row.name for row in fields(ProcedureRecord) if row.name not in {"code", "stated", "source_updated_at"}
)
ALL_FIELDS: Final[frozenset[str]] = frozenset(FIELDS)


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

    @property
    def is_remark(self) -> bool:
        """Whether it is no record at all but something to say of the file, such as a sheet that was left out."""
        return self.procedure is None and all(issue.severity is not Severity.ERROR for issue in self.issues)
