"""What a batch found and did, in numbers and line by line, for a screen, a terminal or a file."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any, Final, TextIO

from django.db.models import Count

from procedures.models import FindingSeverity, ImportBatch, RowOutcome, RowPlan

COLUMNS: Final = ("source", "code", "severity", "kind", "field", "reason", "before", "after")


@dataclass(frozen=True)
class Summary:
    """Rows of a batch by plan and by outcome, and what was said of them."""

    plans: dict[str, int]
    outcomes: dict[str, int]
    findings: dict[str, int]
    published: int
    undecided: int

    @property
    def usable(self) -> int:
        """Records that could be read and, once applied, written."""
        return sum(self.plans.values()) - self.rejected

    @property
    def rejected(self) -> int:
        return max(self.outcomes.get(RowOutcome.REJECTED, 0), self.plans.get(RowPlan.REJECTED, 0))

    @property
    def drafts(self) -> int:
        """Pages that the batch made or changed and did not publish."""
        written = self.outcomes.get(RowOutcome.CREATED, 0) + self.outcomes.get(RowOutcome.UPDATED, 0)
        return written - self.published


def summary_of(batch: ImportBatch) -> Summary:
    """The numbers, in three queries."""

    def counted(rows: Any, name: str) -> dict[str, int]:
        return dict(rows.order_by().values_list(name).annotate(Count("pk")))

    return Summary(
        plans=counted(batch.rows.all(), "plan"),
        outcomes=counted(batch.rows.exclude(outcome=""), "outcome"),
        findings=counted(batch.findings.all(), "severity"),
        published=batch.rows.filter(
            went_live=True, outcome__in=[RowOutcome.CREATED, RowOutcome.UPDATED]
        ).count(),
        undecided=batch.rows.filter(needs_decision=True).count(),
    )


def lines_of(batch: ImportBatch) -> Iterator[dict[str, str]]:
    """Every error, doubt and note, then every difference, one at a time; keys are ``COLUMNS``."""
    for finding in batch.findings.order_by("pk").iterator():
        yield {
            "source": finding.source,
            "code": finding.code,
            "severity": finding.severity,
            "kind": finding.kind,
            "field": finding.field,
            "reason": finding.reason,
            "before": "",
            "after": "",
        }
    rows = batch.rows.exclude(differences=[]).defer("record", "source_before").order_by("number")
    for row in rows.iterator(chunk_size=500):
        for line in row.differences:
            yield {
                "source": row.source,
                "code": row.code,
                "severity": FindingSeverity.DOUBT.value if line["kind"] == "conflict" else "",
                "kind": line["kind"],
                "field": line["field"],
                "reason": line["label"],
                "before": line["before"],
                "after": line["after"],
            }


def write_json(batch: ImportBatch, stream: TextIO) -> None:
    """Numbers and lines as one JSON object, written as it is read: a large batch needs no memory."""
    known = summary_of(batch)
    head = {
        "batch": batch.pk,
        "name": batch.name,
        "state": batch.state,
        "plans": known.plans,
        "outcomes": known.outcomes,
        "findings": known.findings,
        "published": known.published,
        "drafts": known.drafts,
        "undecided": known.undecided,
    }
    stream.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "lines": [')
    separators = chain(["\n"], repeat(",\n"))
    stream.writelines(
        separator + json.dumps(line, ensure_ascii=False)
        for separator, line in zip(separators, lines_of(batch), strict=False)
    )
    stream.write("\n]}\n")


def write_csv(batch: ImportBatch, stream: TextIO) -> None:
    """The lines as CSV for a spreadsheet; open the stream with ``newline=""`` and ``utf-8-sig``."""
    writer = csv.DictWriter(stream, COLUMNS)
    writer.writeheader()
    writer.writerows({key: _harmless(value) for key, value in line.items()} for line in lines_of(batch))


def _harmless(value: str) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
