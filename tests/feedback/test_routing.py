"""Routing: always an owner, the same one every time, never by a rule or to a department that is no more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.routing import (
    Department,
    Departments,
    Facts,
    NoDepartmentError,
    Rule,
    TopicText,
    best_rule,
    hides_contact,
    route,
)

TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)

OFFICE, CONSTRUCTION, POLICE, WARD, WARD_POLICE, COMPANY, OLD = 1, 2, 3, 4, 5, 6, 7
UNITS = Departments.of(
    [
        Department(OFFICE, "Văn phòng UBND tỉnh", is_fallback=True),
        Department(CONSTRUCTION, "Sở Xây dựng", parent_id=OFFICE),
        Department(POLICE, "Công an tỉnh"),
        Department(WARD, "UBND phường An Lộc", parent_id=OFFICE, place="an-loc", is_committee=True),
        Department(WARD_POLICE, "Công an phường An Lộc", parent_id=POLICE),
        Department(COMPANY, "Công ty Môi trường", parent_id=OFFICE),
        Department(OLD, "Sở Giao thông", parent_id=OFFICE, successor_id=CONSTRUCTION, valid_to=YESTERDAY),
    ]
)


def _route(rules: list[Rule], **facts: object) -> int:
    facts.setdefault("kind", "scene_report")
    return route(Facts(**facts), rules, UNITS, TODAY).department_id  # type: ignore[arg-type]


def test_topic_words_match_on_word_limits_whoever_left_the_accents_out() -> None:
    rules = [Rule(1, COMPANY, words=("rac", "đèn đường"))]
    assert _route(rules, text="Rác chất đống trước nhà") == COMPANY
    assert _route(rules, text="DEN DUONG hong") == COMPANY
    assert _route(rules, text="Đèn đường hỏng") == COMPANY
    assert _route(rules, text="Con rạch bị lấp") == OFFICE
    assert _route(rules, text="") == OFFICE


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("chợ", "cấp cho tôi một bản", False),
        ("chợ", "cap cho toi mot ban", False),
        ("chợ", "ở chợ Lớn", True),
        ("cho", "ở chợ Lớn", True),
        ("hoà giải", "xin hòa giải ở xã", True),
        ("đất đai", "đất đai", True),
        ("dat dai", "tranh chấp đất đai", True),
        ("đường tỉnh", "duong tinh 12 bi hong", True),
        ("", "gì đó", False),
        ("!!!", "gì đó", False),
    ],
)
def test_accents_count_where_both_sides_wrote_them(phrase: str, text: str, found: bool) -> None:
    assert TopicText.of(text).holds(TopicText.of(phrase)) is found


def test_the_smaller_priority_number_wins_over_everything() -> None:
    rules = [Rule(1, CONSTRUCTION, words=("den duong",)), Rule(2, COMPANY, priority=10)]
    assert _route(rules, text="đèn đường tắt") == COMPANY


def test_among_equals_the_most_specific_rule_wins() -> None:
    by_kind = Rule(1, OFFICE, kind="scene_report")
    by_place = Rule(2, WARD, place="an-loc")
    by_words = Rule(3, COMPANY, words=("rac",))
    by_field = Rule(4, CONSTRUCTION, field="xay-dung")
    by_unit = Rule(5, POLICE, unit_id=WARD_POLICE)
    facts = {"text": "rác", "places": ("an-loc",), "fields": frozenset({"xay-dung"}), "unit_id": WARD_POLICE}
    rules = [by_kind, by_place, by_words, by_field, by_unit]
    winners = []
    while rules:
        winners.append(_route(rules, **facts))
        rules = [rule for rule in rules if rule.department_id != winners[-1]]
    assert winners == [POLICE, CONSTRUCTION, COMPANY, WARD, OFFICE]


def test_a_longer_phrase_says_more_than_a_word() -> None:
    rules = [Rule(1, COMPANY, words=("duong",)), Rule(2, CONSTRUCTION, words=("duong tinh",))]
    assert _route(rules, text="ổ gà trên đường tỉnh 12") == CONSTRUCTION


def test_a_rule_about_a_unit_holds_for_its_parts() -> None:
    rules = [Rule(1, OFFICE, unit_id=POLICE)]
    assert _route(rules, kind="pakn_conduct", unit_id=WARD_POLICE) == OFFICE
    assert best_rule(Facts("pakn_conduct", unit_id=WARD), rules, UNITS, TODAY) is None


def test_conduct_goes_to_the_unit_unless_a_rule_names_the_one_above() -> None:
    assert _route([], kind="pakn_conduct", unit_id=WARD_POLICE) == WARD_POLICE
    rules = [Rule(1, POLICE, kind="pakn_conduct", unit_id=WARD_POLICE)]
    assert _route(rules, kind="pakn_conduct", unit_id=WARD_POLICE) == POLICE


def test_without_a_rule_the_procedures_department_answers() -> None:
    assert _route([], kind="question", procedure_department_id=CONSTRUCTION, unit_id=WARD) == CONSTRUCTION
    assert _route([], kind="question", unit_id=WARD) == WARD
    assert _route([], places=("an-loc", "an-hoa")) == WARD
    assert _route([], places=("nowhere",)) == OFFICE


def test_a_successor_takes_over_and_a_past_rule_is_not_chosen() -> None:
    assert _route([Rule(1, OLD, words=("cau",))], text="cầu sập") == CONSTRUCTION
    assert _route([Rule(1, COMPANY, valid_to=YESTERDAY)]) == OFFICE
    assert _route([Rule(1, COMPANY, valid_from=TODAY + timedelta(days=1))]) == OFFICE
    assert _route([Rule(1, COMPANY, valid_from=TODAY, valid_to=TODAY)]) == COMPANY


def test_successors_in_a_circle_end_in_the_fallback() -> None:
    units = Departments.of(
        [
            Department(1, "A", successor_id=2, valid_to=YESTERDAY),
            Department(2, "B", successor_id=1, valid_to=YESTERDAY),
            Department(3, "C"),
        ]
    )
    assert route(Facts("question"), [Rule(1, 1)], units, TODAY).department_id == 3


def test_the_reason_is_always_told() -> None:
    chosen = route(Facts("question"), [Rule(9, COMPANY, reason="Vì thế.")], UNITS, TODAY)
    assert (chosen.rule_id, chosen.reason) == (9, "Vì thế.")
    assert route(Facts("question"), [], UNITS, TODAY).reason


def test_a_site_without_departments_says_so() -> None:
    with pytest.raises(NoDepartmentError):
        route(Facts("question"), [], Departments.of([]), TODAY)


@pytest.mark.parametrize(
    ("kind", "unit", "viewer", "hidden"),
    [
        ("pakn_conduct", WARD_POLICE, WARD_POLICE, True),
        ("pakn_conduct", POLICE, WARD_POLICE, True),
        ("pakn_conduct", WARD_POLICE, POLICE, False),
        ("pakn_conduct", WARD_POLICE, WARD, False),
        ("pakn_conduct", None, WARD, True),
        ("pakn_regulation", WARD, WARD, False),
    ],
)
def test_the_unit_complained_about_does_not_learn_who_complained(
    kind: str, unit: int | None, viewer: int, hidden: bool
) -> None:
    assert hides_contact(kind, unit, UNITS.line(viewer)) is hidden


_words = st.sampled_from(["rac", "den duong", "cau", "khai sinh", "giay phep"])
_moments = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
_rules = st.builds(
    Rule,
    id=st.integers(1, 10_000),
    department_id=st.integers(1, 8),
    priority=st.integers(0, 3),
    kind=st.sampled_from(["", "question", "scene_report"]),
    field=st.sampled_from(["", "ho-tich"]),
    words=st.lists(_words, max_size=3).map(tuple),
    place=st.sampled_from(["", "an-loc"]),
    unit_id=st.one_of(st.none(), st.integers(1, 8)),
    valid_from=_moments,
    valid_to=_moments,
)
_facts = st.builds(
    Facts,
    kind=st.sampled_from(["question", "scene_report", "pakn_conduct"]),
    text=st.text(max_size=60) | _words,
    fields=st.sampled_from([frozenset(), frozenset({"ho-tich"})]),
    places=st.sampled_from([(), ("an-loc",), ("khong-co", "an-loc")]),
    unit_id=st.one_of(st.none(), st.integers(1, 9)),
    procedure_department_id=st.one_of(st.none(), st.integers(1, 9)),
)


@given(facts=_facts, rules=st.lists(_rules, max_size=8, unique_by=lambda rule: rule.id))
def test_there_is_always_an_owner_that_exists_and_the_order_of_rules_does_not_matter(
    facts: Facts, rules: list[Rule]
) -> None:
    chosen = route(facts, rules, UNITS, TODAY)
    assert UNITS.by_id[chosen.department_id].in_force(TODAY)
    assert route(facts, rules[::-1], UNITS, TODAY) == chosen
    used = {rule.id: rule for rule in rules}
    assert chosen.rule_id is None or used[chosen.rule_id].in_force(TODAY)
