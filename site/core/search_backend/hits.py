"""The hits of a full-text query as a joined table of a Django query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.db.models import FloatField, QuerySet
from django.db.models.expressions import Col
from django.db.models.sql.constants import INNER

from core.search_backend.storage import Sql


@dataclass(slots=True, eq=False)
class HitsJoin:
    """What Django's ``Query.alias_map`` expects of a joined table, for a subquery with the columns pk and score.

    The query set stays one: it can be counted, sliced, filtered and grouped, and the database starts from the hits.
    """

    query: Sql
    parent_alias: str
    parent_column: str
    table_alias: str = ""

    table_name: ClassVar = "search_hits"
    filtered_relation: ClassVar = None
    join_field: ClassVar = None
    nullable: ClassVar = False
    join_type: str = INNER

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        """``INNER JOIN (the hits) ON their pk is the object's``."""
        name = compiler.quote_name_unless_alias
        sql, params = self.query
        alias, parent = name(self.table_alias), name(self.parent_alias)
        column = connection.ops.quote_name(self.parent_column)
        return f"{self.join_type} ({sql}) {alias} ON ({parent}.{column} = {alias}.pk)", params

    def relabeled_clone(self, change_map: Mapping[str, str]) -> HitsJoin:
        """The same join under other aliases."""
        parent = change_map.get(self.parent_alias, self.parent_alias)
        return replace(
            self, parent_alias=parent, table_alias=change_map.get(self.table_alias, self.table_alias)
        )


class _Score(FloatField[float, float]):
    column = "score"


def join_hits(queryset: QuerySet[Any], query: Sql) -> tuple[QuerySet[Any], Col]:
    """The query set narrowed to the hits, and the score to order it by."""
    narrowed = queryset.all()
    alias = narrowed.query.get_initial_alias()
    join: Any = HitsJoin(query, alias, narrowed.model._meta.pk.column)  # like Join, without being one
    hits = narrowed.query.join(join)
    score = _Score()
    return narrowed, Col(hits, score)
