"""Reader of the national portal's JSON records (``get-formality-by-citizen``), one procedure a record.

Field names are the portal's of July 2026. Whatever is missing, of a wrong type or doubtful is reported with its
place and the rest is read: ``parse_record`` never raises for bad content.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from core.text import clean_display, fold
from procedures.choices import AgencyRole, LegalType, OnlineLevel, ReturnMethod, Scope
from procedures.importing.codes import read_code
from procedures.importing.fields import Issues, RawRecord
from procedures.importing.findings import is_junk, remark_on_agencies, remark_on_name, remark_on_publisher
from procedures.importing.normal_reading import listed
from procedures.importing.portal_dossier import read_cases, read_steps
from procedures.importing.portal_methods import read_methods
from procedures.importing.records import AgencyRecord, DecisionRecord, Named, Parsed, ProcedureRecord
from procedures.importing.texts import clean_name, says_nothing
from procedures.importing.titles import read_title

LOCAL_TIME: Final = timezone(timedelta(hours=7))

_SCOPES: Final = {
    "STANDARD": Scope.STANDARD,
    "SPECIFIC": Scope.LOCAL,
    "STANDARD_INTERNAL": Scope.INTERNAL,
}
_LEGAL_TYPES: Final = {
    "ASSIGNED_REGULATION": LegalType.ASSIGNED,
    "NOT_ASSIGNED_REGULATION": LegalType.NOT_ASSIGNED,
    "OTHER": LegalType.OTHER,
}
_LEVELS: Final = {
    "isMinistry": "central",
    "isProvince": "province",
    "isWard": "commune",
    "isVertical": "vertical",
    "isOtherAgency": "other",
}
_RETURNS: Final = {
    "AT_SUBMISSION_PLACE": ReturnMethod.AT_COUNTER,
    "AT_HOME": ReturnMethod.AT_HOME,
    "ONLINE": ReturnMethod.ONLINE,
}
# Each role's sources in the order of trust: the agency's own list, groups of units, free text.
_AGENCIES: Final = {
    AgencyRole.IMPLEMENTING: ("departmentsExecuting", "unitGroupsExecuting", "executingAgencies"),
    AgencyRole.COMPETENT: ("departmentsAuthority", "unitGroupsAuthority", "delegatedAgencies"),
    AgencyRole.AUTHORISED: ("departmentsAuthorized", "unitGroupsAuthorized", "authorizedAgencies"),
    AgencyRole.COORDINATING: ("departmentsCoordinating", "unitGroupsCoordinating", "coordinatingAgencies"),
}
# What the portal's records have a place for. An empty place states that there is nothing.
_STATED: Final = frozenset(
    {
        "official_name",
        "title",
        "scope",
        "legal_type",
        "online_level",
        "is_non_territorial",
        "requirements",
        "note",
        "keywords",
        "receiving_addresses",
        "return_methods",
        "fields",
        "levels",
        "subjects",
        "life_events",
        "legal_bases",
        "decision",
        "steps",
        "methods",
        "time_limits",
        "fees",
        "cases",
        "results",
        "agencies",
    }
)


def parse_record(raw: object, source: str) -> Parsed:
    """One raw record into a ``ProcedureRecord``, or None with an error that says what is missing."""
    issues = Issues(source)
    if not isinstance(raw, Mapping):
        issues.error("", "not_a_record", "không phải một bản ghi thủ tục")
        return Parsed(source, None, tuple(issues.found))
    data = raw["data"] if isinstance(raw.get("data"), Mapping) else raw
    record = RawRecord(data, issues)
    code = read_code(record.raw_text("code") or record.raw_text("codeNotation"), issues)
    name = clean_name(record.raw_text("name"))
    if not clean_display(name):
        issues.error("name", "missing", "thiếu tên thủ tục")
    if not code or not clean_display(name):
        return Parsed(source, None, tuple(issues.found))
    procedure = _procedure(record, issues, code, name)
    return Parsed(source, procedure, tuple(issues.found))


def _procedure(record: RawRecord, issues: Issues, code: str, name: str) -> ProcedureRecord:
    remark_on_name(name, issues)
    methods = read_methods(record, issues, clean_display(name))
    if not methods.methods:
        issues.doubt("executionMethods", "missing", "không có cách nộp nào: không rõ thời hạn và lệ phí")
    scope = _choice(record, "type", _SCOPES, Scope.STANDARD)
    return ProcedureRecord(
        code=code,
        official_name=name,
        title=read_title(record.line("name")),
        scope=scope,
        legal_type=_choice(record, "formalityType", _LEGAL_TYPES, LegalType.OTHER),
        online_level=_online_level(record, {way.channel for way in methods.methods}),
        is_non_territorial=record.flag("isNonTerritorial"),
        requirements=_statement(record, "requirementsAndConditions"),
        note="\n".join(
            part for part in (_statement(record, "description"), _statement(record, "note")) if part
        ),
        keywords=record.lines("keywords").replace(";", "\n"),
        receiving_addresses=record.lines("dossierReceivingAddresses"),
        return_methods=_return_methods(record, issues),
        fields=_fields(record, issues),
        levels=tuple(level for key, level in _LEVELS.items() if record.flag(key)),
        subjects=_subjects(record, issues),
        life_events=tuple(row.name for row in record.named("serviceGroupsDetails", limit=120)),
        legal_bases=_legal_bases(record),
        decision=_decision(record, issues, is_local=scope == Scope.LOCAL),
        steps=read_steps(record),
        methods=methods.methods,
        time_limits=methods.times,
        fees=methods.fees,
        cases=read_cases(record, issues),
        results=tuple(dict.fromkeys(row.name for row in record.named("resultsDetails", limit=0))),
        agencies=_agencies(record, issues),
        stated=_STATED,
        source_updated_at=_moment(record.data.get("updatedAt")),
    )


def _choice(record: RawRecord, key: str, known: Mapping[str, Any], fallback: Any) -> str:
    value = record.line(key)
    if value and value not in known:
        record.issues.doubt(key, "unknown_value", f"giá trị lạ “{value[:40]}”")
    return str(known.get(value, fallback).value)


def _online_level(record: RawRecord, channels: set[str]) -> str:
    if record.flag("isOfflineOnly"):
        return OnlineLevel.NONE.value
    if record.flag("isFullProcess"):
        return OnlineLevel.FULL.value
    return OnlineLevel.PART.value if "online" in channels else OnlineLevel.NONE.value


def _statement(record: RawRecord, key: str) -> str:
    text = record.lines(key)
    return "" if says_nothing(text) else text


def _return_methods(record: RawRecord, issues: Issues) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in record.rows("returningMethods"):
        values = row.data.get("value")
        for value in values if isinstance(values, list) else []:
            if value in _RETURNS:
                found[_RETURNS[value].value] = None
            else:
                issues.note("returningMethods", "unknown_value", f"cách nhận kết quả lạ “{value!r:.40}”")
    return tuple(method.value for method in ReturnMethod if method.value in found)


def _fields(record: RawRecord, issues: Issues) -> tuple[Named, ...]:
    rows = record.named("categoriesDetails")
    category = record.child("category")
    if not rows and category.line("name"):
        rows = (Named(category.line("code", 40), category.line("name", 255)),)
    if not rows:
        issues.note("categoriesDetails", "missing", "không ghi lĩnh vực")
    return tuple(listed(row.code, row.name) for row in rows)


def _subjects(record: RawRecord, issues: Issues) -> tuple[Named, ...]:
    rows = record.named("subjectTypesDetails")
    for row in rows:
        if is_junk(row.name):
            issues.doubt("subjectTypesDetails", "junk_value", f"giá trị thử nghiệm “{row.name[:40]}”, đã bỏ")
    return tuple(listed(row.code, row.name) for row in rows if not is_junk(row.name))


def _legal_bases(record: RawRecord) -> tuple[Named, ...]:
    """One row per number; texts without a number keep their title as number."""
    found: dict[str, Named] = {}
    for row in record.named("legalBasisesDetails", limit=0):
        number = row.code or row.name[:255].rstrip()
        found.setdefault(number, Named(number, row.name if row.code else ""))
    return tuple(found.values())


def _decision(record: RawRecord, issues: Issues, *, is_local: bool) -> DecisionRecord | None:
    """The decision that published it; what the record says besides of its publisher is told."""
    proposal = record.child("procedureProposal")
    number, issuer = proposal.line("proposalNumber", 120), proposal.child("issuingAgency").line("name", 255)
    publisher, field = record.line("departmentPromulgateName", 120), "departmentPromulgateName"
    remark_on_publisher(publisher, field, issues, is_local=is_local, kept=issuer if number else "")
    if not number:
        return None
    moment = _moment(proposal.data.get("decisionDate"))
    return DecisionRecord(
        number, issuer or "không rõ", moment.astimezone(LOCAL_TIME).date() if moment else None
    )


def _agencies(record: RawRecord, issues: Issues) -> tuple[AgencyRecord, ...]:
    found: dict[tuple[str, str], AgencyRecord] = {}
    for role, (own, groups, text) in _AGENCIES.items():
        names = [row.name for row in record.named(own, limit=500) or record.named(groups, limit=500)]
        for name in names or [record.line(text, 500)]:
            if name:
                found.setdefault((role.value, fold(name)), AgencyRecord(role.value, name))
    remark_on_agencies((agency.name for agency in found.values()), issues, "departmentsExecuting")
    return tuple(found.values())


def _moment(value: object) -> datetime | None:
    """Epoch milliseconds into a moment; None for anything that is none between 2000 and 2100."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 946_684_800_000 <= value <= 4_102_444_800_000:
        return None
    return datetime.fromtimestamp(value / 1000, UTC)
