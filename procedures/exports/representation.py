"""A procedure as the public API tells it: states are words, money is an integer with its currency, days are ISO.

The shapes are documented, field by field, by the schemas of ``procedures.api.schemas``, which check every answer.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from core.text import fold
from procedures.choices import COUNTED_UNITS, FeeStatus
from procedures.exports.durations import iso_duration
from procedures.exports.surroundings import Surroundings
from procedures.exports.validity import Row, is_in_force, split_by_day
from procedures.importing.records import (
    CaseRecord,
    FeeRecord,
    ItemRecord,
    ProcedureRecord,
    TimeRecord,
)
from procedures.validity import effective_term, is_valid_on
from procedures.wording import amount_words, fee_words, term_words


def brief(record: ProcedureRecord, around: Surroundings, day: date) -> dict[str, Any]:
    """What a list shows of a procedure."""
    fees = [row for row in record.fees if is_valid_on(row, day)]
    times = [row for row in record.time_limits if is_valid_on(row, day)]
    base = around.publisher.base_url
    return {
        "code": record.code,
        "title": record.title,
        "official_name": record.official_name,
        "url": around.url,
        "api_url": f"{base}/api/v1/procedures/{record.code}",
        "status": record.status,
        "in_force": is_in_force(record, day),
        "scope": record.scope,
        "effective_from": record.effective_from,
        "effective_to": record.effective_to,
        "successor": _successor(around),
        "fields": [{"code": row.code, "name": row.name} for row in record.fields],
        "levels": list(record.levels),
        "subjects": [{"code": row.code, "name": row.name} for row in record.subjects],
        "life_events": list(record.life_events),
        "online_level": record.online_level,
        "department": {"code": around.office.code, "name": around.office.name} if around.office else None,
        "fee_states": sorted({row.status for row in fees}) or [FeeStatus.NOT_STATED.value],
        "is_free": is_free(fees),
        "time_limits": [_term(row) for row in times],
        "first_published_at": around.first_published_at,
        "updated_at": around.updated_at,
    }


def is_free(fees: Iterable[FeeRecord]) -> bool:
    """Free for everybody by every way: at least one row says so for all cases, and none says anything else."""
    rows = list(fees)
    return {row.status for row in rows} == {FeeStatus.FREE.value} and any(not row.case_label for row in rows)


def detail(record: ProcedureRecord, around: Surroundings, day: date) -> dict[str, Any]:
    """Everything the public may know of a procedure, as it is on ``day``."""
    return {
        **brief(record, around, day),
        "as_of": day,
        "summary": record.summary,
        "note": record.note,
        "keywords": [line.strip() for line in record.keywords.splitlines() if line.strip()],
        "legal_type": record.legal_type,
        "portal_url": record.portal_url,
        "is_non_territorial": record.is_non_territorial,
        "on_the_spot": record.on_the_spot,
        "requirements": record.requirements,
        "return_methods": list(record.return_methods),
        "receiving_addresses": record.receiving_addresses,
        "dossier_sets": record.dossier_sets,
        "fees": _dated(record.fees, day, fee),
        "time_limits": _dated(record.time_limits, day, time_limit),
        "submission_methods": [{"channel": row.channel, "note": row.note} for row in record.methods],
        "dossier_cases": [_case(case, around) for case in record.cases],
        "steps": [{"channel": row.channel, "title": row.title, "text": row.text} for row in record.steps],
        "process_steps": _process(record),
        "results": list(record.results),
        "agencies": [{"name": row.name, "role": row.role} for row in record.agencies],
        "legal_bases": [_legal_text(row.code, row.name, around) for row in record.legal_bases],
        "decision": _decision(record),
        "aliases": [{"code": row.code, "reason": row.reason, "since": row.since} for row in record.aliases],
        "contact": {
            "office": record.contact_office,
            "phone": record.contact_phone,
            "person": record.contact_person,
        },
    }


def fee(row: FeeRecord) -> dict[str, Any]:
    """A fee; ``amount`` only with the state "amount", so that 0 can never be read as free."""
    amount = None
    words = fee_words(row.status) if row.status != FeeStatus.AMOUNT else ""
    if row.status == FeeStatus.AMOUNT and row.amount_min is not None:
        amount = {"min": row.amount_min, "max": row.amount_max or row.amount_min, "currency": row.currency}
        words = amount_words(row.amount_min, row.amount_max, row.currency, row.per_unit)
    return {
        "kind": row.kind,
        "state": row.status,
        "amount": amount,
        "per_unit": row.per_unit,
        "text": words,
        "channel": row.channel,
        "case": row.case_label,
        "exemption": row.exemption,
        "source_words": row.verbatim,
        "legal_basis": row.legal_basis,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }


def time_limit(row: TimeRecord) -> dict[str, Any]:
    """A time limit: the law's term, and the shorter one that the administration promises, if it does."""
    committed = None
    if row.committed_unit:
        committed = {
            "state": _time_state(row.committed_unit),
            "value": _number(row.committed_value),
            "unit": row.committed_unit,
            "text": term_words(row.committed_value, row.committed_unit),
            "basis": row.committed_basis,
        }
    return {
        **_term(row),
        "statutory": {
            "state": _time_state(row.unit),
            "value": _number(row.value),
            "unit": row.unit,
            "text": term_words(row.value, row.unit),
        },
        "committed": committed,
        "is_default": row.is_default,
        "source_words": row.verbatim,
        "legal_basis": row.legal_basis,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }


def _term(row: TimeRecord) -> dict[str, Any]:
    value, unit = effective_term(row)
    return {
        "state": _time_state(unit),
        "value": _number(value),
        "unit": unit,
        "text": term_words(value, unit),
        "duration": iso_duration(value, unit),
        "channel": row.channel,
        "case": row.case_label,
    }


def _time_state(unit: str) -> str:
    return "counted" if unit in COUNTED_UNITS else unit


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _dated(rows: Iterable[Row], day: date, words: Callable[[Row], dict[str, Any]]) -> dict[str, Any]:
    split = split_by_day(rows, day)
    return {
        "today": [words(row) for row in split.today],
        "upcoming": [words(row) for row in split.upcoming],
        "past": [words(row) for row in split.past],
    }


def _successor(around: Surroundings) -> dict[str, str] | None:
    if around.successor is None:
        return None
    return {
        "code": around.successor.code,
        "title": around.successor.title,
        "url": around.successor.url,
    }


def _case(case: CaseRecord, around: Surroundings) -> dict[str, Any]:
    return {"name": case.name, "items": [_item(item, around) for item in case.items]}


def _item(item: ItemRecord, around: Surroundings) -> dict[str, Any]:
    form = around.forms.get(fold(item.form_code)) if item.form_code else None
    return {
        "name": item.name,
        "kind": item.kind,
        "originals": item.originals,
        "copies": item.copies,
        "certified": item.certified,
        "note": item.note,
        "reuse_note": item.reuse_note,
        "form_code": item.form_code,
        "form": {"code": form.code, "name": form.name, "url": form.url} if form else None,
    }


def _process(record: ProcedureRecord) -> list[dict[str, Any]]:
    """The internal process where it is public; who holds which post never is."""
    if not record.show_process:
        return []
    return [
        {"unit": row.unit_name, "task": row.task, "hours": _number(row.hours)} for row in record.process_steps
    ]


def _legal_text(number: str, title: str, around: Surroundings) -> dict[str, Any]:
    text = around.legal_texts.get(number)
    return {
        "number": number,
        "title": title,
        "issuer": text.issuer if text else "",
        "issued_on": text.issued_on if text else None,
        "valid_to": text.valid_to if text else None,
        "replaced_by": text.replaced_by if text else "",
    }


def _decision(record: ProcedureRecord) -> dict[str, Any] | None:
    if record.decision is None:
        return None
    return {
        "number": record.decision.number,
        "issuer": record.decision.issuer,
        "decided_on": record.decision.decided_on,
        "effective_on": record.decision.effective_on,
    }
