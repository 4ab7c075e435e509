"""How a field is documented."""

from typing import Any

from pydantic import Field


def about(text: str) -> Any:
    """A field that always is in the answer. ``text``: a message id, translated with the document."""
    return Field(..., description=text)
