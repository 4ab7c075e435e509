"""Find and decode records in files. A bad file is an issue with its name, never an exception."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from procedures.importing.fields import Issues
from procedures.importing.portal import parse_record
from procedures.importing.records import Parsed

MAX_BYTES: Final = 20 * 1024 * 1024
_SUBFOLDERS: Final = ("details", "portal/details")


def record_files(path: Path) -> list[Path]:
    """The files of a source: one file, a folder of ``*.json``, or a folder that holds ``details/``."""
    if path.is_file():
        return [path]
    for folder in (path, *(path / name for name in _SUBFOLDERS)):
        files = sorted(folder.glob("*.json"))
        if any(folder.glob("[0-9]*.json")) or (files and folder != path):
            return files
    return sorted(path.glob("*.json"))


def read_file(path: Path) -> Iterator[Parsed]:
    """The records of one file: a record, a list of records, or one record a line (JSONL)."""
    issues = Issues(path.name)
    try:
        if path.stat().st_size > MAX_BYTES:
            issues.error("", "too_large", f"tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB")
            yield Parsed(path.name, None, tuple(issues.found))
            return
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        issues.error("", "unreadable", f"không mở được tệp: {problem.strerror or problem}")
        yield Parsed(path.name, None, tuple(issues.found))
        return
    except UnicodeDecodeError as problem:
        issues.error("", "not_utf8", f"tệp không phải UTF-8 (byte {problem.start})")
        yield Parsed(path.name, None, tuple(issues.found))
        return
    if path.suffix == ".jsonl":
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                yield from _records(line, f"{path.name}:{number}")
        return
    yield from _records(text, path.name)


def _records(text: str, source: str) -> Iterator[Parsed]:
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as problem:
        issues = Issues(source)
        place = (
            f" (dòng {problem.lineno}, cột {problem.colno})"
            if isinstance(problem, json.JSONDecodeError)
            else ""
        )
        issues.error("", "bad_json", f"không phải JSON đúng{place}")
        yield Parsed(source, None, tuple(issues.found))
        return
    if isinstance(content, list):
        for number, raw in enumerate(content):
            yield parse_record(raw, f"{source}[{number}]")
    else:
        yield parse_record(content, source)
