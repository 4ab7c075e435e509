"""What the demonstration's administration promises, and which of its procedures go together."""

from datetime import date
from typing import Any

from core.models import Department
from home.services.demo.files import read
from procedures.models import BundleStep, LifeEvent, ProcedureBundle, ProcedurePage, ServicePromise


def load_together() -> None:
    """Add the service promises and bundles that aren't there yet."""
    lists = read("procedures", "lists.json")
    pages = dict(ProcedurePage.objects.values_list("code", "pk"))
    departments = dict(Department.objects.values_list("code", "pk"))
    events = dict(LifeEvent.objects.values_list("slug", "pk"))
    for row in lists["promises"]:
        _promise(row, pages, departments)
    for row in lists["bundles"]:
        _bundle(row, pages, events)


def _promise(row: dict[str, Any], pages: dict[str, int], departments: dict[str, int]) -> None:
    plain = ("name", "summary", "place", "weekdays", "max_minutes", "legal_basis")
    promise, created = ServicePromise.objects.get_or_create(
        slug=row["slug"],
        defaults={
            **{key: row[key] for key in plain},
            "department_id": departments[row["department"]],
            "valid_from": date.fromisoformat(row["valid_from"]),
        },
    )
    if created:
        promise.procedures.set(pages[code] for code in row["procedures"])


def _bundle(row: dict[str, Any], pages: dict[str, int], events: dict[str, int]) -> None:
    bundle, created = ProcedureBundle.objects.get_or_create(
        slug=row["slug"],
        defaults={
            **{key: row[key] for key in ("name", "summary", "text", "order")},
            "life_event_id": events[row["life_event"]],
            "one_go_id": pages[row["one_go"]] if row["one_go"] else None,
        },
    )
    if created:
        BundleStep.objects.bulk_create(
            BundleStep(bundle=bundle, procedure_id=pages[step["code"]], note=step["note"], sort_order=number)
            for number, step in enumerate(row["steps"])
        )
