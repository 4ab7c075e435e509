"""The procedure pages of the demonstration, with all their rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from home.services.demo.files import catalogue_files
from home.services.demo.lists import Lists, load_lists
from procedures.models import (
    DossierCase,
    DossierItem,
    Fee,
    ProcedureAgency,
    ProcedureIndexPage,
    ProcedurePage,
    ProcedureResult,
    ProcedureStep,
    ProcessStep,
    SubmissionMethod,
    TimeLimit,
)
from procedures.titles import procedure_slug

_PLAIN = (
    "code",
    "official_name",
    "title",
    "summary",
    "requirements",
    "portal_url",
    "scope",
    "status",
    "online_level",
    "return_methods",
    "is_non_territorial",
    "on_the_spot",
    "show_process",
)
_ROWS: dict[str, type[Model]] = {
    "steps": ProcedureStep,
    "submission_methods": SubmissionMethod,
    "time_limits": TimeLimit,
    "fees": Fee,
    "process_steps": ProcessStep,
}
_DATES = ("valid_from", "valid_to")


@dataclass
class _Batch:
    """Rows of many pages, written together: one statement a table instead of one a row."""

    rows: dict[type[Model], list[Model]] = field(default_factory=dict)

    def add(self, *rows: Model) -> None:
        for row in rows:
            self.rows.setdefault(type(row), []).append(row)

    def write(self) -> None:
        """Cases first: their papers need their keys, which come back from the database."""
        for model in sorted(self.rows, key=lambda model: model is not DossierCase):
            model._default_manager.bulk_create(self.rows[model], batch_size=500)
        self.rows = {}


def load_catalogue(index: ProcedureIndexPage, now: datetime, progress: Callable[[], object]) -> int:
    """Publish the procedures that aren't there yet; return how many. ``progress`` is called once for each."""
    files = catalogue_files()
    lists = load_lists(files)
    known = set(ProcedurePage.objects.values_list("code", flat=True))
    batch, pages = _Batch(), []
    with disable_reference_index_auto_update():
        for record in (record for file in files for record in file["procedures"]):
            if record["code"] not in known:
                page = _page(record, lists, now)
                index.add_child(instance=page)
                _add_rows(page, record, lists, batch)
                pages.append(page)
                progress()
        batch.write()
    _index_references(pages)
    return len(pages)


def _index_references(pages: list[ProcedurePage]) -> None:
    """Tell Wagtail what the pages name, so that an editor sees where an agency or a decision is used."""
    written = ProcedurePage.objects.filter(pk__in=[page.pk for page in pages])
    for page in written.prefetch_related(*_ROWS, "results", "agencies", "dossier_cases__items"):
        ReferenceIndex.create_or_update_for_object(page)


def _page(record: dict[str, Any], lists: Lists, now: datetime) -> ProcedurePage:
    department = lists.departments.get(record.get("responsible_department", ""))
    decision = record.get("decision")
    return ProcedurePage(
        **{key: record[key] for key in _PLAIN if key in record},
        slug=procedure_slug(record["title"], record["code"]),
        search_description=record["summary"],
        keywords="\n".join(record.get("keywords", [])),
        decision_id=lists.decisions[decision["number"], decision["issuer"]] if decision else None,
        responsible_department=department,
        contact_office=department.name if department else "",
        contact_phone=department.phone if department else "",
        first_published_at=now,
        last_published_at=now,
    )


def _add_rows(page: ProcedurePage, record: dict[str, Any], lists: Lists, batch: _Batch) -> None:
    for key, model in _ROWS.items():
        batch.add(
            *(model(page=page, sort_order=n, **_dated(row)) for n, row in enumerate(record.get(key, [])))
        )
    batch.add(
        *(
            ProcedureResult(page=page, sort_order=n, name=name)
            for n, name in enumerate(record.get("results", []))
        )
    )
    for order, row in enumerate(record["agencies"]):
        agency = lists.agencies[row["name"]]
        batch.add(ProcedureAgency(page=page, sort_order=order, agency_id=agency, role=row["role"]))
    for order, case in enumerate(record["dossier_cases"]):
        _add_case(page, order, case, batch)
    _link(page, "fields", [lists.fields[slug] for slug in record["fields"]], batch)
    _link(page, "levels", [lists.levels[code] for code in record["levels"]], batch)
    _link(page, "subjects", [lists.subjects[code] for code in record["subjects"]], batch)
    _link(page, "life_events", [lists.life_events[slug] for slug in record.get("life_events", [])], batch)
    bases = [lists.legal_bases[row["number"]] for row in record.get("legal_bases", [])]
    _link(page, "legal_bases", bases, batch)


def _add_case(page: ProcedurePage, order: int, case: dict[str, Any], batch: _Batch) -> None:
    dossier_case = DossierCase(page=page, sort_order=order, name=case.get("name", ""))
    batch.add(dossier_case)
    items = [{"originals": 0, **item} for item in case["items"]]
    batch.add(*(DossierItem(case=dossier_case, sort_order=n, **item) for n, item in enumerate(items)))


def _link(page: ProcedurePage, name: str, keys: list[int], batch: _Batch) -> None:
    relation = ProcedurePage._meta.get_field(name)
    through, target = relation.remote_field.through, relation.m2m_reverse_field_name()
    batch.add(*(through(procedurepage_id=page.pk, **{f"{target}_id": key}) for key in keys))


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return {
        key: date.fromisoformat(value) if key in _DATES and value else value for key, value in row.items()
    }
