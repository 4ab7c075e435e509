"""Which files a path means, and which reader reads each."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from core.text import fold
from procedures.importing.broken import Broken
from procedures.importing.fields import Issues
from procedures.importing.readers.archives import is_json_archive, json_files_in, left_out
from procedures.importing.readers.csv_files import CSV, CSV_FOLDER, CSV_ZIP
from procedures.importing.readers.json_files import CATALOGUE_ROWS, NORMAL, PAGE_TEXTS, PORTAL
from procedures.importing.readers.port import Reader, failed
from procedures.importing.readers.xlsx_files import XLSX
from procedures.importing.records import Issue, Parsed, ProcedureRecord, Severity

# The portal's own record is what a JSON file is taken for when nothing else knows it: its errors say what is missing.
READERS: Final[tuple[Reader, ...]] = (
    XLSX,
    CSV_FOLDER,
    CSV_ZIP,
    CSV,
    NORMAL,
    CATALOGUE_ROWS,
    PAGE_TEXTS,
    PORTAL,
)
_SUFFIXES: Final = (
    ".json",
    ".json.gz",
    ".jsonl",
    ".jsonl.gz",
    ".ndjson",
    ".ndjson.gz",
    ".xlsx",
    ".xlsm",
    ".csv",
    ".zip",
)
_PORTAL, _FULL_RECORDS = "portal", "details"


def source_files(path: Path) -> list[Path]:
    """What there is to read at ``path``: a file, a folder of the template's CSV files, or the files of a folder.

    A folder as the national portal's records are kept in (``details/`` beside the catalogue's rows, maybe below
    ``portal/``) stands for the rows and then the full records. Empty where there is nothing to read.
    """
    if path.is_file() or CSV_FOLDER.accepts(path):
        return [path]
    if (path / _PORTAL / _FULL_RECORDS).is_dir():
        return source_files(path / _PORTAL)
    return [*_readable(path), *_readable(path / _FULL_RECORDS)]


def _readable(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*") if file.name.lower().endswith(_SUFFIXES))


def reader_for(path: Path) -> Reader | None:
    """The reader of a file or folder; None if no reader knows it."""
    return next((reader for reader in READERS if reader.accepts(path)), None)


def records_at(path: Path) -> Iterator[tuple[str, Parsed]]:
    """The records of one file or folder, each with the name of its reader; of an archive of JSON, file by file."""
    if not is_json_archive(path):
        reader = reader_for(path)
        for parsed in read_file(path):
            yield reader.name if reader else "", parsed
        return
    try:
        for file in json_files_in(path):
            yield from records_at(file)
        if others := left_out(path):
            yield "", _unread(path, others)
    except Broken as problem:
        yield "", failed(path.name, problem.kind, problem.reason)


def _unread(path: Path, names: list[str]) -> Parsed:
    issues = Issues(path.name)
    shown = ", ".join(names[:3])[:200]
    issues.note("", "unread", f"có {len(names)} tệp không phải JSON trong ZIP, đã bỏ qua: {shown}")
    return Parsed(path.name, None, tuple(issues.found))


def read_file(path: Path) -> Iterator[Parsed]:
    """The records of one file or folder; a code that comes twice is refused the second time, with the first place."""
    reader = reader_for(path)
    if reader is None:
        yield failed(
            path.name, "unknown_format", "không đọc được loại tệp này; dùng XLSX, CSV, JSON hoặc JSONL"
        )
        return
    seen = _Seen()
    for parsed in reader.read(path):
        yield parsed if parsed.procedure is None else seen.told(parsed, parsed.procedure)


class _Seen:
    """Codes and names of one source. Names are kept as numbers: a source may have very many."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}
        self.names: dict[int, str] = {}

    def told(self, parsed: Parsed, record: ProcedureRecord) -> Parsed:
        """The record with a word where its code or its name came before."""
        source = self.sources.setdefault(record.code, parsed.source)
        if source != parsed.source:
            reason = f"mã này đã đọc ở {source}"
            issue = Issue(parsed.source, record.code, "code", Severity.ERROR, "duplicate", reason)
            return replace(parsed, procedure=None, issues=(*parsed.issues, issue))
        if record.official_name:
            other = self.names.setdefault(hash(fold(record.official_name)), record.code)
            if other != record.code:
                reason = f"trùng tên với {other}: phân biệt bằng cơ quan, cấp thực hiện"
                issue = Issue(parsed.source, record.code, "official_name", Severity.NOTE, "same_name", reason)
                return replace(parsed, issues=(*parsed.issues, issue))
        return parsed
