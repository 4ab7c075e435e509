"""What a list of procedures may be narrowed by: checked first, so that a typing mistake is said and not ignored."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from typing import Any, Final

from django.db.models import Model
from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.timezone import is_naive
from django.utils.translation import gettext_lazy as _

from core.calendar.days import LOCAL_ZONE
from core.models import Department, Level
from procedures.api.problems import Problem, bad_parameters
from procedures.choices import OnlineLevel, Scope, Status
from procedures.models import Agency, Field, LifeEvent, ProcedurePage, ProcedureQuerySet, SubjectType

DEFAULT_LIMIT: Final = 50
MAX_LIMIT: Final = 200
_LONGEST: Final = 200
_FIRST_YEAR, _LAST_YEAR = 1970, 2200

Error = tuple[str, Promise | str]


def only_known(params: QueryDict, names: frozenset[str]) -> dict[str, str]:
    """The parameters of an address, each once. Raises ``Problem`` naming every one that can't be used."""
    errors: list[Error] = []
    found: dict[str, str] = {}
    for name, values in params.lists():
        if name not in names:
            errors.append((name[:_LONGEST].replace("\x00", ""), _("Không có tham số này.")))
        elif len(values) > 1:
            errors.append((name, _("Chỉ ghi một lần.")))
        elif len(values[0]) > _LONGEST or "\x00" in values[0]:
            errors.append((name, _("Giá trị quá dài hoặc có ký tự không đọc được.")))
        elif values[0]:
            found[name] = values[0]
    if errors:
        raise bad_parameters(*errors)
    return found


def limit_of(params: Mapping[str, str]) -> int:
    """How many rows a page of the list has, 1 to 200."""
    given = params.get("limit", str(DEFAULT_LIMIT))
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= MAX_LIMIT):
        raise bad_parameters(("limit", _("Hãy ghi một số từ 1 đến 200.")))
    return int(given)


def moment_of(params: Mapping[str, str], name: str) -> datetime | None:
    """A moment: a day ("2026-11-22", from midnight in Vietnam) or an ISO moment; without a zone it is Vietnam's."""
    given = params.get(name)
    if not given:
        return None
    moment = _moment(given.replace(" ", "+"))
    if moment is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise bad_parameters((name, _("Hãy ghi ngày, ví dụ 2026-11-22, hoặc 2026-11-22T08:00:00+07:00.")))
    return moment.astimezone(UTC)


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
        day = parse_date(text) if moment is None or len(text) == len("2026-11-22") else None
    except ValueError:
        return None
    if day is not None:
        moment = datetime.combine(day, time(0))
    if moment is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    return moment.replace(tzinfo=LOCAL_ZONE) if is_naive(moment) else moment


def narrowed(pages: ProcedureQuerySet, params: Mapping[str, str]) -> ProcedureQuerySet:
    """``pages`` with every filter that ``params`` names. Raises ``Problem`` for a value that no row has."""
    errors: list[Error] = []
    for name, narrow in _FILTERS.items():
        if name in params:
            try:
                pages = narrow(pages, params[name])
            except Problem as problem:
                errors.extend(problem.errors)
    if errors:
        raise bad_parameters(*errors)
    since = moment_of(params, "updated_since")
    return pages.filter(last_published_at__gte=since) if since else pages


def _related(
    name: str, model: type[Model], keys: tuple[str, ...], relation: str, column: str, where: str
) -> Callable[[ProcedureQuerySet, str], ProcedureQuerySet]:
    """A filter by rows that many procedures share: asked through the joining table, so that no row comes twice."""

    def narrow(pages: ProcedureQuerySet, value: str) -> ProcedureQuerySet:
        row = _row(name, model, keys, value, where)
        through = getattr(ProcedurePage, relation).through._default_manager
        return pages.filter(pk__in=through.filter(**{column: row.pk}).values("procedurepage_id"))

    return narrow


def _row(name: str, model: type[Model], keys: tuple[str, ...], value: str, where: str) -> Any:
    for key in keys:
        row = model._default_manager.filter(**{key: value}).first()
        if row is not None:
            return row
    raise bad_parameters((name, format_lazy(_("Không có giá trị này; xem {where}."), where=where)))


def _choice(name: str, choices: Any, column: str) -> Callable[[ProcedureQuerySet, str], ProcedureQuerySet]:
    def narrow(pages: ProcedureQuerySet, value: str) -> ProcedureQuerySet:
        if value not in choices.values:
            allowed = ", ".join(choices.values)
            raise bad_parameters((name, format_lazy(_("Hãy chọn một trong: {allowed}."), allowed=allowed)))
        return pages.filter(**{column: value})

    return narrow


def _department(pages: ProcedureQuerySet, value: str) -> ProcedureQuerySet:
    row = _row("department", Department, ("code",), value, "/api/v1/departments")
    return pages.filter(responsible_department=row)


def _agency(pages: ProcedureQuerySet, value: str) -> ProcedureQuerySet:
    """By the agency's name, however it is spelt."""
    row = _row("agency", Agency, ("name", "spellings__name"), value, "agencies")
    return pages.filter(pk__in=row.procedure_rows.values("page_id"))


class _OpenScope:
    """Scopes that open data has: what only binds offices to each other is none of it."""

    values = tuple(scope.value for scope in Scope if scope is not Scope.INTERNAL)


_FILTERS: Final[dict[str, Callable[[ProcedureQuerySet, str], ProcedureQuerySet]]] = {
    "field": _related("field", Field, ("slug", "code"), "fields", "field_id", "/api/v1/fields"),
    "level": _related("level", Level, ("code",), "levels", "level_id", "levels"),
    "subject": _related("subject", SubjectType, ("code",), "subjects", "subjecttype_id", "subjects"),
    "life_event": _related(
        "life_event", LifeEvent, ("slug",), "life_events", "lifeevent_id", "/api/v1/life-events"
    ),
    "department": _department,
    "agency": _agency,
    "online_level": _choice("online_level", OnlineLevel, "online_level"),
    "status": _choice("status", Status, "status"),
    "scope": _choice("scope", _OpenScope, "scope"),
}
FILTER_NAMES: Final = frozenset(_FILTERS) | {"updated_since"}
