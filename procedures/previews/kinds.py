"""Which kinds of file have a preview."""

from typing import Final

# File extensions in lower case.
PREVIEWED: Final = frozenset({"pdf", "docx", "odt", "ods", "xlsx"})
