"""JSON and JSON Lines: the portal's records and rows, records of pages as text, and the project's own format."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from procedures.importing.broken import Broken
from procedures.importing.catalogue_rows import parse_row
from procedures.importing.normal import FORMAT, from_json
from procedures.importing.page_texts import parse_page
from procedures.importing.portal import parse_record
from procedures.importing.readers.port import failed
from procedures.importing.readers.text_files import document, head_of, lines_of
from procedures.importing.records import Parsed

_LINES: Final = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_DOCUMENTS: Final = (".json", ".json.gz")
_KEY: Final = re.compile(r'"(\w{1,40})"\s*:')
_FULL_RECORD: Final = re.compile(r'"data"\s*:\s*\{|"execution(?:Methods|Steps|Cases)"')
_OWN: Final = re.compile(rf'"format"\s*:\s*"{FORMAT}"')


@dataclass(frozen=True)
class JsonReader:
    """Reads files whose beginning has the keys that tell this format from the others."""

    name: str
    title: str
    parse: Callable[[object, str], Parsed]
    knows: Callable[[str], bool]

    def accepts(self, path: Path) -> bool:
        return path.name.lower().endswith((*_LINES, *_DOCUMENTS)) and self.knows(head_of(path))

    def read(self, path: Path) -> Iterator[Parsed]:
        try:
            if path.name.lower().endswith(_LINES):
                for number, line in lines_of(path):
                    if line.strip():
                        yield from self._records(line, f"{path.name}:{number}")
            else:
                yield from self._records(document(path), path.name)
        except Broken as problem:
            yield failed(path.name, problem.kind, problem.reason)

    def _records(self, text: str, source: str) -> Iterator[Parsed]:
        try:
            content = json.loads(text)
        except (ValueError, RecursionError) as problem:
            yield failed(source, "bad_json", f"không phải JSON đúng{_where(problem)}")
            return
        rows = _rows(content)
        if rows is None:
            yield self.parse(content, source)
            return
        for number, raw in enumerate(rows):
            yield self.parse(raw, f"{source}[{number}]")


def _where(problem: Exception) -> str:
    if isinstance(problem, json.JSONDecodeError):
        return f" (dòng {problem.lineno}, cột {problem.colno})"
    return ""


def _rows(content: Any) -> list[Any] | None:
    """The records of a list, also of one that an answer of the portal wraps; None for a single record."""
    inner = content.get("data") if isinstance(content, Mapping) else content
    return inner if isinstance(inner, list) else None


def _has(*keys: str, but_not: re.Pattern[str] | None = None) -> Callable[[str], bool]:
    """Whether the beginning of a file has all the keys, and nothing that only another format has."""
    return lambda head: set(keys) <= set(_KEY.findall(head)) and not (but_not and but_not.search(head))


NORMAL: Final = JsonReader(
    "normal", "JSON Lines của Một Cửa Mở", from_json, lambda head: _OWN.search(head) is not None
)
CATALOGUE_ROWS: Final = JsonReader(
    "portal_rows",
    "Danh mục của Cổng Dịch vụ công quốc gia",
    parse_row,
    _has("code", "formalityTargetType", but_not=_FULL_RECORD),
)
PAGE_TEXTS: Final = JsonReader(
    "page_texts", "Nội dung trang thủ tục đã chuẩn hóa", parse_page, _has("code", "title", "level")
)
PORTAL: Final = JsonReader(
    "portal", "Bản ghi JSON của Cổng Dịch vụ công quốc gia", parse_record, lambda head: True
)
