"""The tree of departments and what is in force on a day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.models import Department

pytestmark = pytest.mark.django_db


def department(code: str, parent: Department | None = None, **fields: object) -> Department:
    return Department.objects.create(code=code, name=code, kind="division", parent=parent, **fields)


def test_a_department_knows_all_that_lies_below_and_above_it() -> None:
    top = department("top")
    middle = department("middle", top)
    leaf = department("leaf", middle)
    department("other")
    assert top.descendant_ids() == {top.pk, middle.pk, leaf.pk}
    assert leaf.ancestors() == [middle, top]


def test_a_loop_in_old_data_ends_the_walk() -> None:
    top = department("top")
    leaf = department("leaf", top)
    Department.objects.filter(pk=top.pk).update(parent=leaf)
    top.refresh_from_db()
    assert top.descendant_ids() == {top.pk, leaf.pk}
    assert len(top.ancestors()) == 1


def test_a_department_cannot_be_placed_below_itself() -> None:
    top = department("top")
    leaf = department("leaf", top)
    top.parent = leaf
    with pytest.raises(ValidationError, match="Cấp trên"):
        top.full_clean()


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "found"),
    [
        (None, None, True),
        (date(2026, 7, 1), None, True),
        (date(2026, 7, 2), None, False),
        (None, date(2026, 7, 1), True),
        (None, date(2026, 6, 30), False),
    ],
)
def test_validity_includes_both_of_its_days(
    valid_from: date | None, valid_to: date | None, found: bool
) -> None:
    department("one", valid_from=valid_from, valid_to=valid_to)
    assert Department.objects.in_force(date(2026, 7, 1)).filter(code="one").exists() is found


def test_a_validity_that_ends_before_it_starts_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        department("one", valid_from=date(2026, 7, 1), valid_to=date(2026, 6, 1))


def test_only_one_department_takes_what_fits_nowhere() -> None:
    department("one", is_fallback=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        department("two", is_fallback=True)
