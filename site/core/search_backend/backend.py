"""Answering searches: the compilers, the results with counts and facets, and the backend that ties them together."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, ClassVar

from django.db import connections
from django.db.models import Count, QuerySet
from modelsearch.backends.base import (
    BaseSearchBackend,
    BaseSearchQueryCompiler,
    BaseSearchResults,
    FilterFieldError,
)
from modelsearch.utils import get_descendants_content_types_pks

from core.search_backend.entries import EntryIndex, Rebuilder
from core.search_backend.hits import join_hits
from core.search_backend.matching import translate
from core.search_backend.storage import Sql, storage_for


class SearchCompiler(BaseSearchQueryCompiler):
    """Whole words, in titles and everything else that the model names."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    typing: ClassVar = False

    def search(self, start: int | None, stop: int | None, score: str | None = None) -> QuerySet[Any]:
        """The objects found, best first or in the order of the query set; ``score`` names an annotation."""
        storage = storage_for(connections[self.queryset.db].vendor)
        match = translate(self.query, storage.language, typing=self.typing)
        ranked = not match.everything_but and (self.order_by_relevance or score is not None)
        queryset: QuerySet[Any] = self.queryset
        if match.expression:
            query = self._hits(match.expression, ranked=ranked)
            if match.everything_but:
                queryset = queryset.exclude(pk__in=join_hits(queryset.model._base_manager.all(), query)[0])
            else:
                queryset, value = join_hits(queryset, query)
                if score is not None:
                    queryset = queryset.annotate(**{score: value})
                if self.order_by_relevance:
                    queryset = queryset.order_by(value.desc(), "-pk")
        elif not match.everything_but:
            queryset = queryset.none()
        if not queryset.query.order_by:
            queryset = queryset.order_by("-pk")  # the same order on every page of the list
        return queryset[start:stop]

    def count(self, start: int | None, stop: int | None) -> int:
        """How many, without ranking them."""
        return self._unranked().search(start, stop).count()

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        """How many objects have each value of the field, the most frequent first."""
        if self._get_filterable_field(field_name) is None:
            raise FilterFieldError(
                f'Cannot facet search results with field "{field_name}". Please add '
                f"index.FilterField('{field_name}') to {self.queryset.model.__name__}.search_fields.",
                field_name=field_name,
            )
        values = self._unranked().search(None, None).values(field_name)
        counted = values.annotate(count=Count("pk")).order_by("-count", field_name)
        return OrderedDict((row[field_name], row["count"]) for row in counted)

    def _unranked(self) -> SearchCompiler:
        return type(self)(self.queryset, self.query, fields=self.fields, order_by_relevance=False)

    def _hits(self, expression: str, *, ranked: bool) -> Sql:
        model, connection = self.queryset.model, connections[self.queryset.db]
        return storage_for(connection.vendor).hits(
            expression,
            column=self._column(),
            content_types=get_descendants_content_types_pks(model),
            key=model._meta.pk.cast_db_type(connection),
            ranked=ranked,
        )

    def _column(self) -> str:
        """Entries tell titles from the rest, and no more: other named fields are looked for in everything."""
        return "title" if self.fields and set(self.fields) == {"title"} else "all"


class AutocompleteCompiler(SearchCompiler):
    """What is found while the last word is still being typed: this is what Wagtail's lists and choosers ask."""

    typing: ClassVar = True

    def _column(self) -> str:
        return "autocomplete"


class SearchResults(BaseSearchResults):
    """A slice of what was found."""

    supports_facet = True

    def get_queryset(self) -> QuerySet[Any]:
        """The objects of this slice."""
        return self.query_compiler.search(self.start, self.stop, self._score_field)

    def _do_search(self) -> list[Any]:
        return list(self.get_queryset())

    def _do_count(self) -> int:
        return self.query_compiler.count(self.start, self.stop)

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        """See ``SearchCompiler.facet``."""
        return self.query_compiler.facet(field_name)


class FoldedSearchBackend(BaseSearchBackend):
    """Full text in the site's own database, by folded words."""

    query_compiler_class = SearchCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = EntryIndex
    results_class = SearchResults
    rebuilder_class = Rebuilder
