"""The lists that procedures name with more than a name: fields, subjects, life events."""

from dataclasses import dataclass
from typing import Any

from home.services.demo.files import read
from procedures.models import Field, LifeEvent, SubjectType

Row = dict[str, str]


@dataclass(frozen=True)
class Lists:
    """What the files' own short names stand for: fields by slug, subjects by code, life events' names by slug."""

    fields: dict[str, Row]
    subjects: dict[str, Row]
    life_events: dict[str, str]


def load_lists(catalogue: list[dict[str, Any]]) -> Lists:
    """Add the rows that are missing and return all of them as records name them."""
    lists = read("procedures", "lists.json")
    fields = [file["field"] for file in catalogue]
    for row in fields:
        Field.objects.get_or_create(code=row["code"], defaults={"name": row["name"], "slug": row["slug"]})
    for row in lists["subjects"]:
        SubjectType.objects.get_or_create(code=row["code"], defaults={"name": row["name"]})
    for row in lists["life_events"]:
        values = {key: row[key] for key in ("name", "summary", "introduction", "order")}
        LifeEvent.objects.get_or_create(slug=row["slug"], defaults=values)
    return Lists(
        fields={row["slug"]: _named(row) for row in fields},
        subjects={row["code"]: _named(row) for row in lists["subjects"]},
        life_events={row["slug"]: row["name"] for row in lists["life_events"]},
    )


def _named(row: Row) -> Row:
    return {key: row[key] for key in ("code", "name")}
