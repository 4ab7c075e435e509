"""Editors' own screens of search: trying a query, and answering what was asked in vain."""
