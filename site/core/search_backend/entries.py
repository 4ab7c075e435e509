"""Writing the index: what is taken from an object, and how entries come, change and go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db import connections, router
from django.db.models import Exists, Manager, Model, OuterRef
from django.db.models.functions import Cast
from django.utils.encoding import force_str
from modelsearch.backends.base import BaseIndex
from modelsearch.index import AutocompleteField, RelatedFields, SearchField, get_indexed_models
from modelsearch.utils import get_content_type_pk, get_descendants_content_types_pks
from wagtail.search.models import IndexEntry

from core.search_backend.storage import EntryText, storage_for
from core.search_backend.words import index_words

_ROWS_A_STATEMENT: Final = 500


def entry_text(item: Any) -> EntryText:
    """The words of an object, as its model's ``search_fields`` say."""
    title: list[str] = []
    rest: list[str] = []
    autocomplete: list[str] = []
    for field, value in _values(item, item.get_search_fields()):
        if isinstance(field, AutocompleteField):
            autocomplete += index_words(value)
        else:
            (title if field.field_name == "title" else rest).extend(index_words(value))
    return EntryText(title, rest, autocomplete)


def _values(item: Any, fields: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    for field in fields:
        if isinstance(field, SearchField | AutocompleteField):
            yield field, _as_text(field.get_value(item))
        elif isinstance(field, RelatedFields):
            for related in _related(field.get_value(item)):
                yield from _values(related, field.fields)


def _related(value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, Manager):
        return list(value.all())
    return [value() if callable(value) else value]


def _as_text(value: Any) -> str:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return ", ".join(_as_text(part) for part in value)
    return "" if value is None else force_str(value)


class EntryIndex(BaseIndex):
    """All objects in Wagtail's one table. An entry costs the same to write whatever the number of entries is."""

    def __init__(self, backend: Any) -> None:
        super().__init__(backend)
        self.connection = connections[router.db_for_write(IndexEntry)]
        self.storage = storage_for(self.connection.vendor)
        self.entries = IndexEntry._default_manager.using(self.connection.alias)

    def add_items(self, model: type[Model], items: Sequence[Any]) -> None:
        """Write the entries of these objects. An entry that says the same already is not touched."""
        if not model.get_search_fields():  # type: ignore[attr-defined]
            return
        content_type = get_content_type_pk(model)
        rows = {str(item.pk): self.storage.values(entry_text(item)) for item in items}
        keys = list(rows)
        for start in range(0, len(keys), _ROWS_A_STATEMENT):
            self._write([(content_type, key, *rows[key]) for key in keys[start : start + _ROWS_A_STATEMENT]])

    def _write(self, rows: list[tuple[Any, ...]]) -> None:
        table, columns = IndexEntry._meta.db_table, self.storage.columns
        # title_norm stays at its neutral value: how short a title is, is seen when hits are ranked.
        row = f"({', '.join(['%s'] * len(rows[0]))}, 1.0)"
        changed = " OR ".join(f"{table}.{column} <> excluded.{column}" for column in columns)
        sql = (
            f"INSERT INTO {table} (content_type_id, object_id, {', '.join(columns)}, title_norm)"  # noqa: S608
            f" VALUES {', '.join([row] * len(rows))} ON CONFLICT (content_type_id, object_id) DO UPDATE"
            f" SET {', '.join(f'{column} = excluded.{column}' for column in columns)} WHERE {changed}"
        )
        with self.connection.cursor() as cursor:
            cursor.execute(sql, [value for values in rows for value in values])

    def delete_item(self, item: Any) -> None:
        """Forget one object."""
        content_types = get_descendants_content_types_pks(type(item))
        gone = self.entries.filter(content_type_id__in=content_types, object_id=str(item.pk))
        gone._raw_delete(using=self.connection.alias)

    def delete_stale_entries(self) -> None:
        """Forget objects that are no more."""
        for model in get_indexed_models():
            if model._meta.parents:
                continue  # seen to with its root
            there = model._default_manager.filter(pk=Cast(OuterRef("object_id"), model._meta.pk))
            content_types = get_descendants_content_types_pks(model)
            gone = self.entries.filter(~Exists(there), content_type_id__in=content_types)
            gone._raw_delete(using=self.connection.alias)

    def reset(self) -> None:
        """Forget everything."""
        self.entries.all()._raw_delete(using=self.connection.alias)


class Rebuilder:
    """Writes every entry again, a chunk at a time, while the old ones go on answering.

    Stock does it in one transaction, during which nobody else can write to SQLite.
    """

    def __init__(self, index: EntryIndex) -> None:
        self.index = index

    def start(self) -> EntryIndex:
        """Begin with what is gone."""
        self.index.delete_stale_entries()
        return self.index

    def finish(self) -> None:
        """Each chunk is written as it comes: there is nothing left to do."""
