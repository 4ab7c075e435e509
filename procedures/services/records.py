"""Pages as records: the same normal form that sources are read into, so that the two can be compared and exported."""

from collections.abc import Iterable
from dataclasses import fields as dataclass_fields
from typing import Any, Final, TypeVar

from django.db.models import Prefetch, QuerySet

from procedures.choices import ReturnMethod
from procedures.importing.records import (
    ALL_FIELDS,
    AgencyRecord,
    AliasRecord,
    CaseRecord,
    DecisionRecord,
    FeeRecord,
    ItemRecord,
    MethodRecord,
    Named,
    ProcedureRecord,
    ProcessStepRecord,
    StepRecord,
    TimeRecord,
)
from procedures.importing.schema import SCALARS
from procedures.models import (
    DossierItem,
    ProcedureAgency,
    ProcedurePage,
    ProcedureQuerySet,
    PublicationDecision,
)

_OWN: Final = tuple(
    attribute.name for attribute in SCALARS if attribute.name not in {"replaced_by", "responsible_department"}
)
_ROWS: Final[dict[str, tuple[str, type[Any]]]] = {
    "steps": ("steps", StepRecord),
    "methods": ("submission_methods", MethodRecord),
    "time_limits": ("time_limits", TimeRecord),
    "fees": ("fees", FeeRecord),
    "process_steps": ("process_steps", ProcessStepRecord),
}
_LISTS: Final = ("fields", "levels", "subjects", "life_events", "legal_bases", "code_aliases")


_Kind = TypeVar("_Kind", StepRecord, MethodRecord, TimeRecord, FeeRecord, ProcessStepRecord)


def record_of(page: ProcedurePage) -> ProcedureRecord:
    """Everything that can be edited on ``page``, all of it stated. Works on revisions too (rows in memory)."""
    department, successor = page.responsible_department, page.replaced_by
    same: dict[str, Any] = {name: getattr(page, name) for name in _OWN}
    for name, (relation, kind) in _ROWS.items():
        same[name] = as_records(kind, getattr(page, relation).all())
    return ProcedureRecord(
        code=page.code,
        **same,
        replaced_by=successor.code if successor else "",
        responsible_department=department.code if department else "",
        return_methods=_return_methods(page.return_methods),
        decision=_decision(page.decision),
        fields=_named(page.fields.all()),
        levels=tuple(row.code for row in page.levels.all()),
        subjects=_named(page.subjects.all()),
        life_events=tuple(row.name for row in page.life_events.all()),
        legal_bases=tuple(Named(row.number, row.title) for row in page.legal_bases.all()),
        agencies=tuple(AgencyRecord(row.role, row.agency.name) for row in _agencies(page)),
        aliases=_aliases(page),
        results=tuple(row.name for row in page.results.all()),
        cases=tuple(_case(row) for row in _cases(page)),
        stated=ALL_FIELDS,
    )


def with_rows(pages: ProcedureQuerySet) -> ProcedureQuerySet:
    """The query set with everything that ``record_of`` reads, in a constant number of queries."""
    relations = [relation for relation, _kind in _ROWS.values()]
    return pages.select_related("decision", "replaced_by", "responsible_department").prefetch_related(
        *relations,
        *_LISTS,
        "results",
        Prefetch("agencies", ProcedureAgency.objects.select_related("agency")),
        Prefetch("dossier_cases__items", _ITEMS),
    )


_ITEMS: Final = DossierItem.objects.select_related("form")


def as_records(kind: type[_Kind], rows: Iterable[Any]) -> tuple[_Kind, ...]:
    """Rows of a page as records of ``kind``, whose attributes they have."""
    names = [spec.name for spec in dataclass_fields(kind)]
    return tuple(kind(**{name: getattr(row, name) for name in names}) for row in rows)


def _named(rows: Iterable[Any]) -> tuple[Named, ...]:
    return tuple(Named(row.code, row.name) for row in rows)


def _return_methods(values: object) -> tuple[str, ...]:
    chosen = values if isinstance(values, list) else []
    return tuple(method.value for method in ReturnMethod if method.value in chosen)


def _decision(row: PublicationDecision | None) -> DecisionRecord | None:
    return None if row is None else DecisionRecord(row.number, row.issuer, row.decided_on, row.effective_on)


def _is_read(page: ProcedurePage, relation: str) -> bool:
    return relation in getattr(page, "_prefetched_objects_cache", {})


def _agencies(page: ProcedurePage) -> Iterable[ProcedureAgency]:
    rows = page.agencies.all()
    return rows if _is_read(page, "agencies") else rows.select_related("agency")


def _aliases(page: ProcedurePage) -> tuple[AliasRecord, ...]:
    """Aliases are no part of a revision: a page that isn't saved has none."""
    if page.pk is None:
        return ()
    return tuple(AliasRecord(row.old_code, row.reason, row.since) for row in page.code_aliases.all())


def _cases(page: ProcedurePage) -> Iterable[Any]:
    rows = page.dossier_cases.all()
    if isinstance(rows, QuerySet) and not _is_read(page, "dossier_cases"):
        return rows.prefetch_related(Prefetch("items", _ITEMS))
    return rows


def _case(row: Any) -> CaseRecord:
    return CaseRecord(row.name, tuple(map(_item, row.items.all())))


def _item(row: DossierItem) -> ItemRecord:
    return ItemRecord(
        name=row.name,
        kind=row.kind,
        originals=row.originals,
        copies=row.copies,
        certified=row.certified,
        note=row.note,
        reuse_note=row.reuse_note,
        form_code=row.form.code if row.form else row.form_code,
    )
