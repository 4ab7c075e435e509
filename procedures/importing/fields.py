"""Typed access to one raw record that remembers everything it found wrong."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from procedures.importing.records import Issue, Named, Severity
from procedures.importing.texts import clean_line, clean_lines

MAX_ROWS: Final = 500
MAX_TEXT: Final = 200_000


class Issues:
    """Collects what is said of one record."""

    def __init__(self, file: str, code: str = "") -> None:
        self.file = file
        self.code = code
        self.found: list[Issue] = []

    def add(self, severity: Severity, field: str, kind: str, reason: str) -> None:
        issue = Issue(self.file, self.code, field, severity, kind, reason)
        if issue not in self.found:
            self.found.append(issue)

    def error(self, field: str, kind: str, reason: str) -> None:
        self.add(Severity.ERROR, field, kind, reason)

    def doubt(self, field: str, kind: str, reason: str) -> None:
        self.add(Severity.DOUBT, field, kind, reason)

    def note(self, field: str, kind: str, reason: str) -> None:
        self.add(Severity.NOTE, field, kind, reason)


class Placed(dict[str, Any]):
    """A mapping that knows where each of its values stands in the file."""

    def __init__(self, values: Mapping[str, Any], places: Mapping[str, str]) -> None:
        super().__init__(values)
        self.places = places


class RawRecord:
    """A mapping from a foreign file. Every getter returns the promised type, and reports a wrong one."""

    def __init__(self, data: Mapping[str, Any], issues: Issues, path: str = "") -> None:
        self.data = data
        self.issues = issues
        self.path = path

    def place(self, key: str) -> str:
        """Where a value stands: its sheet, row and column if it came out of a table, else its path."""
        if isinstance(self.data, Placed) and key in self.data.places:
            return self.data.places[key]
        return f"{self.path}.{key}" if self.path else key

    def raw_text(self, key: str) -> str:
        """The text as it stands, "" for nothing."""
        value = self.data.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.issues.doubt(self.place(key), "wrong_type", f"phải là chữ, gặp {type(value).__name__}")
            return ""
        if len(value) > MAX_TEXT:
            self.issues.doubt(self.place(key), "too_long", f"dài {len(value)} ký tự, đã cắt bớt")
            return value[:MAX_TEXT]
        return value

    def lines(self, key: str) -> str:
        return clean_lines(self.raw_text(key))

    def line(self, key: str, limit: int = 0) -> str:
        """One clean line; longer than ``limit`` is cut and noted."""
        text = clean_line(self.raw_text(key))
        if limit and len(text) > limit:
            self.issues.note(self.place(key), "cut", f"dài hơn {limit} ký tự, đã cắt bớt")
            return text[:limit].rstrip()
        return text

    def flag(self, key: str) -> bool:
        value = self.data.get(key)
        if value is not None and not isinstance(value, bool):
            self.issues.note(self.place(key), "wrong_type", f"phải là đúng/sai, gặp {type(value).__name__}")
        return value is True

    def small_number(self, key: str) -> int:
        """A whole number from 0 to 999; anything else is 0 and reported."""
        value = self.data.get(key)
        if value is None:
            return 0
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1000:
            self.issues.doubt(
                self.place(key), "wrong_number", f"phải là số nguyên từ 0 đến 999, gặp {value!r:.40}"
            )
            return 0
        return value

    def rows(self, key: str) -> Iterator["RawRecord"]:
        """The mappings of a list; what is none is reported and left out."""
        value = self.data.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.issues.doubt(self.place(key), "wrong_type", f"phải là danh sách, gặp {type(value).__name__}")
            return
        if len(value) > MAX_ROWS:
            self.issues.doubt(
                self.place(key), "too_many", f"có {len(value)} dòng, chỉ đọc {MAX_ROWS} dòng đầu"
            )
        for number, row in enumerate(value[:MAX_ROWS]):
            where = f"{self.place(key)}[{number}]"
            if isinstance(row, Mapping):
                yield RawRecord(row, self.issues, where)
            else:
                self.issues.doubt(where, "wrong_type", f"phải là một bản ghi, gặp {type(row).__name__}")

    def child(self, key: str) -> "RawRecord":
        """A nested mapping, empty where there is none."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, Mapping):
            self.issues.doubt(
                self.place(key), "wrong_type", f"phải là một bản ghi, gặp {type(value).__name__}"
            )
        return RawRecord(value if isinstance(value, Mapping) else {}, self.issues, self.place(key))

    def named(self, key: str, limit: int = 255) -> tuple[Named, ...]:
        """Rows of {code, name}, each once; a row without a name is left out."""
        found = (Named(row.line("code", 255), row.line("name", limit)) for row in self.rows(key))
        return tuple(dict.fromkeys(row for row in found if row.name))
