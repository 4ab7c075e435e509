"""Turn a record into the fields and rows of a procedure page."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from core.models import Department
from procedures.importing.records import CaseRecord, ProcedureRecord
from procedures.importing.schema import SCALARS
from procedures.models import (
    Agency,
    CodeAlias,
    DossierCase,
    DossierItem,
    Fee,
    ProcedureAgency,
    ProcedurePage,
    ProcedureResult,
    ProcedureStep,
    ProcessStep,
    SubmissionMethod,
    TimeLimit,
)
from procedures.services.catalogue_rows import CatalogueRows

_BY_CODE: Final = {"replaced_by", "responsible_department"}
_ROWS: Final[dict[str, tuple[str, type[Any]]]] = {
    "steps": ("steps", ProcedureStep),
    "methods": ("submission_methods", SubmissionMethod),
    "time_limits": ("time_limits", TimeLimit),
    "fees": ("fees", Fee),
    "process_steps": ("process_steps", ProcessStep),
}


@dataclass(frozen=True)
class Unmatched:
    """Something that a record names and this site doesn't have: a successor, a department, a level."""

    code: str
    field: str
    value: str


class PageWriter:
    """Writes records into pages. One writer for a whole import: lists are read once, what they lack is made.

    ``unmatched`` collects what could not be set; ``rows.made`` what was made in the lists.
    """

    def __init__(self) -> None:
        self.rows = CatalogueRows()
        self.unmatched: list[Unmatched] = []

    def write(
        self, page: ProcedurePage, record: ProcedureRecord, fields: Collection[str] | None = None
    ) -> None:
        """Set the stated fields, or those of ``fields`` that are stated. Nothing is saved but rows of lists.

        Old codes are rows of their own: ``write_aliases`` sets them once the page is saved.
        """
        page.code = record.code
        chosen = record.stated if fields is None else record.stated & set(fields)
        for attribute in SCALARS:
            if attribute.name in chosen and attribute.name not in _BY_CODE:
                setattr(page, attribute.name, getattr(record, attribute.name))
        for name, write in self._special().items():
            if name in chosen:
                write(page, record)
        for name, (relation, model) in _ROWS.items():
            if name in chosen:
                _set_rows(page, relation, [model(**vars(row)) for row in getattr(record, name)])

    def write_aliases(
        self, page: ProcedurePage, record: ProcedureRecord, fields: Collection[str] | None = None
    ) -> None:
        """Make the old codes of a saved page those of the record, if it states them."""
        if "aliases" not in record.stated or (fields is not None and "aliases" not in fields):
            return
        codes = [row.code for row in record.aliases]
        CodeAlias.objects.filter(procedure=page).exclude(old_code__in=codes).delete()
        for row in record.aliases:
            alias = CodeAlias.objects.filter(old_code=row.code).first() or CodeAlias(old_code=row.code)
            if alias.pk and alias.procedure_id != page.pk:
                self._miss(record, "aliases", row.code)
                continue
            alias.procedure, alias.reason, alias.since = page, row.reason, row.since
            alias.save()

    def _special(self) -> dict[str, Callable[[ProcedurePage, ProcedureRecord], None]]:
        return {
            "return_methods": lambda page, record: setattr(
                page, "return_methods", list(record.return_methods)
            ),
            "decision": lambda page, record: setattr(page, "decision", self.rows.decision(record.decision)),
            "replaced_by": self._successor,
            "responsible_department": self._department,
            "fields": lambda page, record: page.fields.set(_once(map(self.rows.field, record.fields))),
            "subjects": lambda page, record: page.subjects.set(
                _once(map(self.rows.subject, record.subjects))
            ),
            "levels": self._levels,
            "life_events": lambda page, record: page.life_events.set(
                _once(map(self.rows.life_event, record.life_events))
            ),
            "legal_bases": lambda page, record: page.legal_bases.set(
                _once(map(self.rows.legal_basis, record.legal_bases))
            ),
            "agencies": self._agencies,
            "results": lambda page, record: _set_rows(
                page, "results", [ProcedureResult(name=name) for name in record.results]
            ),
            "cases": lambda page, record: _set_rows(
                page, "dossier_cases", [self._case(row) for row in record.cases]
            ),
        }

    def _miss(self, record: ProcedureRecord, field: str, value: str) -> None:
        self.unmatched.append(Unmatched(record.code, field, value))

    def _successor(self, page: ProcedurePage, record: ProcedureRecord) -> None:
        page.replaced_by = self.rows.page(record.replaced_by) if record.replaced_by else None
        if record.replaced_by and page.replaced_by is None:
            self._miss(record, "replaced_by", record.replaced_by)

    def _department(self, page: ProcedurePage, record: ProcedureRecord) -> None:
        code = record.responsible_department
        page.responsible_department = self.rows.department(code) if code else None
        if code and page.responsible_department is None:
            self._miss(record, "responsible_department", code)

    def _levels(self, page: ProcedurePage, record: ProcedureRecord) -> None:
        levels = self.rows.levels(record.levels)
        page.levels.set(levels)
        for code in set(record.levels) - {level.code for level in levels}:
            self._miss(record, "levels", code)

    def _agencies(self, page: ProcedurePage, record: ProcedureRecord) -> None:
        """Two spellings of one agency are one row. A page that nobody is responsible for gets the agency's unit."""
        agencies = dict.fromkeys((row.role, self.rows.agency(row.name)) for row in record.agencies)
        rows = [ProcedureAgency(role=role, agency=agency) for role, agency in agencies]
        _set_rows(page, "agencies", rows)
        if page.responsible_department_id is None:
            page.responsible_department = _department_of(agencies)

    def _case(self, row: CaseRecord) -> DossierCase:
        case = DossierCase(name=row.name)
        items = [DossierItem(**vars(item), form=self.rows.form(item.form_code)) for item in row.items]
        _set_rows(case, "items", items)
        return case


def _once(rows: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(rows))


def _set_rows(owner: Any, relation: str, rows: list[Any]) -> None:
    """Rows in the order they stand in; the admin's form numbers them by itself."""
    for number, row in enumerate(rows):
        row.sort_order = number
    getattr(owner, relation).set(rows)


def _department_of(agencies: Iterable[tuple[str, Agency]]) -> Department | None:
    """The department of the implementing agency, where one of ours stands behind it."""
    for role, agency in agencies:
        if role == "implementing" and agency.department_id:
            return agency.department
    return None
