"""The rows of a record (fees, times, papers, steps …): what tells them apart, what they say, which belongs to which."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from core.text import fold
from procedures.importing import wording
from procedures.importing.records import (
    CaseRecord,
    FeeRecord,
    ItemRecord,
    ProcessStepRecord,
    StepRecord,
    TimeRecord,
)

# Comparing every left-over row with every other is for tens of rows; two quite different lists are not aligned.
_MOST_PAIRS: Final = 2_500
_MUCH_IN_COMMON: Final = 0.5
_LABEL_LENGTH: Final = 60


@dataclass(frozen=True)
class RowKind:
    """One sort of row. ``parts``: every attribute in words; ``main``: the part that says most."""

    field: str
    main: str
    key: Callable[[Any], tuple[str, ...]]
    parts: Callable[[Any], dict[str, str]]
    name: Callable[[Any], str]

    @property
    def heading(self) -> str:
        """What the rows are called."""
        return str(wording.ROW_LABELS[self.field])

    def label(self, row: Any, position: int) -> str:
        """ "Lệ phí · Trực tuyến", "Giấy tờ · Tờ khai …", "Bước 2"."""
        name = self.name(row)
        if self.field == "fees":
            return f"{wording.choice_words('fee_kind', row.kind)} · {name}"
        return f"{self.heading} · {short(name) or position}"

    def part_label(self, part: str) -> str:
        """What an attribute of the row is called."""
        return str(wording.PART_LABELS[part])


@dataclass(frozen=True)
class Pair:
    """A row before and after; one of them is None for a row that came or went. Positions start at 1."""

    before: Any
    after: Any
    old_position: int
    position: int


def short(text: str) -> str:
    """The text on one line, cut with an ellipsis where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LABEL_LENGTH else line[: _LABEL_LENGTH - 1].rstrip() + "…"


def words_of(kind: RowKind, row: Any, only: Collection[str] | None = None) -> str:
    """The row in words: its main part, then the others that say something, each with its name."""
    parts = kind.parts(row)
    chosen = [name for name in parts if only is None or name in only or name == kind.main]
    named = [
        f"{kind.part_label(name)}: {parts[name]}" for name in chosen if name != kind.main and parts[name]
    ]
    return " · ".join(part for part in (parts[kind.main], *named) if part)


def matched(kind: RowKind, before: Sequence[Any], after: Sequence[Any]) -> list[Pair]:
    """Every row of both sides once, in the order of ``after``; rows that went stand at the end."""
    left, right = dict(enumerate(before, start=1)), dict(enumerate(after, start=1))
    pairs: list[Pair] = []

    def join(old: int, new: int) -> None:
        pairs.append(Pair(left.pop(old), right.pop(new), old, new))

    for old, new in _ends(before, after):
        join(old, new)
    for key in (_whole, kind.key):
        for old, new in _same(left, right, key):
            join(old, new)
    for old, new in _alike(kind, left, right):
        join(old, new)
    if len(left) == len(right) == 1:
        join(*left, *right)
    pairs.extend(Pair(None, row, 0, number) for number, row in right.items())
    pairs.sort(key=lambda pair: pair.position)
    return [*pairs, *(Pair(row, None, number, number) for number, row in left.items())]


def _ends(before: Sequence[Any], after: Sequence[Any]) -> list[tuple[int, int]]:
    """Positions of the rows that are equal counted from the front, and of the others counted from the back."""
    shortest = min(len(before), len(after))
    front = next((n for n in range(shortest) if before[n] != after[n]), shortest)
    rest = shortest - front
    back = next((n for n in range(rest) if before[-1 - n] != after[-1 - n]), rest)
    ends = [(number, number) for number in range(1, front + 1)]
    return ends + [(len(before) - n, len(after) - n) for n in range(back)]


def _whole(row: Any) -> Any:
    return row


def _same(
    left: Mapping[int, Any], right: Mapping[int, Any], key: Callable[[Any], Any]
) -> list[tuple[int, int]]:
    waiting: defaultdict[Any, list[int]] = defaultdict(list)
    for number, row in left.items():
        waiting[key(row)].append(number)
    return [(waiting[found].pop(0), number) for number, row in right.items() if waiting[found := key(row)]]


def _alike(kind: RowKind, left: Mapping[int, Any], right: Mapping[int, Any]) -> list[tuple[int, int]]:
    """Left-over rows that share at least half of what they say, the likest first."""
    if len(left) * len(right) > _MOST_PAIRS:
        return []
    old_parts = {number: kind.parts(row) for number, row in left.items()}
    new_parts = {number: kind.parts(row) for number, row in right.items()}
    scores = sorted(
        (
            (_likeness(old, new), old_number, new_number)
            for old_number, old in old_parts.items()
            for new_number, new in new_parts.items()
        ),
        key=lambda score: (-score[0], score[1], score[2]),
    )
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    found = []
    for likeness, old_number, new_number in scores:
        if likeness < _MUCH_IN_COMMON or old_number in taken_left or new_number in taken_right:
            continue
        taken_left.add(old_number)
        taken_right.add(new_number)
        found.append((old_number, new_number))
    return found


def _likeness(old: Mapping[str, str], new: Mapping[str, str]) -> float:
    """The share of attributes that are alike, of those that say something in either row."""
    said = [name for name in old if old[name] or new[name]]
    if not said:
        return 1.0
    return sum(old[name] == new[name] for name in said) / len(said)


def _channel(row: Any) -> str:
    return wording.choice_words("channel", row.channel)


def _fee_parts(row: FeeRecord) -> dict[str, str]:
    return {
        "value": wording.fee_value(row),
        "kind": wording.choice_words("fee_kind", row.kind),
        "channel": _channel(row),
        "case_label": row.case_label,
        "exemption": row.exemption,
        "verbatim": row.verbatim,
        "legal_basis": row.legal_basis,
        "validity": wording.validity(row),
    }


def _time_parts(row: TimeRecord) -> dict[str, str]:
    return {
        "value": wording.time_value(row),
        "channel": _channel(row),
        "case_label": row.case_label,
        "committed": wording.committed_words(row),
        "committed_basis": row.committed_basis,
        "is_default": wording.flag_words(row.is_default),
        "verbatim": row.verbatim,
        "legal_basis": row.legal_basis,
        "validity": wording.validity(row),
    }


def _item_parts(row: ItemRecord) -> dict[str, str]:
    quantity = _("%(originals)s bản chính, %(copies)s bản sao") % {
        "originals": row.originals,
        "copies": row.copies,
    }
    return {
        "name": row.name,
        "kind": wording.choice_words("item_kind", row.kind),
        "quantity": quantity,
        "certified": wording.flag_words(row.certified),
        "note": row.note,
        "reuse_note": row.reuse_note,
        "form_code": row.form_code,
    }


def _case_parts(row: CaseRecord) -> dict[str, str]:
    return {"papers": "; ".join(item.name for item in row.items), "name": row.name}


def _step_parts(row: StepRecord) -> dict[str, str]:
    return {"text": row.text, "title": row.title, "channel": _channel(row)}


def _process_parts(row: ProcessStepRecord) -> dict[str, str]:
    return {
        "task": row.task,
        "unit_name": row.unit_name,
        "role": row.role,
        "hours": wording.plain_words(row.hours),
    }


def _dated_name(row: FeeRecord | TimeRecord) -> str:
    return " · ".join(part for part in (_channel(row), short(row.case_label)) if part)


ROWS: Final[Mapping[str, RowKind]] = {
    "fees": RowKind(
        "fees",
        "value",
        lambda row: (row.channel, row.kind, fold(row.case_label), str(row.valid_from or "")),
        _fee_parts,
        _dated_name,
    ),
    "time_limits": RowKind(
        "time_limits",
        "value",
        lambda row: (row.channel, fold(row.case_label), str(row.valid_from or "")),
        _time_parts,
        _dated_name,
    ),
    "methods": RowKind(
        "methods",
        "note",
        lambda row: (row.channel,),
        lambda row: {"note": row.note, "channel": _channel(row)},
        _channel,
    ),
    "steps": RowKind(
        "steps", "text", lambda row: (row.channel, fold(row.title)), _step_parts, lambda row: row.title
    ),
    "cases": RowKind("cases", "papers", lambda row: (fold(row.name),), _case_parts, lambda row: row.name),
    "items": RowKind("items", "name", lambda row: (fold(row.name)[:200],), _item_parts, lambda row: row.name),
    "results": RowKind(
        "results", "name", lambda row: (fold(row)[:200],), lambda row: {"name": row}, lambda row: row
    ),
    "process_steps": RowKind(
        "process_steps",
        "task",
        lambda row: (fold(row.unit_name), fold(row.role)),
        _process_parts,
        lambda row: row.unit_name,
    ),
}
