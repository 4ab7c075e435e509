"""What differs between two records, line by line in the words of an editor. Pure: no database, no clock.

Rows (fees, times, papers, steps …) are matched before they are compared: rows that are equal first, then rows with
the same key in their order, then the rows that have most in common. So one changed fee is one line, whatever
stands before and after it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from procedures.importing.facts import KEYED, facts
from procedures.importing.records import FIELDS, CaseRecord, ProcedureRecord
from procedures.importing.rows import ROWS, Pair, RowKind, matched, words_of
from procedures.importing.wording import FIELD_LABELS, SCALAR_WORDS, plain_words


@dataclass(frozen=True)
class Difference:
    """One line of a report: ``label`` ``before`` → ``after``; "" stands for nothing.

    ``field`` is the record's field, to which a decision applies; ``path`` names the row within it, unique in one
    comparison.
    """

    field: str
    label: str
    before: str
    after: str
    path: str


def differences(
    before: ProcedureRecord, after: ProcedureRecord, only: Collection[str] | None = None
) -> tuple[Difference, ...]:
    """What ``after`` states otherwise than ``before``, in the order of the page; only fields in ``only`` if given."""
    wanted = after.stated if only is None else after.stated & set(only)
    old, new = facts(before, wanted), facts(after, wanted)
    found: list[Difference] = []
    for name in FIELDS:
        if name in wanted and old[name] != new[name]:
            found.extend(_field(name, getattr(before, name), getattr(after, name)))
    return tuple(found)


def _field(name: str, before: Any, after: Any) -> Iterator[Difference]:
    label = str(FIELD_LABELS[name])
    if name in ROWS:
        yield from _rows(name, name, ROWS[name], before, after)
    elif name in KEYED:
        old, new = KEYED[name](before), KEYED[name](after)
        gone = "; ".join(words for key, words in old.items() if key not in new)
        added = "; ".join(words for key, words in new.items() if key not in old)
        yield Difference(name, label, gone, added, name)
    else:
        words = SCALAR_WORDS.get(name, plain_words)
        yield Difference(name, label, words(before), words(after), name)


def _rows(field: str, place: str, kind: RowKind, before: Any, after: Any) -> Iterator[Difference]:
    pairs = matched(kind, before, after)
    used: dict[str, int] = {}
    for pair in pairs:
        if pair.before == pair.after:
            continue
        path = _path(place, kind, pair, used)
        if isinstance(pair.before, CaseRecord) and isinstance(pair.after, CaseRecord):
            yield from _case(field, path, kind, pair)
        else:
            yield _row(field, path, kind, pair)
    if _moved(pairs):
        label = _("%(field)s · thứ tự") % {"field": kind.heading}
        order = ", ".join(str(number) for number in _positions(pairs))
        yield Difference(field, label, _("thứ tự cũ"), order, f"{place}#order")


def _path(place: str, kind: RowKind, pair: Pair, used: dict[str, int]) -> str:
    row = pair.before if pair.before is not None else pair.after
    path = f"{place}[{'|'.join(kind.key(row))}]"
    used[path] = used.get(path, 0) + 1
    return path if used[path] == 1 else f"{path}#{used[path]}"


def _row(field: str, path: str, kind: RowKind, pair: Pair) -> Difference:
    label = kind.label(pair.before if pair.before is not None else pair.after, pair.position)
    if pair.before is None or pair.after is None:
        before = words_of(kind, pair.before) if pair.before is not None else ""
        after = words_of(kind, pair.after) if pair.after is not None else ""
        return Difference(field, label, before, after, path)
    old, new = kind.parts(pair.before), kind.parts(pair.after)
    changed = [name for name in old if old[name] != new[name]]
    if len(changed) == 1 and changed[0] != kind.main:
        name = changed[0]
        return Difference(field, f"{label} · {kind.part_label(name)}", old[name], new[name], path)
    return Difference(
        field, label, words_of(kind, pair.before, changed), words_of(kind, pair.after, changed), path
    )


def _case(field: str, path: str, kind: RowKind, pair: Pair) -> Iterator[Difference]:
    """A dossier case: its name is one line, each of its papers another."""
    if pair.before.name != pair.after.name:
        label = _("%(field)s · tên trường hợp") % {"field": kind.heading}
        yield Difference(field, label, pair.before.name, pair.after.name, path)
    yield from _rows(field, f"{path}.items", ROWS["items"], pair.before.items, pair.after.items)


def _positions(pairs: list[Pair]) -> list[int]:
    """Where each row that stayed stands now, in the old order (1 = first)."""
    stayed = sorted(
        (pair for pair in pairs if pair.before is not None and pair.after is not None),
        key=lambda pair: pair.old_position,
    )
    ranks = {
        position: rank for rank, position in enumerate(sorted(pair.position for pair in stayed), start=1)
    }
    return [ranks[pair.position] for pair in stayed]


def _moved(pairs: list[Pair]) -> bool:
    """Whether rows that stayed stand in another order."""
    positions = _positions(pairs)
    return positions != sorted(positions)
