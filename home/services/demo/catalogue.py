"""The procedure pages of the demonstration: records like any others, written as an import writes them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from wagtail.signal_handlers import disable_reference_index_auto_update

from core.models import Department
from home.services.demo.files import catalogue_files
from home.services.demo.lists import Lists, load_lists
from procedures.importing.normal import FORMAT, VERSION, from_json
from procedures.importing.records import ProcedureRecord
from procedures.models import ProcedureIndexPage, ProcedurePage
from procedures.services.imports.creating import create_pages, prepare
from procedures.services.writing import PageWriter

# What the files call otherwise than the format of records does.
_RENAMED: Final = {"submission_methods": "methods", "dossier_cases": "cases"}


@transaction.atomic
def load_catalogue(index: ProcedureIndexPage, now: datetime, progress: Callable[[], object]) -> int:
    """Publish the procedures that aren't there yet; return how many. ``progress`` is called once for each."""
    files = catalogue_files()
    lists = load_lists(files)
    departments = {row.code: row for row in Department.objects.all()}
    known = set(ProcedurePage.objects.values_list("code", flat=True))
    writer, pages = PageWriter(), []
    with disable_reference_index_auto_update():
        for row in (row for file in files for row in file["procedures"]):
            if row["code"] not in known:
                pages.append(_page(_record(row, lists, departments), writer, now))
                progress()
        create_pages(pages, index, user=None, now=now)
    return len(pages)


def _page(record: ProcedureRecord, writer: PageWriter, now: datetime) -> ProcedurePage:
    page = ProcedurePage(search_description=record.summary)
    writer.write(page, record)
    prepare(page, goes_live=True, user=None, now=now)
    return page


def _record(row: Mapping[str, Any], lists: Lists, departments: Mapping[str, Department]) -> ProcedureRecord:
    """A row of the demonstration's files in the format of records. Raises ``ValueError`` for what isn't sound."""
    data = {_RENAMED.get(key, key): value for key, value in row.items()}
    department = departments.get(row.get("responsible_department", ""))
    if department is not None:
        data |= {"contact_office": department.name, "contact_phone": department.phone}
    data |= {
        "format": FORMAT,
        "version": VERSION,
        "keywords": "\n".join(row.get("keywords", ())),
        "fields": [lists.fields[slug] for slug in row["fields"]],
        "subjects": [lists.subjects[code] for code in row["subjects"]],
        "life_events": [lists.life_events[slug] for slug in row.get("life_events", ())],
        "legal_bases": [
            {"code": text["number"], "name": text.get("title", "")} for text in row.get("legal_bases", ())
        ],
    }
    parsed = from_json(data, row["code"])
    if parsed.procedure is None or parsed.doubtful:
        raise ValueError(parsed.issues)
    return parsed.procedure
