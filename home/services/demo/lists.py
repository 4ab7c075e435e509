"""The rows that procedures name: life events, subjects, fields, decisions, legal texts, agencies."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.models import Department, Level
from core.text import fold
from home.services.demo.files import read
from procedures.models import (
    Agency,
    Field,
    LegalBasis,
    LifeEvent,
    PublicationDecision,
    SubjectType,
)


@dataclass(frozen=True)
class Lists:
    """Primary keys by the names that the files use."""

    fields: dict[str, int]
    levels: dict[str, int]
    subjects: dict[str, int]
    life_events: dict[str, int]
    departments: dict[str, Department]
    agencies: dict[str, int]
    decisions: dict[tuple[str, str], int]
    legal_bases: dict[str, int]


def load_lists(catalogue: list[dict[str, Any]]) -> Lists:
    """Add the rows that are missing and return all of them by name."""
    lists = read("procedures", "lists.json")
    records = [record for file in catalogue for record in file["procedures"]]
    return Lists(
        fields={file["field"]["slug"]: _field(file["field"]) for file in catalogue},
        levels=dict(Level.objects.values_list("code", "pk")),
        subjects={row["code"]: _subject(row) for row in lists["subjects"]},
        life_events={row["slug"]: _life_event(row) for row in lists["life_events"]},
        departments={department.code: department for department in Department.objects.all()},
        agencies=_agencies({row["name"] for record in records for row in record["agencies"]}),
        decisions=_decisions(records),
        legal_bases=_legal_bases(records),
    )


def _field(row: dict[str, str]) -> int:
    values = {key: row[key] for key in ("name", "slug")}
    return Field.objects.get_or_create(code=row["code"], defaults=values)[0].pk


def _subject(row: dict[str, str]) -> int:
    return SubjectType.objects.get_or_create(code=row["code"], defaults={"name": row["name"]})[0].pk


def _life_event(row: dict[str, Any]) -> int:
    values = {key: row[key] for key in ("name", "summary", "introduction", "order")}
    return LifeEvent.objects.get_or_create(slug=row["slug"], defaults=values)[0].pk


def _agencies(names: set[str]) -> dict[str, int]:
    """Agencies are one row however their name was spelt, so the folded name is the key."""
    known = dict(Agency.objects.values_list("folded_name", "pk"))
    missing = {fold(name)[:500]: name for name in sorted(names) if fold(name)[:500] not in known}
    Agency.objects.bulk_create(Agency(name=name, folded_name=folded) for folded, name in missing.items())
    known = dict(Agency.objects.values_list("folded_name", "pk"))
    return {name: known[fold(name)[:500]] for name in names}


def _decisions(records: list[dict[str, Any]]) -> dict[tuple[str, str], int]:
    named = {(d["number"], d["issuer"]): d.get("decided_on") for r in records if (d := r.get("decision"))}
    known = {(row.number, row.issuer) for row in PublicationDecision.objects.all()}
    PublicationDecision.objects.bulk_create(
        PublicationDecision(number=number, issuer=issuer, decided_on=date.fromisoformat(day) if day else None)
        for (number, issuer), day in named.items()
        if (number, issuer) not in known
    )
    return {(row.number, row.issuer): row.pk for row in PublicationDecision.objects.all()}


def _legal_bases(records: list[dict[str, Any]]) -> dict[str, int]:
    named = {row["number"]: row.get("title", "") for r in records for row in r.get("legal_bases", [])}
    known = set(LegalBasis.objects.values_list("number", flat=True))
    LegalBasis.objects.bulk_create(
        LegalBasis(number=number, title=title) for number, title in named.items() if number not in known
    )
    return dict(LegalBasis.objects.values_list("number", "pk"))
