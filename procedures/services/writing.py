"""Turn an imported record into the fields and rows of a procedure page."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db.models import Model, Q

from core.models import Department, Level
from core.text import fold
from procedures.importing.facts import record_digest
from procedures.importing.records import AgencyRecord, DecisionRecord, Named, ProcedureRecord
from procedures.models import (
    Agency,
    DossierCase,
    DossierItem,
    Fee,
    Field,
    LegalBasis,
    LifeEvent,
    ProcedureAgency,
    ProcedurePage,
    ProcedureResult,
    ProcedureStep,
    PublicationDecision,
    SubjectType,
    SubmissionMethod,
    TimeLimit,
)


class PageWriter:
    """Writes records into pages; knows the taxonomy rows it has seen, so that they are read once per import."""

    def __init__(self) -> None:
        self._seen: dict[tuple[type[Model], str], Any] = {}

    def write(self, page: ProcedurePage, record: ProcedureRecord) -> None:
        """Set every field and row that the record states. Nothing is saved but taxonomy rows."""
        for name in (
            "code",
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
            "source_updated_at",
        ):
            setattr(page, name, getattr(record, name))
        page.return_methods = list(record.return_methods)
        page.decision = self._decision(record.decision)
        page.source_digest = record_digest(record)
        self._write_rows(page, record)
        self._write_lists(page, record)

    def _write_rows(self, page: ProcedurePage, record: ProcedureRecord) -> None:
        page.steps.set([ProcedureStep(title=row.title, text=row.text) for row in record.steps])
        page.submission_methods.set(
            [SubmissionMethod(channel=row.channel, note=row.note) for row in record.methods]
        )
        page.time_limits.set([TimeLimit(**asdict(row)) for row in record.time_limits])
        page.fees.set(
            [
                Fee(
                    channel=row.channel,
                    kind=row.kind,
                    status=row.status,
                    amount_min=row.amount_min,
                    currency=row.currency,
                    case_label=row.case_label,
                    verbatim=row.verbatim,
                )
                for row in record.fees
            ]
        )
        page.results.set([ProcedureResult(name=name) for name in record.results])
        page.dossier_cases.set([_case(row.name, row.items) for row in record.cases])
        number_rows(page)

    def _write_lists(self, page: ProcedurePage, record: ProcedureRecord) -> None:
        page.fields.set([self._named(Field, row) for row in record.fields])
        page.subjects.set([self._named(SubjectType, row) for row in record.subjects])
        page.levels.set(list(Level.objects.filter(code__in=record.levels)))
        page.life_events.set([self._life_event(name) for name in record.life_events])
        page.legal_bases.set([self._legal_basis(row) for row in record.legal_bases])
        agencies = [(row.role, self._agency(row)) for row in record.agencies]
        page.agencies.set(
            [
                ProcedureAgency(role=role, agency=agency, sort_order=number)
                for number, (role, agency) in enumerate(agencies)
            ]
        )
        if page.responsible_department_id is None:
            page.responsible_department = _department(agencies)

    def _remembered(self, model: type[Model], key: str, make: Any) -> Any:
        if (model, key) not in self._seen:
            self._seen[model, key] = make()
        return self._seen[model, key]

    def _named(self, model: type[Field] | type[SubjectType], row: Named) -> Any:
        """Ministries number the same sector differently: a known name is reused whatever its code there."""
        code = row.code[:40] or fold(row.name)[:40]

        def make() -> Field | SubjectType:
            known = model._default_manager.filter(Q(code=code) | Q(name=row.name)).order_by("pk").first()
            return known or model._default_manager.create(code=code, name=row.name)

        return self._remembered(model, code, make)

    def _life_event(self, name: str) -> LifeEvent:
        event: LifeEvent = self._remembered(
            LifeEvent, name, lambda: LifeEvent.objects.get_or_create(name=name)[0]
        )
        return event

    def _legal_basis(self, row: Named) -> LegalBasis:
        def make() -> LegalBasis:
            return LegalBasis.objects.get_or_create(number=row.code, defaults={"title": row.name})[0]

        basis: LegalBasis = self._remembered(LegalBasis, row.code, make)
        return basis

    def _agency(self, row: AgencyRecord) -> Agency:
        folded = fold(row.name)[:500]

        def make() -> Agency:
            return Agency.objects.get_or_create(folded_name=folded, defaults={"name": row.name})[0]

        agency: Agency = self._remembered(Agency, folded, make)
        return agency

    def _decision(self, row: DecisionRecord | None) -> PublicationDecision | None:
        if row is None:
            return None

        def make() -> PublicationDecision:
            defaults = {"decided_on": row.decided_on}
            return PublicationDecision.objects.get_or_create(
                number=row.number, issuer=row.issuer, defaults=defaults
            )[0]

        decision: PublicationDecision = self._remembered(
            PublicationDecision, f"{row.number}|{row.issuer}", make
        )
        return decision


def number_rows(page: ProcedurePage) -> None:
    """Give rows that were set in code the order they stand in; the admin's form does this by itself."""
    for relation in ("steps", "submission_methods", "time_limits", "fees", "results", "dossier_cases"):
        for number, row in enumerate(getattr(page, relation).all()):
            row.sort_order = number


def _case(name: str, items: Iterable[Any]) -> DossierCase:
    case = DossierCase(name=name)
    case.items.set([DossierItem(**asdict(item), sort_order=number) for number, item in enumerate(items)])
    return case


def _department(agencies: Iterable[tuple[str, Agency]]) -> Department | None:
    """The department of the implementing agency, where one of ours stands behind it."""
    for role, agency in agencies:
        if role == "implementing" and agency.department_id:
            return agency.department
    return None
