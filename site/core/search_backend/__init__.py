"""The search behind Wagtail's admin: page search, choosers, image and document lists.

It keeps Wagtail's tables (``wagtailsearch_indexentry``, and its FTS5 companion on SQLite) and replaces what is written
to them and how they are asked, because the stock database backends rewrite the whole table's title norms at every
update, walk every entry for each hit on SQLite, never use their index on PostgreSQL, and don't find "Đăng ký" by
"dang ky" on either. The citizens' search (``search``) has an index of its own. See ``docs/adr/0016``.
"""

from core.search_backend.backend import FoldedSearchBackend

# The name by which the search framework looks for the backend in a module that the settings name.
SearchBackend = FoldedSearchBackend

__all__ = ["FoldedSearchBackend", "SearchBackend"]
