"""The engine for large sites: Elasticsearch through `elasticsearch.dsl`."""

from search.engines.elasticsearch.engine import ElasticsearchEngine

__all__ = ["ElasticsearchEngine"]
