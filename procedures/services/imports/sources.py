"""Where a page's facts came from: read for comparing, written after applying, remembered when nothing was applied."""

import re
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from procedures.importing.normal import from_json, to_json
from procedures.importing.records import ALL_FIELDS, ProcedureRecord
from procedures.models import ImportBatch, ImportRow, ProcedurePage, SourceRecord
from procedures.services.imports.comparing import Base, laid_over, marks_of

_COPIED: Final = (
    "file", "place", "reader", "fetched_at", "source_updated_at", "digest", "record", "written", "seen",
    "pending_record", "pending_digest", "pending_seen_at", "batch_id",
)  # fmt: skip
_MOMENTS: Final = ("fetched_at", "source_updated_at", "pending_seen_at")
_WITHIN_FILE: Final = re.compile(r"[:\[#].*\Z", re.DOTALL)


def stored(data: dict[str, Any] | None) -> ProcedureRecord | None:
    """A record out of a column."""
    return from_json(data, "").procedure if data else None


def base_of(source: SourceRecord | None, ours: ProcedureRecord, *, edited: bool) -> Base:
    """What the last import knew of a page that now says ``ours``.

    A page that an import wrote before records were kept, and that nobody edited since, is as the import left it.
    """
    if source is None:
        return Base()
    record = stored(source.record)
    if record is None:
        return Base(written=marks_of(ours)) if source.digest and not edited else Base()
    return Base(said=marks_of(record), written=source.written)


def new_source(
    page: ProcedurePage, row: ImportRow, theirs: ProcedureRecord, here: ProcedureRecord
) -> SourceRecord:
    """The source of a page that ``row`` has just made and that now says ``here``."""
    source = SourceRecord(page=page)
    _applied(source, row, theirs)
    source.record = row.record
    source.written = marks_of(here, ALL_FIELDS)
    return source


def remember_applied(
    source: SourceRecord,
    row: ImportRow,
    theirs: ProcedureRecord,
    base: Base,
    around: tuple[ProcedureRecord, ProcedureRecord],
    taken: tuple[str, ...],
) -> None:
    """Note what ``row`` did to the page; ``around`` is the page before and after.

    The next import compares with this. A field that people had changed keeps its old mark and stays protected; a
    field that was as an import left it, was taken now, or says the same as the source, gets the mark of what stands.
    """
    before, after = (marks_of(record, ALL_FIELDS) for record in around)
    said = marks_of(theirs)
    written: dict[str, str] = {}
    for name in ALL_FIELDS:
        untouched = base.written.get(name) == before[name]
        if name in taken or untouched or said.get(name) == after[name]:
            written[name] = after[name]
        elif name in base.written:
            written[name] = base.written[name]
    known = stored(source.record)
    _applied(source, row, theirs)
    source.record = to_json(laid_over(known, theirs, theirs.stated) if known else theirs)
    source.written = written


def remember_news(source: SourceRecord, row: ImportRow) -> bool:
    """Note a newer record that was not applied. Returns whether that is new."""
    if source.pending_digest == row.digest:
        return False
    source.pending_record, source.pending_digest = row.record, row.digest
    source.pending_seen_at = timezone.now()
    return True


def forget_news(page_id: int, digest: str) -> None:
    """Forget a newer record that an import noted and that is taken back with it."""
    SourceRecord.objects.filter(pk=page_id, pending_digest=digest).update(
        pending_record=None, pending_digest="", pending_seen_at=None
    )


def snapshot(source: SourceRecord | None) -> dict[str, Any]:
    """The source as plain data, for a revert; empty where there is none."""
    if source is None:
        return {}
    data = {name: getattr(source, name) for name in _COPIED}
    return data | {name: data[name] and data[name].isoformat() for name in _MOMENTS}


def put_back(page_id: int, data: dict[str, Any]) -> None:
    """The source as it stood when ``snapshot`` was taken; without data there was none."""
    if not data:
        SourceRecord.objects.filter(pk=page_id).delete()
        return
    moments = {name: datetime.fromisoformat(data[name]) if data[name] else None for name in _MOMENTS}
    if not ImportBatch.objects.filter(pk=data["batch_id"]).exists():
        data = data | {"batch_id": None}
    SourceRecord.objects.update_or_create(page_id=page_id, defaults=data | moments)


def _applied(source: SourceRecord, row: ImportRow, theirs: ProcedureRecord) -> None:
    source.batch_id = row.batch_id
    source.file, source.place = _WITHIN_FILE.sub("", row.source), row.source
    source.fetched_at = row.batch.created_at
    source.reader = row.reader
    source.source_updated_at = theirs.source_updated_at or source.source_updated_at
    source.digest = row.digest
    source.seen = source.seen | {row.reader: row.digest}
    source.pending_record, source.pending_digest, source.pending_seen_at = None, "", None
