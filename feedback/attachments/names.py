"""A file name that is safe to show and to send back."""

from __future__ import annotations

import re
import unicodedata

MAX_STEM = 80


def clean_name(raw: str, extension: str = "") -> str:
    """The name without folders, control and direction characters, at most 80 characters and the extension.

    With ``extension`` the name gets the extension of what the file really is.
    """
    base = re.split(r"[\\/]", unicodedata.normalize("NFC", raw))[-1]
    visible = "".join(c for c in base if unicodedata.category(c)[0] not in "CZ" or c == " ")
    safe = re.sub(r"[\"'<>|:*?;%&$`]+", "", visible)
    stem, dot, suffix = safe.rpartition(".")
    if not dot or len(suffix) > 5:
        stem, suffix = safe, ""
    stem = re.sub(r"\s+", " ", stem).strip(" .")[:MAX_STEM].rstrip(" .") or "tep"
    ending = extension or suffix.lower()
    return f"{stem}.{ending}" if ending else stem
