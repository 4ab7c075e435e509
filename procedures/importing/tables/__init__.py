"""Tables (XLSX, CSV) in the project's template into records: headings, cells, rows that belong together."""
