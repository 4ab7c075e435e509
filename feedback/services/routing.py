"""The pure routing rules, fed from the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.models import AdministrativeUnit, Department, User
from feedback import routing
from feedback.models import Case, RoutingRule
from feedback.models.cases import VIEW_ALL
from procedures.models import ProcedurePage


@dataclass(frozen=True)
class Routed:
    """Who answers a case, by which rule (None without one) and why, in one sentence for the citizen."""

    department: Department
    rule: RoutingRule | None
    reason: str


def load_departments() -> routing.Departments:
    """Every department, past ones too: a rule may still name one whose successor answers today."""
    rows = Department.objects.select_related("administrative_unit").order_by("pk")
    return routing.Departments.of(
        routing.Department(
            id=row.pk,
            name=row.name,
            parent_id=row.parent_id,
            successor_id=row.successor_id,
            place=row.administrative_unit.code if row.administrative_unit else "",
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            is_fallback=row.is_fallback,
            is_committee=row.kind == Department.Kind.COMMITTEE,
        )
        for row in rows
    )


def load_rules() -> list[routing.Rule]:
    """The rules in use, as data."""
    rows = RoutingRule.objects.filter(active=True).select_related("procedure_field", "place_unit")
    return [
        routing.Rule(
            id=row.pk,
            department_id=row.department_id,
            reason=row.reason,
            priority=row.priority,
            kind=row.kind,
            field=row.procedure_field.code if row.procedure_field else "",
            words=tuple(filter(None, map(str.strip, row.topic_words.splitlines()))),
            place=row.place_unit.code if row.place_unit else "",
            unit_id=row.unit_concerned_id,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in rows
    ]


def route_case(
    *,
    kind: str,
    text: str,
    on: date,
    procedure: ProcedurePage | None = None,
    unit_concerned: Department | None = None,
    place: AdministrativeUnit | None = None,
) -> Routed:
    """The department that must answer; ``text`` is the subject and the content together.

    Raises ``routing.NoDepartmentError`` only on a site that has no department in force.
    """
    facts = routing.Facts(
        kind=kind,
        text=text,
        fields=frozenset(procedure.fields.values_list("code", flat=True)) if procedure else frozenset(),
        places=_place_codes(place),
        unit_id=unit_concerned.pk if unit_concerned else None,
        procedure_department_id=procedure.responsible_department_id if procedure else None,
    )
    route = routing.route(facts, load_rules(), load_departments(), on)
    rule = RoutingRule.objects.get(pk=route.rule_id) if route.rule_id is not None else None
    return Routed(Department.objects.get(pk=route.department_id), rule, route.reason)


def _place_codes(place: AdministrativeUnit | None) -> tuple[str, ...]:
    """The place, what it was merged into, and everything above; the narrowest first."""
    codes: list[str] = []
    while place is not None and place.code not in codes:
        codes.append(place.code)
        place = place.merged_into or place.parent
    return tuple(codes)


def contact_hidden_from(case: Case, user: User) -> bool:
    """Whether this officer may not learn who sent the case.

    That is so for feedback on conduct of his own unit, and for whoever only publishes the answer. Where no unit is
    named only those who see every department's cases learn it.
    """
    own = user.department.descendant_ids() if user.department else set()
    if case.owner_department_id not in own and not user.has_perm(VIEW_ALL):
        return True
    if case.unit_concerned_id is None and user.has_perm(VIEW_ALL):
        return False
    viewer = user.department
    line = (viewer.pk, *(unit.pk for unit in viewer.ancestors())) if viewer else ()
    return routing.hides_contact(case.kind, case.unit_concerned_id, line)
