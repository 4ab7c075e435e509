"""Use cases of search. Only these write."""

from search.services.health import IndexStatus, index_health

__all__ = ["IndexStatus", "index_health"]
