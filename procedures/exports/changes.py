"""What changed for the citizen, in words. Pure: rows in, lines out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from procedures.exports.surroundings import Successor
from procedures.importing.differences import Difference, differences
from procedures.importing.records import FeeRecord, ProcedureRecord, StepRecord, TimeRecord
from procedures.importing.wording import FIELD_LABELS
from procedures.validity import is_valid_on

_ONE_DAY: Final = timedelta(days=1)
_MOST_LINES: Final = 12
# What a revision tells plainly; lists and papers are compared as a whole and only named.
_SCALARS: Final = (
    "official_name",
    "title",
    "summary",
    "requirements",
    "note",
    "online_level",
    "portal_url",
    "is_non_territorial",
    "on_the_spot",
    "receiving_addresses",
    "dossier_sets",
    "status",
    "effective_from",
    "effective_to",
    "contact_office",
    "contact_phone",
    "contact_person",
)
_NAMED_ONLY: Final = {
    "dossier_cases": "cases",
    "submission_methods": "methods",
    "results": "results",
    "agencies": "agencies",
    "fields": "fields",
    "levels": "levels",
    "subjects": "subjects",
    "life_events": "life_events",
    "legal_bases": "legal_bases",
    "return_methods": "return_methods",
}
_BOOKKEEPING: Final = frozenset({"pk", "page", "case", "sort_order"})


@dataclass(frozen=True)
class Change:
    """One entry of the feeds. ``key`` names it for ever; ``details``: one line for each thing that changed."""

    key: str
    at: datetime
    kind: str
    code: str
    title: str
    url: str
    text: str
    details: tuple[str, ...] = ()
    successor: Successor | None = None


def lines(found: Iterable[Difference]) -> tuple[str, ...]:
    """ "Lệ phí · Trực tuyến: 15.000 đồng → 7.000 đồng"; long texts are named and not quoted."""
    words = [_line(difference) for difference in found]
    if len(words) > _MOST_LINES:
        return (*words[:_MOST_LINES], "…")
    return tuple(words)


def _line(difference: Difference) -> str:
    if not difference.before and not difference.after:
        return difference.label
    if max(len(difference.before), len(difference.after)) > 160:
        return difference.label
    return f"{difference.label}: {difference.before or '–'} → {difference.after or '–'}"


def tariff_change(rows: Sequence[FeeRecord] | Sequence[TimeRecord], name: str, day: date) -> tuple[str, ...]:
    """What ``rows`` (field ``name``) say on ``day`` otherwise than on the day before."""
    before = _holding(rows, day - _ONE_DAY)
    after = _holding(rows, day)
    return lines(differences(_record(**{name: before}), _record(**{name: after}), {name}))


def _holding(rows: Sequence[Any], day: date) -> tuple[Any, ...]:
    """The rows of a day, without the days from which and to which they hold: those are the change itself."""
    return tuple(replace(row, valid_from=None, valid_to=None) for row in rows if is_valid_on(row, day))


def revision_change(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """What two stored revisions of a page say otherwise, one line a thing."""
    stated = frozenset({*_SCALARS, "fees", "time_limits", "steps"})
    found = list(lines(differences(_stored(before, stated), _stored(after, stated))))
    for key, name in _NAMED_ONLY.items():
        if _plain(before.get(key)) != _plain(after.get(key)):
            found.append(str(FIELD_LABELS[name]))
    return tuple(found)


def _stored(content: Mapping[str, Any], stated: frozenset[str]) -> ProcedureRecord:
    values = {name: content[name] for name in _SCALARS if content.get(name) is not None}
    for name in ("effective_from", "effective_to"):
        if values.get(name):
            values[name] = date.fromisoformat(values[name])
    return _record(
        stated=stated,
        fees=tuple(_row(FeeRecord, row) for row in content.get("fees", ())),
        time_limits=tuple(_row(TimeRecord, row) for row in content.get("time_limits", ())),
        steps=tuple(_row(StepRecord, row) for row in content.get("steps", ())),
        **values,
    )


def _row(kind: type[Any], stored: Mapping[str, Any]) -> Any:
    names = kind.__dataclass_fields__
    values = {name: stored[name] for name in names if stored.get(name) is not None}
    for name in ("valid_from", "valid_to"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    for name in ("value", "committed_value"):
        if name in values:
            values[name] = Decimal(str(values[name]))
    return kind(**values)


def _record(**values: Any) -> ProcedureRecord:
    return ProcedureRecord(code="", **values)


def _plain(value: Any) -> Any:
    """A stored list without keys and positions that saving gives anew."""
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items() if name not in _BOOKKEEPING}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value
