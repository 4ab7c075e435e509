"""Who answers what in the fictional province."""

from typing import Any

from core.models import Department
from feedback.models import RoutingRule
from home.services.demo.files import read
from procedures.models import Field


def load_routing() -> None:
    """Add the routing rules where the site has none; afterwards they are the editors'."""
    if not RoutingRule.objects.exists():
        content = read("home", "routing.json")
        RoutingRule.objects.bulk_create(
            [*_place_rules(content["by_place"]), *_topic_rules(content["by_topic"])]
        )


def _place_rules(rows: list[dict[str, Any]]) -> list[RoutingRule]:
    """One rule for each field and commune: the commune's own office answers for what it does itself."""
    fields = dict(Field.objects.values_list("slug", "pk"))
    rules = []
    for row in rows:
        served = Department.objects.filter(
            code__startswith=row["department_prefix"],
            kind=row["department_kind"],
            administrative_unit__is_legacy=False,
        )
        communes = served.exclude(administrative_unit__kind="province").select_related("administrative_unit")
        for department in communes.order_by("pk"):
            rules += [
                RoutingRule(
                    priority=row["priority"],
                    procedure_field_id=fields[slug],
                    place_unit=department.administrative_unit,
                    department=department,
                    reason=row["reason"].format(department=department.name),
                )
                for slug in row["fields"]
            ]
    return rules


def _topic_rules(rows: list[dict[str, Any]]) -> list[RoutingRule]:
    departments = dict(Department.objects.values_list("code", "pk"))
    return [
        RoutingRule(
            priority=row["priority"],
            kind=row.get("kind", ""),
            topic_words="\n".join(row["words"]),
            department_id=departments[row["department"]],
            reason=row["reason"],
        )
        for row in rows
    ]
