"""The engine that needs nothing but the site's PostgreSQL: text vectors and GIN in a schema of its own."""

from search.engines.postgres.engine import PostgresEngine
from search.engines.postgres.storage import close_connections

__all__ = ["PostgresEngine", "close_connections"]
