"""Records of any content that a page can hold, for properties."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from procedures.choices import (
    COUNTED_UNITS,
    AgencyRole,
    Channel,
    Currency,
    FeeKind,
    FeeStatus,
    ItemKind,
    LegalType,
    OnlineLevel,
    ReturnMethod,
    Scope,
    Status,
    TimeUnit,
)
from procedures.importing.records import (
    AgencyRecord,
    CaseRecord,
    DecisionRecord,
    FeeRecord,
    ItemRecord,
    MethodRecord,
    Named,
    ProcedureRecord,
    ProcessStepRecord,
    StepRecord,
    TimeRecord,
)

ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxyÀẢÃẠẾỘỮ019 .,:;-–/()“”'\"&<>=+@#\n\tẹ"
words = st.text(ALPHABET, max_size=40).map(str.strip)
names = (
    st.text(ALPHABET.replace("\n", "").replace("\t", ""), min_size=1, max_size=40).map(str.strip).filter(bool)
)
listed = names.filter(lambda text: any(character.isalnum() for character in text))
days = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))
numbers = st.decimals(Decimal("0.01"), Decimal("9999.99"), places=2)
channels = st.sampled_from(Channel.values)
filing_channels = st.sampled_from([value for value in Channel.values if value != "any"])


@st.composite
def validity(draw: st.DrawFn) -> dict[str, Any]:
    first, last = draw(days), draw(days)
    if first and last and first > last:
        first, last = last, first
    return {
        "case_label": draw(words),
        "verbatim": draw(words),
        "legal_basis": draw(words),
        "valid_from": first,
        "valid_to": last,
    }


@st.composite
def fees(draw: st.DrawFn) -> FeeRecord:
    status = draw(st.sampled_from(FeeStatus.values))
    low = draw(st.integers(1, 10**9)) if status == "amount" else None
    high = draw(st.none() | st.integers(low, 10**10)) if low else None
    return FeeRecord(
        draw(channels),
        draw(st.sampled_from(FeeKind.values)),
        status,
        low,
        high,
        draw(st.sampled_from(Currency.values)),
        draw(words),
        exemption=draw(words),
        **draw(validity()),
    )


@st.composite
def times(draw: st.DrawFn) -> TimeRecord:
    unit = draw(st.sampled_from(TimeUnit.values))
    promised = draw(st.sampled_from(["", *TimeUnit.values]))
    return TimeRecord(
        draw(channels),
        unit,
        draw(numbers) if unit in COUNTED_UNITS else None,
        committed_value=draw(numbers) if promised in COUNTED_UNITS else None,
        committed_unit=promised,
        committed_basis=draw(words),
        is_default=draw(st.booleans()),
        **draw(validity()),
    )


def items() -> st.SearchStrategy[ItemRecord]:
    count = st.integers(0, 999)
    return st.builds(
        ItemRecord, names, st.sampled_from(ItemKind.values), count, count, st.booleans(), words, words, words
    )


def steps() -> st.SearchStrategy[StepRecord]:
    return st.builds(StepRecord, words, names, channels)


def several(rows: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(rows, max_size=most).map(tuple)


def _once(rows: tuple[Any, ...], key: Any) -> tuple[Any, ...]:
    return tuple({key(row): row for row in rows}.values())


def _coded(prefix: str) -> st.SearchStrategy[tuple[Named, ...]]:
    """Rows of a list: each name and each code once, as in a list of this site."""
    numbers = st.lists(st.integers(0, 30), max_size=3, unique=True)
    return numbers.map(lambda found: tuple(Named(f"{prefix}{n}", f"Tên {prefix} {n}") for n in found))


@st.composite
def records(draw: st.DrawFn) -> ProcedureRecord:
    """Any record without references to other pages and units."""
    first, last = draw(days), draw(days)
    if first and last and first > last:
        first, last = last, first
    name = draw(listed)
    agencies = draw(several(st.integers(0, 30)))
    record = ProcedureRecord(
        code="1.990001",
        official_name=name + draw(st.sampled_from(["", " ", "\n"])),
        title=name,
        summary=draw(words),
        keywords=draw(words),
        note=draw(words),
        scope=draw(st.sampled_from(Scope.values)),
        legal_type=draw(st.sampled_from(LegalType.values)),
        online_level=draw(st.sampled_from(OnlineLevel.values)),
        portal_url=draw(st.sampled_from(["", "https://dichvucong.example/a?b=1&c=2"])),
        is_non_territorial=draw(st.booleans()),
        on_the_spot=draw(st.booleans()),
        requirements=draw(words),
        return_methods=draw(st.sampled_from([(), tuple(ReturnMethod.values), ("online",)])),
        receiving_addresses=draw(words),
        dossier_sets=draw(st.integers(1, 99)),
        show_process=draw(st.booleans()),
        status=draw(st.sampled_from(Status.values)),
        effective_from=first,
        effective_to=last,
        review_on=draw(days),
    )
    return replace(record, **draw(_rows()), agencies=_agencies(agencies))


def _agencies(numbers: tuple[int, ...]) -> tuple[AgencyRecord, ...]:
    roles = AgencyRole.values
    rows = tuple(AgencyRecord(roles[number % len(roles)], f"Cơ quan {number // 4}") for number in numbers)
    return _once(rows, lambda row: row)


def _rows() -> st.SearchStrategy[dict[str, Any]]:
    decision = st.builds(
        DecisionRecord, st.integers(1, 50).map(lambda n: f"{n}/QĐ-UBND"), st.just("UBND tỉnh An Hòa")
    )
    return st.fixed_dictionaries(
        {
            "contact_office": words,
            "contact_phone": words,
            "contact_person": words,
            "decision": st.none() | decision,
            "fields": _coded("LV"),
            "subjects": _coded("DT"),
            "legal_bases": _coded("VB"),
            "levels": st.sampled_from([(), ("commune",), ("central", "province")]),
            "life_events": st.sampled_from([(), ("Sinh con",), ("Kết hôn", "Qua đời")]),
            "results": several(names),
            "methods": several(st.builds(MethodRecord, filing_channels, words)),
            "time_limits": several(times()),
            "fees": several(fees()),
            "steps": several(steps()),
            "cases": several(st.builds(CaseRecord, words, several(items()))),
            "process_steps": several(st.builds(ProcessStepRecord, names, names, numbers, words)),
        }
    )
