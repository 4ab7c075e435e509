"""Rows of the catalogue's lists (fields, agencies, legal texts, decisions …) found by what a source calls them.

Each list is read once and kept; what is missing is made, and remembered as made, so that an import that is taken
back can remove it again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model

from core.models import Department, Level
from core.text import fold
from procedures.importing.normal_reading import code_of
from procedures.importing.records import DecisionRecord, Named
from procedures.models import (
    Agency,
    AgencySpelling,
    Field,
    Form,
    LegalBasis,
    LifeEvent,
    ProcedurePage,
    PublicationDecision,
    SubjectType,
)


class CatalogueRows:
    """Finds and makes rows. ``made``: primary keys of what had to be made, by model label.

    ``forget()`` after a transaction that was rolled back: rows made in it are gone.
    """

    def __init__(self) -> None:
        self.made: defaultdict[str, list[int]] = defaultdict(list)
        self._known: dict[Any, dict[str, Any]] = {}

    def forget(self) -> None:
        """Read everything anew the next time."""
        self._known.clear()

    def field(self, row: Named) -> Field:
        """Ministries number the same sector differently: a known name is taken whatever its code there."""
        return self._listed(Field, row)

    def subject(self, row: Named) -> SubjectType:
        return self._listed(SubjectType, row)

    def levels(self, codes: Iterable[str]) -> list[Level]:
        """Levels of government; codes that are none are left out."""
        known = self._all("levels", lambda: {row.code: row for row in Level.objects.all()})
        return [known[code] for code in codes if code in known]

    def life_event(self, name: str) -> LifeEvent:
        known = self._all("life_events", lambda: {row.name: row for row in LifeEvent.objects.all()})
        return self._found(known, name, lambda: LifeEvent.objects.get_or_create(name=name))

    def legal_basis(self, row: Named) -> LegalBasis:
        """By number; the title is only that of a new row, editors keep the others."""
        known = self._all("legal_bases", lambda: {text.number: text for text in LegalBasis.objects.all()})
        return self._found(
            known,
            row.code,
            lambda: LegalBasis.objects.get_or_create(number=row.code, defaults={"title": row.name}),
        )

    def agency(self, name: str) -> Agency:
        """By any spelling ever seen: agencies that were merged are found under all their names."""
        folded = fold(name)[:500]
        known = self._all("agencies", _agencies)
        return self._found(known, folded, lambda: _new_agency(folded, name))

    def decision(self, row: DecisionRecord | None) -> PublicationDecision | None:
        if row is None:
            return None
        known = self._all("decisions", _decisions)
        defaults = {"decided_on": row.decided_on, "effective_on": row.effective_on}
        return self._found(
            known,
            f"{row.number}|{row.issuer}",
            lambda: PublicationDecision.objects.get_or_create(
                number=row.number, issuer=row.issuer, defaults=defaults
            ),
        )

    def form(self, code: str) -> Form | None:
        """The form with this code, None where the label is no form's code."""
        return self._all("forms", lambda: {row.code: row for row in Form.objects.all()}).get(code)

    def department(self, code: str) -> Department | None:
        known = self._all("departments", lambda: {row.code: row for row in Department.objects.all()})
        return known.get(code)

    def page(self, code: str) -> ProcedurePage | None:
        """The page with this code. Not kept: pages come and go while an import runs."""
        return ProcedurePage.objects.filter(code=code).first()

    def _listed(self, model: type[Field] | type[SubjectType], row: Named) -> Any:
        code = row.code or code_of(row.name)
        known = self._all(model, lambda: _by_code_and_name(model))
        same = known.get(f"name {fold(row.name)}") or known.get(f"code {code}")
        if same is not None:
            return same
        made, is_new = model._default_manager.get_or_create(code=code, defaults={"name": row.name})
        self._note(made, is_new)
        known[f"name {fold(row.name)}"] = known[f"code {code}"] = made
        return made

    def _all(self, key: Any, read: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        if key not in self._known:
            self._known[key] = read()
        return self._known[key]

    def _found(self, known: dict[str, Any], key: str, make: Callable[[], tuple[Any, bool]]) -> Any:
        if key not in known:
            known[key], is_new = make()
            self._note(known[key], is_new)
        return known[key]

    def _note(self, row: Model, is_new: bool) -> None:
        if is_new:
            self.made[row._meta.label_lower].append(row.pk)


def _by_code_and_name(model: type[Field] | type[SubjectType]) -> dict[str, Any]:
    rows: list[Any] = list(model._default_manager.order_by("-pk"))
    return {f"code {row.code}": row for row in rows} | {f"name {fold(row.name)}": row for row in rows}


def _agencies() -> dict[str, Agency]:
    """Every name and spelling; a name whose agency was merged away leads to the one it was merged into."""
    agencies = {row.pk: row for row in Agency.objects.select_related("department")}
    known = {row.folded_name: agencies.get(row.merged_into_id or 0, row) for row in agencies.values()}
    spellings = AgencySpelling.objects.values_list("folded_name", "agency_id")
    return known | {folded: agencies[key] for folded, key in spellings if key in agencies}


def _new_agency(folded: str, name: str) -> tuple[Agency, bool]:
    agency, is_new = Agency.objects.get_or_create(folded_name=folded, defaults={"name": name})
    AgencySpelling.objects.get_or_create(folded_name=folded, defaults={"name": name, "agency": agency})
    return agency, is_new


def _decisions() -> dict[str, PublicationDecision]:
    return {f"{row.number}|{row.issuer}": row for row in PublicationDecision.objects.all()}
