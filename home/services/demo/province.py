"""Administrative units and departments of the fictional province."""

from typing import Any

from core.models import AdministrativeUnit, Department
from home.services.demo.files import read


def load_province() -> None:
    """Add the units and departments that aren't there; what is there stays as editors left it."""
    province = read("core", "province.json")
    _add_units(province["administrative_units"])
    _add_departments(province["departments"])


def _add_units(rows: list[dict[str, Any]]) -> None:
    """Parents and successors stand in the file before the units that name them."""
    known = dict(AdministrativeUnit.objects.values_list("code", "pk"))
    for row in rows:
        if row["code"] not in known:
            values = {key: value for key, value in row.items() if key not in ("parent", "merged_into")}
            unit = AdministrativeUnit.objects.create(
                parent_id=known.get(row.get("parent", "")),
                merged_into_id=known.get(row.get("merged_into", "")),
                **values,
            )
            known[row["code"]] = unit.pk


def _add_departments(rows: list[dict[str, Any]]) -> None:
    known = dict(Department.objects.values_list("code", "pk"))
    units = dict(AdministrativeUnit.objects.values_list("code", "pk"))
    has_fallback = Department.objects.filter(is_fallback=True).exists()
    for row in rows:
        if row["code"] not in known:
            values = {
                key: value for key, value in row.items() if key not in ("parent", "administrative_unit")
            }
            values["is_fallback"] = values.get("is_fallback", False) and not has_fallback
            department = Department.objects.create(
                parent_id=known.get(row.get("parent", "")),
                administrative_unit_id=units.get(row.get("administrative_unit", "")),
                **values,
            )
            known[row["code"]] = department.pk
