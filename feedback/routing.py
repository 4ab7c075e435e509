"""Which department must answer a case, from editable rules.

Pure: rules, departments and the day come in as data. A rule matches when every condition that it states is
met. Among the matching rules the smallest priority number wins, then the most specific one: the unit concerned,
the procedure's field, the topic words, the place. A choice is never left open: without a rule the procedure's
own department answers, then the unit complained about, then the place's committee, then the fallback.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from core.text import folded_words


class NoDepartmentError(LookupError):
    """There is no department in force at all: the site isn't set up yet."""


@dataclass(frozen=True)
class Department:
    """What routing must know of a department. ``place`` is the code of the administrative unit it serves."""

    id: int
    name: str
    parent_id: int | None = None
    successor_id: int | None = None
    place: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    is_fallback: bool = False
    is_committee: bool = False

    def in_force(self, on: date) -> bool:
        """Whether the department exists on this day."""
        return _in_force(self.valid_from, self.valid_to, on)


@dataclass(frozen=True)
class Rule:
    """One editable rule; an empty condition asks nothing. ``words`` are phrases as an editor typed them."""

    id: int
    department_id: int
    reason: str = ""
    priority: int = 100
    kind: str = ""
    field: str = ""
    words: tuple[str, ...] = ()
    place: str = ""
    unit_id: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether the rule applies on this day."""
        return _in_force(self.valid_from, self.valid_to, on)


@dataclass(frozen=True)
class Facts:
    """What is known of a new case. ``places`` are codes of administrative units, the narrowest first."""

    kind: str
    text: str = ""
    fields: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    unit_id: int | None = None
    procedure_department_id: int | None = None


@dataclass(frozen=True)
class Route:
    """Who must answer, by which rule (None without one), and why in one sentence for people."""

    department_id: int
    rule_id: int | None
    reason: str


@dataclass(frozen=True)
class Departments:
    """The tree of departments with what routing asks of it."""

    by_id: Mapping[int, Department] = field(default_factory=dict)

    @classmethod
    def of(cls, departments: Iterable[Department]) -> Departments:
        """The tree made of these rows."""
        return cls({department.id: department for department in departments})

    def current(self, department_id: int | None, on: date) -> Department | None:
        """The department itself, or the successor that took its work over; None when nobody did."""
        seen: set[int] = set()
        while department_id is not None and department_id not in seen:
            seen.add(department_id)
            department = self.by_id.get(department_id)
            if department is None:
                return None
            if department.in_force(on):
                return department
            department_id = department.successor_id
        return None

    def line(self, department_id: int | None) -> tuple[int, ...]:
        """The department and everything above it, from below."""
        line: list[int] = []
        while department_id is not None and department_id not in line and department_id in self.by_id:
            line.append(department_id)
            department_id = self.by_id[department_id].parent_id
        return tuple(line)

    def fallback(self, on: date) -> Department:
        """Who takes what nobody else takes; NoDepartmentError when no department is in force."""
        alive = sorted(
            (department for department in self.by_id.values() if department.in_force(on)),
            key=lambda d: (not d.is_fallback, d.parent_id is not None, d.id),
        )
        if not alive:
            raise NoDepartmentError("no department is in force")
        return alive[0]

    def committee_of(self, place: str, on: date) -> Department | None:
        """The people's committee that serves this place, if one does."""
        serving = [d for d in self.by_id.values() if d.is_committee and d.place == place and d.in_force(on)]
        return min(serving, key=lambda department: department.id) if serving else None


def _in_force(valid_from: date | None, valid_to: date | None, on: date) -> bool:
    return (valid_from is None or valid_from <= on) and (valid_to is None or on <= valid_to)


# Below this share of words with accents a text was typed without them.
ACCENTED_SHARE = 0.2


def _accents(word: str) -> str:
    """The accents of one word in a fixed order, so that "hoà" and "hòa" have the same: "" for a bare word."""
    lowered = unicodedata.normalize("NFD", word.lower())
    return "".join(sorted(letter for letter in lowered if letter == "đ" or unicodedata.combining(letter)))


@dataclass(frozen=True)
class TopicText:
    """A text in which whole phrases are looked for, folded: "rac" is found in "Rác" and not in "rạch".

    Where both the phrase and the text are written with accents these count too: "chợ" isn't found in "cho".
    """

    folded: str
    marked: str
    is_accented: bool

    @classmethod
    def of(cls, text: str) -> TopicText:
        """The text as two padded strings of words: bare, and with their accents."""
        words = [(word.folded, _accents(text[word.start : word.end])) for word in folded_words(text)]
        accented = sum(bool(accents) for _folded, accents in words)
        return cls(
            folded=f" {' '.join(folded for folded, _accents in words)} ",
            marked=f" {' '.join(folded + accents for folded, accents in words)} ",
            is_accented=bool(words) and accented / len(words) >= ACCENTED_SHARE,
        )

    def holds(self, phrase: TopicText) -> bool:
        """Whether the phrase stands in this text, on word limits.

        A single accented word isn't looked for in a text without accents, where "chợ" is also every "cho".
        """
        words = phrase.folded.split()
        if not words or (phrase.is_accented and not self.is_accented and len(words) == 1):
            return False
        if self.is_accented and phrase.is_accented:
            return phrase.marked in self.marked
        return phrase.folded in self.folded


@lru_cache(maxsize=4096)
def _phrase(words: str) -> TopicText:
    return TopicText.of(words)


def matched_words(rule: Rule, text: TopicText) -> tuple[str, ...]:
    """The rule's phrases that stand in the text, in the rule's order."""
    return tuple(word for word in rule.words if text.holds(_phrase(word)))


Score = tuple[int, int, int, int, int, int]


def _score(rule: Rule, facts: Facts, text: TopicText, line: tuple[int, ...]) -> Score | None:
    """None when the rule doesn't match; else a key of which the smallest is the best."""
    words = matched_words(rule, text)
    if (
        (rule.kind and rule.kind != facts.kind)
        or (rule.field and rule.field not in facts.fields)
        or (rule.place and rule.place not in facts.places)
        or (rule.unit_id is not None and rule.unit_id not in line)
        or (rule.words and not words)
    ):
        return None
    nearness = len(line) - line.index(rule.unit_id) if rule.unit_id is not None else 0
    place = len(facts.places) - facts.places.index(rule.place) if rule.place else 0
    syllables = sum(len(word.split()) ** 2 for word in words)
    return (rule.priority, -nearness, -int(bool(rule.field)), -syllables, -place, -int(bool(rule.kind)))


def best_rule(facts: Facts, rules: Iterable[Rule], departments: Departments, on: date) -> Rule | None:
    """The rule in force that fits best and whose department, or a successor, exists; None when none fits."""
    text = TopicText.of(facts.text)
    line = departments.line(facts.unit_id)
    scored = [
        (score, rule.id, rule)
        for rule in rules
        if rule.in_force(on)
        and departments.current(rule.department_id, on) is not None
        and (score := _score(rule, facts, text, line)) is not None
    ]
    return min(scored)[2] if scored else None


def route(facts: Facts, rules: Iterable[Rule], departments: Departments, on: date) -> Route:
    """The department that must answer: always one. NoDepartmentError only where none exists at all."""
    rule = best_rule(facts, rules, departments, on)
    if rule is not None:
        department = departments.current(rule.department_id, on)
        if department is not None:
            return Route(department.id, rule.id, rule.reason)
    return _without_rule(facts, departments, on)


def _without_rule(facts: Facts, departments: Departments, on: date) -> Route:
    concerned = departments.current(facts.unit_id, on)
    responsible = departments.current(facts.procedure_department_id, on)
    if facts.kind == "pakn_conduct" and concerned is not None:
        return Route(concerned.id, None, _("Phản ánh nêu tên đơn vị này."))
    if responsible is not None:
        return Route(responsible.id, None, _("Đơn vị này chịu trách nhiệm về thủ tục được phản ánh."))
    if concerned is not None:
        return Route(concerned.id, None, _("Phản ánh nêu tên đơn vị này."))
    for place in facts.places:
        committee = departments.committee_of(place, on)
        if committee is not None:
            return Route(committee.id, None, _("Việc xảy ra ở địa bàn do đơn vị này quản lý."))
    return Route(
        departments.fallback(on).id, None, _("Chưa rõ đơn vị phụ trách nên đầu mối tiếp nhận xem xét trước.")
    )


def hides_contact(kind: str, unit_id: int | None, viewer_line: tuple[int, ...]) -> bool:
    """Whether the sender's identity is kept from an officer whose department has this line upwards.

    Feedback on conduct (NĐ 20/2008 art. 5.1): the unit complained about and everything below it don't learn
    who complained. When no unit is named, the one that answers may be the one meant, so it is hidden too.
    """
    if kind != "pakn_conduct":
        return False
    return unit_id is None or unit_id in viewer_line
