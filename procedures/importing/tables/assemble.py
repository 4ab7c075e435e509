"""Tables into records: a row of the main sheet together with the rows of the other sheets that carry its code.

An empty cell says nothing, and a procedure without rows in a sheet has nothing said of it there, unless its row says
"Ghi đủ": then the file holds everything on it, and what is empty is stated to be empty.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from procedures.importing.broken import Broken
from procedures.importing.fields import Issues, Placed, RawRecord
from procedures.importing.findings import remark_on_name
from procedures.importing.normal_reading import read_normal
from procedures.importing.records import Parsed
from procedures.importing.tables.headings import Heading
from procedures.importing.tables.lines import Line, heading_of, join_key, lines_of
from procedures.importing.tables.port import Table
from procedures.importing.tables.spool import Spool
from procedures.importing.template_sheets import MAIN, OVERFLOW, SHEETS

_DECISION: Final = "decision_"
_PLACE: Final = re.compile(r"(?:(\w+)\[(\d+)\]\.)?(\w+)")
_ITEM_KEYS: Final = frozenset({"case_number", "case"})


def read_tables(tables: Sequence[Table], file: str) -> Iterator[Parsed]:
    """The records of all tables of one file. What can't be read is reported, and the rest goes on."""
    found: list[tuple[Table, Heading]] = []
    is_broken = False
    for table in tables:
        try:
            heading = heading_of(table)
        except Broken as problem:
            is_broken = True
            yield broken(f"{file} · {table.name}", problem)
            continue
        remarks = _remarks(file, table, heading)
        if remarks is not None:
            yield remarks
        if heading is not None:
            found.append((table, heading))
    if not found and not is_broken:
        yield broken(file, Broken("no_heading", "không thấy hàng tiêu đề nào của mẫu nhập"))
    yield from _records(found, file)


def broken(source: str, problem: Broken) -> Parsed:
    """What is said of a file or table that can't be read."""
    issues = Issues(source)
    issues.error("", problem.kind, problem.reason)
    return Parsed(source, None, tuple(issues.found))


def _remarks(file: str, table: Table, heading: Heading | None) -> Parsed | None:
    issues = Issues(f"{file} · {table.name}")
    if heading is None:
        if any(any(cell is not None for cell in row.cells) for row in table.rows()):
            issues.note("", "unknown_table", "không phải một trang của mẫu nhập, đã bỏ qua")
    else:
        for position, title in heading.unknown:
            where = table.place(heading.row, position + 1)
            issues.note(where, "unknown_column", f"không có cột “{title}” trong mẫu nhập, đã bỏ qua")
    return Parsed(issues.file, None, tuple(issues.found)) if issues.found else None


def _records(found: Sequence[tuple[Table, Heading]], file: str) -> Iterator[Parsed]:
    main = [(table, heading) for table, heading in found if heading.sheet.key == MAIN]
    others = [(table, heading) for table, heading in found if heading.sheet.key != MAIN]
    present = {heading.sheet.field for _table, heading in others if heading.sheet.field}
    with Spool() as spool:
        for table, heading in others:
            yield from _put_aside(table, heading, spool, file)
        for table, heading in main:
            try:
                for line in lines_of(table, heading):
                    source = f"{file} · {table.name} dòng {line.row}"
                    yield _record(line, spool.take(join_key(line.code)), present, source)
            except Broken as problem:
                yield broken(f"{file} · {table.name}", problem)
        for code in spool.left():
            yield _without_main(code, spool.take(code), file, alone=not main)


def _put_aside(table: Table, heading: Heading, spool: Spool, file: str) -> Iterator[Parsed]:
    try:
        for line in lines_of(table, heading):
            if line.code:
                spool.add(join_key(line.code), heading.sheet.key, line.packed())
            else:
                reason = "dòng không có mã thủ tục, đã bỏ qua"
                yield broken(f"{file} · {table.name} dòng {line.row}", Broken("missing", reason))
    except Broken as problem:
        yield broken(f"{file} · {table.name}", problem)


def _without_main(code: str, rows: Mapping[str, list[Any]], file: str, *, alone: bool) -> Parsed:
    """Rows of a code that the main sheet doesn't have. Without any main sheet they change pages that exist."""
    source = f"{file} · {code}"
    if alone:
        return _record(Line(code, 0), rows, set(), source)
    issues = Issues(source, code)
    where = ", ".join(sorted(rows))
    issues.error("code", "unknown_code", f"có dòng ở {where} nhưng không có ở trang Thủ tục")
    return Parsed(source, None, tuple(issues.found))


def _record(main: Line, rows: Mapping[str, list[Any]], present: set[str], source: str) -> Parsed:
    issues = Issues(source, main.code)
    lines = {key: [Line.unpacked(content) for content in found] for key, found in rows.items()}
    _join_overflow(main, lines, issues)
    values = {name: value for name, value in main.values.items() if not name.startswith(_DECISION)}
    complete = values.pop("complete", False) is True
    if complete:
        values |= dict.fromkeys(name for name in main.empty if not name.startswith(_DECISION))
        values.pop("complete", None)
    _decision(values, main, complete=complete)
    for sheet in SHEETS:
        own = lines.get(sheet.key, [])
        if sheet.field and (own or (complete and sheet.field in present)):
            values[sheet.field] = _rows(sheet.field, own)
    for line in (main, *(line for found in lines.values() for line in found)):
        line.tell(issues)
    if isinstance(values.get("official_name"), str):
        remark_on_name(values["official_name"], issues, main.places["official_name"])
    values["code"] = main.code
    return read_normal(RawRecord(Placed(values, main.places), issues), issues)


def _decision(values: dict[str, Any], main: Line, *, complete: bool) -> None:
    said = {
        name.removeprefix(_DECISION): value
        for name, value in main.values.items()
        if name.startswith(_DECISION)
    }
    places = {
        name.removeprefix(_DECISION): place
        for name, place in main.places.items()
        if name.startswith(_DECISION)
    }
    if said:
        values["decision"] = Placed(said, places)
    elif complete and f"{_DECISION}number" in main.empty:
        values["decision"] = None


def _rows(field: str, lines: Sequence[Line]) -> list[Any]:
    if field == "results":
        return [line.values["name"] for line in lines if line.values.get("name")]
    if field == "cases":
        return _cases(lines)
    return [Placed(line.values, line.places) for line in lines]


def _cases(lines: Sequence[Line]) -> list[Placed]:
    """Papers grouped by the number of their case, or by its name where there is no number."""
    cases: dict[Any, Placed] = {}
    for line in lines:
        name = line.values.get("case", "")
        key = line.values.get("case_number", name)
        case = cases.setdefault(key, Placed({"name": name, "items": []}, line.places))
        item = {key: value for key, value in line.values.items() if key not in _ITEM_KEYS}
        if item:
            case["items"].append(Placed(item, line.places))
    return list(cases.values())


def _join_overflow(main: Line, lines: dict[str, list[Line]], issues: Issues) -> None:
    """Put the ends of texts too long for one cell back where they belong."""
    for end in lines.pop(OVERFLOW, []):
        match = _PLACE.fullmatch(str(end.values.get("place", "")))
        target = main
        if match and match[1]:
            rows, number = lines.get(match[1], []), int(match[2])
            target = rows[number - 1] if 0 < number <= len(rows) else Line("", 0)
        if match is None or not isinstance(target.values.get(match[3]), str):
            issues.doubt(end.places.get("place", ""), "bad_cell", "không có ô nào ở chỗ nối tiếp này")
            continue
        target.values[match[3]] += end.values.get("text", "")
