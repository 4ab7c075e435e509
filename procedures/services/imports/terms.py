"""Rows of lists that an import had to make: removed again where nothing uses them and nobody looked after them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.apps import apps
from django.db.models import Model

# Rows that belong to the row itself; they are no use of it.
_PARTS: Final = frozenset({"procedures.agencyspelling"})
_PORTION: Final = 500


def remove_unused(made: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    """Delete the rows of ``made`` (keys by model) that nothing names; return those that stay."""
    kept: dict[str, list[int]] = {}
    for label, keys in made.items():
        model = apps.get_model(label)
        for start in range(0, len(keys), _PORTION):
            portion = set(keys[start : start + _PORTION])
            used = _used(model, portion) | _looked_after(model, portion)
            model._default_manager.filter(pk__in=portion - used).delete()
            if used:
                kept.setdefault(label, []).extend(sorted(used))
    return kept


def _used(model: type[Model], keys: set[int]) -> set[int]:
    used: set[int] = set()
    relations: list[Any] = list(model._meta.get_fields(include_hidden=True))
    for relation in relations:
        if not relation.auto_created or relation.concrete or not relation.is_relation:
            continue
        other: Any = relation.related_model
        if other._meta.label_lower in _PARTS or not relation.field.concrete:
            continue
        if relation.many_to_many:
            continue  # its rows are relations of their own
        name = relation.field.attname
        used |= set(
            other._base_manager.filter(**{f"{relation.field.name}__in": keys}).values_list(name, flat=True)
        )
    return used


def _looked_after(model: type[Model], keys: set[int]) -> set[int]:
    """Agencies that an editor reviewed are kept."""
    if not any(field.name == "reviewed" for field in model._meta.fields):
        return set()
    return set(model._default_manager.filter(pk__in=keys, reviewed=True).values_list("pk", flat=True))
