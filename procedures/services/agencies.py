"""Agencies as sources spell them: matched to departments, two spellings made one, and taken apart again."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from wagtail.models import Revision

from core.models import Department
from core.services.background import enqueue_on_commit
from core.text import fold
from procedures.models import Agency, AgencyMerge, AgencySpelling, ProcedureAgency, ProcedurePage
from procedures.signals import facts_changed

REVISION_BATCH: Final = 50
MIN_LIKENESS: Final = 0.75
# Words that make two agencies of one name: a ministry and a department, a branch and its head, a level and another.
_TELLING: Final = frozenset(
    "bo so cuc chi tong phong chu tich xa phuong huyen quan khu vuc trung uong cap nganh nhanh cong an".split()
)
_IMPLIED: Final = frozenset({"cap", "tinh"})
_NAMED_PROVINCE: Final = re.compile(r"\btinh .*$")
SUGGESTIONS: Final = 3


class MergeRefusedError(Exception):
    """The two can't be made one, or no longer be taken apart."""


@dataclass(frozen=True)
class Suggestion:
    """Something that a name looks like; ``likeness`` from 0 to 1."""

    row: Any
    likeness: float

    @property
    def percent(self) -> int:
        """The likeness in per cent."""
        return round(self.likeness * 100)


def standing() -> QuerySet[Agency]:
    """Agencies that are not merged into another."""
    return Agency.objects.filter(merged_into__isnull=True)


def with_uses(agencies: QuerySet[Agency]) -> QuerySet[Agency]:
    """With ``uses`` (procedures that name each) and their spellings and department read once for all."""
    uses = Count("procedure_rows__page", distinct=True)
    return agencies.annotate(uses=uses).select_related("department").prefetch_related("spellings")


class Likenesses:
    """What names look like, among departments and agencies that are read once."""

    def __init__(self) -> None:
        self._departments = [(fold(row.name), row) for row in Department.objects.order_by("name")]
        self._agencies = [(row.folded_name, row) for row in standing()]

    def departments(self, agency: Agency) -> list[Suggestion]:
        """The departments most like the agency's name, the likest first."""
        return _likest(agency.folded_name, self._departments)

    def agencies(self, agency: Agency) -> list[Suggestion]:
        """Other agencies most like its name; reviewed ones first where the likeness is the same."""
        return _likest(agency.folded_name, [pair for pair in self._agencies if pair[1].pk != agency.pk])


def _likest(name: str, named: Iterable[tuple[str, Any]]) -> list[Suggestion]:
    words, found = _words(name), []
    for other, row in named:
        theirs = _words(other)
        # Words first: comparing letters with every one of a thousand names would take seconds.
        shared = 2 * len(words & theirs) / (len(words) + len(theirs) or 1)
        if shared >= MIN_LIKENESS - 0.1 and _may_be_one(words ^ theirs):
            letters = SequenceMatcher(None, name, other, autojunk=False).ratio()
            found.append(Suggestion(row, max(shared, (shared + letters) / 2)))
    kept = [each for each in found if each.likeness >= MIN_LIKENESS]
    return sorted(kept, key=lambda each: (-each.likeness, str(each.row)))[:SUGGESTIONS]


def _words(name: str) -> frozenset[str]:
    """The words without which province it is: there is one here."""
    return frozenset(_NAMED_PROVINCE.sub("tinh", name).split())


def _may_be_one(apart: frozenset[str]) -> bool:
    """Whether the words that only one of two names has leave room for their being one agency."""
    return apart <= _IMPLIED or not apart & _TELLING


@transaction.atomic
def match(agency: Agency, department: Department | None) -> None:
    """Say which department of ours the agency is, or that it is none; it leaves the review list."""
    agency.department, agency.reviewed = department, True
    agency.save(update_fields=["department", "reviewed", "folded_name"])


@transaction.atomic
def merge(source_id: int, target_id: int, user: Any) -> AgencyMerge:
    """Make ``source`` a spelling of ``target`` in every procedure. Raises ``MergeRefusedError``.

    The row of ``source`` stays, so that older revisions can be read and the merge can be undone.
    """
    locked = {row.pk: row for row in Agency.objects.select_for_update().filter(pk__in=(source_id, target_id))}
    source, target = locked.get(source_id), locked.get(target_id)
    if source is None or target is None or source == target or source.merged_into_id or target.merged_into_id:
        raise MergeRefusedError
    done = AgencyMerge(source=source, target=target, merged_by=user, merged_at=timezone.now())
    _remember_own_name(source)
    done.spellings = _ids(source.spellings.all())
    done.followers = _ids(source.merged.all())
    done.moved = _move(source, target)
    done.save()
    AgencySpelling.objects.filter(pk__in=done.spellings).update(agency=target)
    Agency.objects.filter(pk__in=done.followers).update(merged_into=target)
    source.merged_into, source.reviewed = target, True
    source.save()
    target.save()
    _follow_up(done)
    return done


@transaction.atomic
def undo_merge(merge_id: int) -> AgencyMerge:
    """Take the two apart again: procedures that named ``source`` name it again. Raises ``MergeRefusedError``.

    Procedures that came to ``target`` since then stay with it.
    """
    done = AgencyMerge.objects.select_for_update().select_related("source", "target").get(pk=merge_id)
    if done.undone_at or done.source.merged_into_id != done.target_id:
        raise MergeRefusedError
    _move_back(done)
    AgencySpelling.objects.filter(pk__in=done.spellings, agency=done.target).update(agency=done.source)
    Agency.objects.filter(pk__in=done.followers, merged_into=done.target).update(merged_into=done.source)
    done.source.merged_into, done.source.reviewed = None, False
    done.source.save()
    done.target.save()
    done.undone_at = timezone.now()
    done.save(update_fields=["undone_at"])
    _follow_up(done)
    return done


def _follow_up(done: AgencyMerge) -> None:
    page_ids = sorted({page_id for page_id, *_row in done.moved})
    facts_changed.send(sender=AgencyMerge, page_ids=page_ids)
    enqueue_on_commit("procedures.settle_merged_revisions", done.pk)


def _remember_own_name(agency: Agency) -> None:
    """An agency made by hand has no spelling yet; the next import must find it under the name it has."""
    AgencySpelling.objects.get_or_create(
        folded_name=agency.folded_name, defaults={"name": agency.name, "agency": agency}
    )


def _ids(rows: QuerySet[Any]) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def _move(source: Agency, target: Agency) -> list[list[Any]]:
    rows = list(source.procedure_rows.values_list("pk", "page_id", "role", "sort_order"))
    taken = set(target.procedure_rows.values_list("page_id", "role"))
    double = [pk for pk, page_id, role, _order in rows if (page_id, role) in taken]
    ProcedureAgency.objects.filter(pk__in=double).delete()
    source.procedure_rows.update(agency=target)
    return [[page_id, role, order, (page_id, role) in taken] for _pk, page_id, role, order in rows]


def _move_back(done: AgencyMerge) -> None:
    pages = set(
        ProcedurePage.objects.filter(pk__in={row[0] for row in done.moved}).values_list("pk", flat=True)
    )
    rows = {(row.page_id, row.role): row for row in done.target.procedure_rows.filter(page__in=pages)}
    back, again = [], []
    for page_id, role, order, was_double in done.moved:
        if was_double and page_id in pages:
            again.append(ProcedureAgency(page_id=page_id, agency=done.source, role=role, sort_order=order))
        elif (page_id, role) in rows:
            back.append(rows[page_id, role].pk)
    ProcedureAgency.objects.filter(pk__in=back).update(agency=done.source)
    ProcedureAgency.objects.bulk_create(again, ignore_conflicts=True)


def settle_page(page: ProcedurePage) -> None:
    """After an old draft was published: a row that names a merged agency names the one it was merged into."""
    for row in page.agencies.filter(agency__merged_into__isnull=False).select_related("agency"):
        target_id = row.agency.merged_into_id
        if ProcedureAgency.objects.filter(page=page, agency_id=target_id, role=row.role).exists():
            row.delete()
        else:
            ProcedureAgency.objects.filter(pk=row.pk).update(agency_id=target_id)


def settle_revisions(merge_id: int) -> int:
    """Bring the newest revisions of the merge's procedures in line with their rows; how many were changed.

    Without it the edit screen and the next comparison would show the agency from before.
    """
    done = AgencyMerge.objects.filter(pk=merge_id).first()
    if done is None:
        return 0
    moved: defaultdict[int, list[Any]] = defaultdict(list)
    for page_id, role, order, was_double in done.moved:
        moved[page_id].append((role, order, was_double))
    drafts = ProcedurePage.objects.filter(has_unpublished_changes=True).values_list("pk", flat=True)
    ids = sorted({*moved, *drafts})
    changed = 0
    for start in range(0, len(ids), REVISION_BATCH):
        pages = ProcedurePage.objects.filter(pk__in=ids[start : start + REVISION_BATCH])
        newest = Revision.objects.filter(pk__in=pages.values("latest_revision"))
        changes = [revision for revision in newest if _settle(revision, done, moved)]
        Revision.objects.bulk_update(changes, ["content"])
        changed += len(changes)
    return changed


def _settle(revision: Revision, done: AgencyMerge, moved: dict[int, list[Any]]) -> bool:
    rows: list[dict[str, Any]] = revision.content.get("agencies", [])
    before = [dict(row) for row in rows]
    page_id = int(revision.object_id)
    settled = _apart(rows, done, page_id, moved[page_id]) if done.undone_at else _together(rows, done)
    revision.content["agencies"] = settled
    return settled != before


def _together(rows: list[dict[str, Any]], done: AgencyMerge) -> list[dict[str, Any]]:
    taken = {row["role"] for row in rows if row["agency"] == done.target_id}
    kept = [row for row in rows if row["agency"] != done.source_id or row["role"] not in taken]
    return [{**row, "agency": done.target_id} if row["agency"] == done.source_id else row for row in kept]


def _apart(
    rows: list[dict[str, Any]], done: AgencyMerge, page_id: int, moved: list[Any]
) -> list[dict[str, Any]]:
    single = {role for role, _order, was_double in moved if not was_double}
    present = {row["role"] for row in rows if row["agency"] == done.source_id}
    parted = [
        {**row, "agency": done.source_id}
        if row["agency"] == done.target_id and row["role"] in single - present
        else row
        for row in rows
    ]
    again = [
        {"pk": None, "page": page_id, "agency": done.source_id, "role": role, "sort_order": order}
        for role, order, was_double in moved
        if was_double and role not in present
    ]
    return parted + again
