"""A batch as people look at it: counts, findings by kind, rows of a kind, one row with its three sides.

However many rows a batch has, each of these is a constant number of queries and never reads the records of a list.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from procedures.importing.differences import Difference, differences
from procedures.importing.records import FIELDS, ProcedureRecord
from procedures.importing.wording import FIELD_LABELS
from procedures.models import (
    FindingSeverity,
    ImportBatch,
    ImportFinding,
    ImportRow,
    RowOutcome,
    RowPlan,
    SourceRecord,
)
from procedures.permissions import managed_department_ids
from procedures.services.imports.finding_words import kind_words
from procedures.services.imports.skipping import SKIPPED
from procedures.services.imports.sources import stored

IMPORT: Final = "procedures.import_procedures"


def batches_for(user: Any) -> QuerySet[ImportBatch]:
    """The batches that a person may see: everybody's for the editors of the whole catalogue, else one's own."""
    rows = ImportBatch.objects.select_related("user")
    if user.has_perm(IMPORT) and managed_department_ids(user) is None:
        return rows
    return rows.filter(user=user)


class Group(StrEnum):
    """The rows of a batch as its report divides them. The value stands in the address."""

    WAITING = "cho-quyet-dinh"
    NEW = "moi"
    UPDATED = "cap-nhat"
    CONFLICT = "mau-thuan"
    UNCHANGED = "khong-doi"
    REJECTED = "khong-dung-duoc"
    DOUBTFUL = "nghi-ngo"
    LEFT = "de-nguyen"
    SKIPPED = "bo-qua"


GROUP_LABELS = {
    Group.WAITING: _("Chờ bạn quyết định"),
    Group.NEW: _("Mới"),
    Group.UPDATED: _("Cập nhật"),
    Group.CONFLICT: _("Mâu thuẫn"),
    Group.UNCHANGED: _("Không đổi"),
    Group.REJECTED: _("Không dùng được"),
    Group.DOUBTFUL: _("Đáng ngờ"),
    Group.LEFT: _("Để nguyên"),
    Group.SKIPPED: _("Bạn bỏ qua"),
}
_CONDITIONS = {
    Group.WAITING: Q(needs_decision=True) & Q(outcome__in=["", RowOutcome.LEFT]),
    Group.NEW: Q(plan=RowPlan.CREATE) & ~Q(outcome=RowOutcome.REJECTED) & ~SKIPPED,
    Group.UPDATED: Q(plan=RowPlan.UPDATE) & ~Q(outcome=RowOutcome.REJECTED) & ~SKIPPED,
    Group.CONFLICT: Q(plan=RowPlan.CONFLICT) & ~Q(outcome=RowOutcome.REJECTED),
    Group.UNCHANGED: Q(plan=RowPlan.UNCHANGED) & ~Q(outcome=RowOutcome.REJECTED),
    Group.REJECTED: Q(outcome=RowOutcome.REJECTED),
    Group.DOUBTFUL: Q(doubtful=True) & ~Q(outcome=RowOutcome.REJECTED),
    Group.LEFT: Q(outcome=RowOutcome.LEFT),
    Group.SKIPPED: SKIPPED,
}


def group_counts(batch: ImportBatch) -> dict[Group, int]:
    """How many rows of each group: one query."""
    counted = batch.rows.aggregate(**{group.name: Count("pk", filter=_CONDITIONS[group]) for group in Group})
    return {group: counted[group.name] for group in Group}


@dataclass(frozen=True)
class FindingKind:
    """Findings of one kind and severity. ``example``: the first of them."""

    severity: str
    kind: str
    label: str
    count: int
    example: ImportFinding | None

    @property
    def severity_label(self) -> str:
        """Error, doubt or note in words."""
        return str(FindingSeverity(self.severity).label)


_SEVERITY_ORDER = [FindingSeverity.ERROR, FindingSeverity.DOUBT, FindingSeverity.NOTE]


def finding_kinds(batch: ImportBatch) -> list[FindingKind]:
    """What is to be said of the batch by kind, errors first: two queries."""
    rows = list(
        batch.findings.values("severity", "kind")
        .annotate(count=Count("pk"), first=Min("pk"))
        .order_by("kind")
    )
    examples = ImportFinding.objects.in_bulk([row["first"] for row in rows])
    kinds = [
        FindingKind(
            row["severity"], row["kind"], kind_words(row["kind"]), row["count"], examples.get(row["first"])
        )
        for row in rows
    ]
    return sorted(
        kinds, key=lambda each: (_SEVERITY_ORDER.index(FindingSeverity(each.severity)), -each.count)
    )


def findings_of(batch: ImportBatch, severity: str = "", kind: str = "") -> QuerySet[ImportFinding]:
    """Findings with their rows, in the order of the source."""
    rows = batch.findings.select_related("row__page").defer(
        "row__record", "row__differences", "row__source_before"
    )
    if severity:
        rows = rows.filter(severity=severity)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.order_by("pk")


def rows_of(batch: ImportBatch, group: Group | None = None, words: str = "") -> QuerySet[ImportRow]:
    """Rows for a list: without their records."""
    rows = batch.rows.select_related("page").defer("record", "source_before")
    if group is not None:
        rows = rows.filter(_CONDITIONS[group])
    if words:
        rows = rows.filter(Q(code__icontains=words) | Q(title__icontains=words) | Q(source__icontains=words))
    return rows.annotate(remarks=Count("findings")).order_by("number")


@dataclass(frozen=True)
class FieldView:
    """One field of a row. ``kind``: "new", "update", "conflict" or "kept"; ``choice``: what was decided.

    ``lines``: from here to the source. ``edited`` and ``moved``, for a conflict whose past is known: what people
    changed since the last import, and what the source did.
    """

    field: str
    label: str
    kind: str
    lines: tuple[Difference, ...]
    choice: str = ""
    edited: tuple[Difference, ...] = ()
    moved: tuple[Difference, ...] = ()


def fields_of(row: ImportRow) -> list[FieldView]:
    """The row field by field in the order of the page."""
    theirs = stored(row.record)
    if row.plan == RowPlan.CREATE and theirs is not None:
        return [_view(name, "new", lines) for name, lines in _grouped(differences(blank(theirs), theirs))]
    base = _base(row) if row.conflicts else None
    views = saved_fields(row.differences)
    return [
        replace(
            view,
            choice=row.choice_of(view.field),
            edited=_between(base, theirs, view.lines, view.field, to_source=False),
            moved=_between(base, theirs, view.lines, view.field, to_source=True),
        )
        if view.kind == "conflict"
        else view
        for view in views
    ]


def saved_fields(saved: Iterable[dict[str, Any]]) -> list[FieldView]:
    """Differences as a row keeps them, field by field in the order of the page."""
    rows = list(saved)
    kinds = {row["field"]: row["kind"] for row in rows}
    lines = [Difference(row["field"], row["label"], row["before"], row["after"], row["path"]) for row in rows]
    return [_view(name, kinds[name], group) for name, group in _grouped(lines)]


def blank(theirs: ProcedureRecord) -> ProcedureRecord:
    """A record that says nothing, to show everything that ``theirs`` says."""
    return ProcedureRecord(code=theirs.code)


def _view(name: str, kind: str, lines: tuple[Difference, ...]) -> FieldView:
    return FieldView(name, str(FIELD_LABELS.get(name, name)), kind, lines)


def _grouped(lines: Iterable[Difference]) -> Iterator[tuple[str, tuple[Difference, ...]]]:
    by_field: dict[str, list[Difference]] = {}
    for line in lines:
        by_field.setdefault(line.field, []).append(line)
    for name in FIELDS:
        if name in by_field:
            yield name, tuple(by_field[name])


def _base(row: ImportRow) -> ProcedureRecord | None:
    """What the source said at the last import of the page."""
    if row.page_id is None and row.code:
        source = SourceRecord.objects.filter(page__code=row.code).first()
    else:
        source = SourceRecord.objects.filter(pk=row.page_id).first()
    return stored(source.record) if source else None


def _between(
    base: ProcedureRecord | None,
    theirs: ProcedureRecord | None,
    lines: tuple[Difference, ...],
    name: str,
    *,
    to_source: bool,
) -> tuple[Difference, ...]:
    """What the source changed since the last import; what people changed is what is left of ``lines``."""
    if base is None or theirs is None or name not in base.stated:
        return ()
    moved = differences(base, theirs, only={name})
    if to_source:
        return moved
    ours = {line.path: line.before for line in lines}
    before = {line.path: line.before for line in moved}
    return tuple(
        Difference(name, line.label, before.get(line.path, ""), ours[line.path], line.path)
        for line in lines
        if before.get(line.path) != ours[line.path]
    )
